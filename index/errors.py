"""The library's exceptions; it raises no others on purpose.

* ScriptIndexError
  - KnowledgeError           a library file is wrong; the message names file and line
  - EncoderError             an embedding model cannot be loaded or used
    - ModelMismatchError     the snapshot was built with another embedding model
  - YardstickError           a file of labelled messages, or a saved report, is wrong; the message names file and line
  - SnapshotError            no snapshot on disk, or none by that version
    - SnapshotCorruptError   a snapshot is half-written or was changed by hand
"""


class ScriptIndexError(Exception):
    """Anything the library refuses; the message is one plain sentence with the next step."""


class KnowledgeError(ScriptIndexError):
    """A file of the knowledge base is wrong."""


class YardstickError(ScriptIndexError):
    """A file of labelled messages, or a report on one, is wrong."""


class EncoderError(ScriptIndexError):
    """An embedding model cannot be loaded or used."""


class ModelMismatchError(EncoderError):
    """The snapshot was built with another embedding model."""


class SnapshotError(ScriptIndexError):
    """There is no such snapshot."""


class SnapshotCorruptError(SnapshotError):
    """A snapshot is half-written or was changed by hand."""
