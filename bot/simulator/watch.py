"""A counter of changes that one can wait on. Knows not what changed."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Watch:
    """Numbers every change and wakes whoever waits; belongs to one event loop."""

    def __init__(self) -> None:
        self.sequence = 0
        self.closed = False
        self._waiting: set[asyncio.Future[None]] = set()

    def mark(self) -> int:
        """Note a change and return its number."""
        self.sequence += 1
        self._wake()
        return self.sequence

    def close(self) -> None:
        """Let nobody wait any longer."""
        self.closed = True
        self._wake()

    def open(self) -> None:
        """Let it be waited again."""
        self.closed = False

    async def until(self, found: Callable[[], T], timeout: float) -> T:  # noqa: ASYNC109 - a wait that may end empty
        """Return what `found` returns as soon as that is something, or whatever it is when the time is over."""
        end = asyncio.get_running_loop().time() + timeout
        while not (value := found()):
            left = end - asyncio.get_running_loop().time()
            if self.closed or left <= 0:
                break
            change = asyncio.get_running_loop().create_future()
            self._waiting.add(change)
            try:
                await asyncio.wait([change], timeout=left)
            finally:
                self._waiting.discard(change)
        return value

    def _wake(self) -> None:
        for change in self._waiting:
            if not change.done():
                change.set_result(None)
