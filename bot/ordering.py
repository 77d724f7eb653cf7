"""The order in which updates are handled: one chat strictly in order, chats side by side. Handles nothing itself.

python-telegram-bot takes its own semaphore before it asks for the order, so that the waiting updates of one busy chat
would hold every place. Its limit is therefore out of reach, and the places are given out here, after a chat's turn has
come: a chat never holds more than one.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

OUT_OF_REACH = 1_000_000_000


@dataclass(slots=True)
class Turn:
    """Whose turn it is in one chat, and how many updates are there at all."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    present: int = 0


class ChatOrder(BaseUpdateProcessor):
    """Handles each chat in order, at most `at_once` updates together; `after` is told of each handled update."""

    def __init__(self, at_once: int = 8, after: Callable[[object], None] | None = None) -> None:
        super().__init__(OUT_OF_REACH)
        self._places = asyncio.Semaphore(at_once)
        self._after = after
        self._turns: dict[int, Turn] = {}
        self._stopping = False

    @property
    def chats(self) -> int:
        """Return how many chats have updates that wait or are worked on."""
        return len(self._turns)

    def stop(self) -> None:
        """Begin no further update: what still waits is dropped here, and the inbox has it at the next start."""
        self._stopping = True

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update when its turn has come."""
        try:
            async with self._turn_of(chat_of(update)), self._places:
                if self._stopping:
                    return
                await coroutine
                if self._after is not None:
                    self._after(update)
        finally:
            if inspect.iscoroutine(coroutine):
                coroutine.close()  # one that was never begun would be complained of; a finished one does not mind

    @asynccontextmanager
    async def _turn_of(self, chat: int | None) -> AsyncIterator[None]:
        """Wait for a chat's turn, first come first served; what belongs to no chat waits for nobody."""
        if chat is None:
            yield
            return
        turn = self._turns.setdefault(chat, Turn())
        turn.present += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.present -= 1
            if not turn.present:
                del self._turns[chat]

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""


def chat_of(update: object) -> int | None:
    """Return the chat an update belongs to, or the person where there is no chat."""
    if not isinstance(update, Update):
        return None
    owner = update.effective_chat or update.effective_user
    return owner.id if owner else None
