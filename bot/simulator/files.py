"""Files that were sent, by their id; kept in memory. Looks into a file only for the size of a picture."""

import struct
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.simulator.errors import bad_request
from bot.simulator.wire import Json

LARGEST_DOWNLOAD = 20 * 1024 * 1024  # bytes; Telegram hands bots no more
UNKNOWN_SIZE = (960, 1280)  # what is said of a picture that is not a PNG


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a request."""

    name: str
    kind: str  # its media type
    content: bytes
    size: int | None = None  # what is said of its size, when it is not that of the content

    @property
    def bytes_said(self) -> int:
        """Return the size that the file is said to have."""
        return len(self.content) if self.size is None else self.size


class FileShelf:
    """Every file that was sent."""

    def __init__(self) -> None:
        self._files: dict[str, Upload] = {}
        self._ids: dict[str, str] = {}  # path -> id

    def add(self, upload: Upload) -> Json:
        """Keep a file and return its ids and its size, as every kind of file has them."""
        number = len(self._files) + 1
        file_id = f"SimFile{number:08d}"
        self._files[file_id] = upload
        self._ids[_path(file_id, upload)] = file_id
        return {"file_id": file_id, "file_unique_id": f"SimU{number:08d}", "file_size": upload.bytes_said}

    def get(self, file_id: str) -> Upload:
        """Return a file; raise ApiError when there is none of this id."""
        if file_id not in self._files:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return self._files[file_id]

    def described(self, file_id: str) -> Json:
        """Return what getFile answers; raise ApiError for a file that bots may not download."""
        upload = self.get(file_id)
        if upload.bytes_said > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": file_id.replace("SimFile", "SimU"),
            "file_size": upload.bytes_said,
            "file_path": _path(file_id, upload),
        }

    def at(self, path: str) -> Upload | None:
        """Return the file behind a path that getFile gave out."""
        return self._files.get(self._ids.get(path, ""))


def as_photo(shelf: FileShelf, upload: Upload) -> list[Json]:
    """Keep a picture and return it in the two sizes that Telegram would make of it."""
    width, height = _size_of_png(upload.content) or UNKNOWN_SIZE
    large = shelf.add(upload) | {"width": width, "height": height}
    small = shelf.add(upload) | {"width": max(1, width // 4), "height": max(1, height // 4)}
    return [small, large]


def as_document(shelf: FileShelf, upload: Upload) -> Json:
    """Keep a file and return it as a document."""
    return shelf.add(upload) | {"file_name": upload.name, "mime_type": upload.kind}


def _path(file_id: str, upload: Upload) -> str:
    folder = "photos" if upload.kind.startswith("image/") else "documents"
    return f"{folder}/{file_id}{PurePosixPath(upload.name).suffix.lower()}"


def _size_of_png(content: bytes) -> tuple[int, int] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height
