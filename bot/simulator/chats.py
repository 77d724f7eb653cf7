"""A chat as the server remembers it: messages by number, and what changed when. Decides nothing about permissions."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.simulator.wire import Json


class Standing(StrEnum):
    """How the bot stands to a chat."""

    OPEN = "open"
    UNOPENED = "unopened"  # the person has never written to the bot
    BLOCKED = "blocked"
    LEFT = "left"
    KICKED = "kicked"


REFUSALS = {
    Standing.UNOPENED: "bot can't initiate conversation with a user",
    Standing.BLOCKED: "bot was blocked by the user",
    Standing.LEFT: "bot is not a member of the {kind} chat",
    Standing.KICKED: "bot was kicked from the {kind} chat",
}


@dataclass(slots=True)
class Chat:
    """One chat; a message is replaced when it is edited, never changed, since updates still hold the old one."""

    info: Json
    standing: Standing = Standing.OPEN
    messages: dict[int, Json] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)  # message -> number of its last change; deleted ones stay
    typing: int = 0  # number of the last time the bot was seen at work

    @property
    def id(self) -> int:
        """Return the chat's id."""
        return int(self.info["id"])

    @property
    def refusal(self) -> str | None:
        """Return why the bot may not write here."""
        reason = REFUSALS.get(self.standing)
        return None if reason is None else reason.format(kind=self.info["type"])

    def by_bot(self) -> list[Json]:
        """Return the bot's messages as they stand now, oldest first."""
        return [message for message in self.messages.values() if message.get("from", {}).get("is_bot")]


@dataclass(slots=True)
class Press:
    """A button that was pressed, and what the bot said to it."""

    id: str
    chat_id: int
    user_id: int
    data: str
    answer: str | None = None  # "" when the bot answered without words
    alert: bool = False
    answered: int = 0  # number of that change


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that the Bot API does not know: names only, no values."""

    method: str
    problem: str

    def __str__(self) -> str:
        return f"{self.method}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it was read, and when it came."""

    method: str
    values: dict[str, Any]
    at: float  # seconds of time.monotonic()
