"""Failures to order: the next calls of a method fail in a chosen way, before or after they took effect."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from bot.simulator.errors import ApiError

Kind = Literal["error", "timeout", "drop"]
When = Literal["before", "after"]
ANY = "*"
USUAL = {
    400: "Bad Request: the simulator was told to refuse",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {seconds}",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """How calls of a method fail: with an error, after a silence of some seconds, or by a broken connection."""

    method: str = ANY
    code: int = 500
    kind: Kind = "error"
    when: When = "before"  # or after the call has had its effect
    times: int = 1
    chat_id: int | None = None  # only calls that speak of this chat
    description: str = ""
    retry_after: int | None = None  # of a 429
    seconds: float = 60.0  # how long a timeout lasts

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind) or self.when not in get_args(When) or self.times < 1:
            raise ValueError("a fault has a kind (error, timeout, drop), a when (before, after) and a number of times")

    def as_error(self) -> ApiError:
        """Return the refusal that is sent."""
        wait = 1 if self.code == 429 and self.retry_after is None else self.retry_after
        description = self.description or USUAL.get(self.code, "Error").format(seconds=wait)
        return ApiError(self.code, description, **({} if wait is None else {"retry_after": wait}))


class FaultQueue:
    """Faults that are still to happen, first ordered, first served."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Order a fault."""
        self._waiting.append(fault)

    def take(self, method: str, chat_id: object = None) -> Fault | None:
        """Return the fault that is meant for this call, and count it."""
        for place, fault in enumerate(self._waiting):
            if fault.method in (ANY, method) and fault.chat_id in (None, chat_id):
                self._waiting[place : place + 1] = _left_of(fault)
                return fault
        return None

    def clear(self) -> None:
        """Let everything work again."""
        self._waiting.clear()

    def __len__(self) -> int:
        return sum(fault.times for fault in self._waiting)


def _left_of(fault: Fault) -> Iterable[Fault]:
    return [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
