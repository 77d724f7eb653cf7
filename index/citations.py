"""What a message says of rules that the rules do not say. Judges nobody: honest people copy a wrong citation too."""

import re
from collections.abc import Sequence

from index.types import Citation


class CitationCheck:
    """The compiled patterns of citations.toml."""

    def __init__(self, citations: Sequence[Citation]) -> None:
        self._compiled = [(one.id, tuple(map(re.compile, one.patterns))) for one in citations]

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids of what a normalised text cites wrongly, in the order of the table."""
        return tuple(name for name, patterns in self._compiled if any(one.search(text) for one in patterns))
