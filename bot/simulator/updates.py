"""The queue of updates: kept until the bot confirms them by offset, however often they are fetched."""

import asyncio
import time
from collections.abc import Sequence
from enum import StrEnum

from bot.simulator.errors import ApiError
from bot.simulator.wire import Json

MOST = 100  # updates in one answer
JUST_NOW = 10.0  # seconds
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class _Woken(StrEnum):
    """Why a waiting poll goes on."""

    UPDATE = "update"
    CONFLICT = "conflict"
    CLOSED = "closed"


class UpdateQueue:
    """Updates that are not confirmed yet, and the one poll that may wait for more."""

    def __init__(self, first_id: int = 1) -> None:
        self.delivered = 0  # how often an update was handed out, repeats included
        self._last_poll = float("-inf")
        self._next = first_id
        self._pending: dict[int, Json] = {}
        self._allowed: frozenset[str] | None = None
        self._poll: asyncio.Future[_Woken] | None = None
        self._closed = False

    @property
    def pending(self) -> list[Json]:
        """Return what is not confirmed yet, oldest first."""
        return list(self._pending.values())

    @property
    def listening(self) -> bool:
        """Say whether a bot polls: one is waiting, or was answered a moment ago."""
        return self._poll is not None or time.monotonic() - self._last_poll < JUST_NOW

    def add(self, kind: str, content: Json) -> int | None:
        """Queue an update and return its number, or None when the bot does not want this kind."""
        if not self._wanted(kind):
            return None
        number, self._next = self._next, self._next + 1
        self._pending[number] = {"update_id": number, kind: content}
        self._wake(_Woken.UPDATE)
        return number

    def clear(self) -> None:
        """Forget what is pending."""
        self._pending.clear()

    def close(self) -> None:
        """Let a waiting poll return at once, and let none wait from now on."""
        self._closed = True
        self._wake(_Woken.CLOSED)

    def open(self) -> None:
        """Let polls wait again."""
        self._closed = False

    async def poll(self, offset: int, limit: int, seconds: float, allowed: Sequence[str] | None) -> list[Json]:
        """Confirm what lies before the offset, and return what follows, waiting for it when there is nothing.

        A poll that is still waiting is ended with a conflict, as Telegram does with two bots of one token.
        """
        self._last_poll = time.monotonic()
        self._wake(_Woken.CONFLICT)
        if allowed is not None:
            self._allowed = frozenset(allowed) or None
        self._confirm(offset)
        if not self._pending and seconds > 0 and not self._closed:
            await self._wait(seconds)
        batch = list(self._pending.values())[: min(max(limit, 1), MOST)]
        self.delivered += len(batch)
        return batch

    async def _wait(self, seconds: float) -> None:
        own = self._poll = asyncio.get_running_loop().create_future()
        await asyncio.wait([own], timeout=seconds)
        if own.done() and own.result() is _Woken.CONFLICT:
            raise ApiError(409, CONFLICT)
        if self._poll is own:
            self._poll = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # a negative offset keeps that many from the end
            offset = next(iter(list(self._pending)[offset:]), 0)
        for number in [number for number in self._pending if number < offset]:
            del self._pending[number]

    def _wanted(self, kind: str) -> bool:
        return kind not in NOT_BY_DEFAULT if self._allowed is None else kind in self._allowed

    def _wake(self, reason: _Woken) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(reason)
        self._poll = None
