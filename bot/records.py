"""What the store gives and takes: frozen values, none of which knows SQL or Telegram."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from index.types import FamilyScore, Safety, Verdict


class Label(StrEnum):
    """What a collector says of an answer."""

    RIGHT = "right"
    WRONG = "wrong"
    NEW = "new"


class Press(StrEnum):
    """What a press on a feedback button did."""

    RECORDED = "recorded"
    CHANGED = "changed"  # an earlier press is replaced
    UNCHANGED = "unchanged"  # the same press again
    EXPIRED = "expired"  # the answer is too old, erased, or not this person's


@dataclass(frozen=True, slots=True)
class Retention:
    """How long each kind of record is kept, and how long the buttons of an answer work."""

    assessments: dt.timedelta = dt.timedelta(days=90)
    feedback: dt.timedelta = dt.timedelta(days=365)
    inbox: dt.timedelta = dt.timedelta(hours=24)
    answers: dt.timedelta = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message came from: the collector who sent it to the bot, never the debtor."""

    user_id: int
    chat_id: int
    message_id: int
    update_id: int | None = None
    is_update: bool = False  # the message was edited


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """One kept assessment; `masked_text` is None for self-harm."""

    id: int
    user_id: int
    chat_id: int
    message_id: int
    is_update: bool
    answer_message_ids: tuple[int, ...]
    created_at: dt.datetime
    masked_text: str | None
    verdict: Verdict | None
    probability: float | None
    family: str | None
    topic: str | None
    script_id: str | None
    families: tuple[FamilyScore, ...]
    safety: Safety | None
    language: str
    snapshot: str
    latency_ms: float


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased at a person's request, counted, and what had to stay."""

    assessments: int
    feedback: int
    unanswered: int  # updates that waited in the inbox
    language: bool
    on_allow_list: bool  # that entry is the admins' and stays until /remove
    crossborder_confirmed: bool  # that confirmation is the institution's and stays


@dataclass(frozen=True, slots=True)
class Purged:
    """What expired, counted."""

    assessments: int
    feedback: int
    unanswered: int  # updates dropped without an answer
    strangers: int


@dataclass(frozen=True, slots=True)
class Status:
    """What the store holds; assessments that showed the self-harm card are not counted."""

    assessments: int
    verdicts: dict[Verdict, int] = field(default_factory=dict)
    feedback: dict[Label, int] = field(default_factory=dict)
    collectors: int = 0
    unanswered: int = 0
    oldest_unanswered: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the answer to an update got before the program stopped."""

    parts_sent: int = 0
    interrupted: bool = False  # part number `parts_sent` was begun: it may have been sent
