"""What the tests of store and inbox share: a clock that is set by hand, records to keep, updates to answer."""

import datetime as dt

from telegram import Bot, Chat, Message, Update, User

from bot.inbox import Inbox
from bot.records import Origin
from bot.store import Store
from index.types import Assessment, FamilyScore, Safety, Verdict

START = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
ANN, BEN, ADMIN = 101, 102, 1
BOT = Bot("1:test")
SECRET = "银行卡透支的那封信"


class FakeClock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> dt.datetime:
        """Return the time it was set to."""
        return self.time

    def advance(self, **delta: float) -> None:
        """Move on by so much."""
        self.time += dt.timedelta(**delta)


def assessment(**changes: object) -> Assessment:
    """Return a match, changed as told."""
    values: dict[str, object] = {
        "snapshot": "v1",
        "language": "zh-Hans",
        "verdict": Verdict.MATCH,
        "probability": 0.91,
        "family": "N01_A",
        "script_id": "N01-s01",
        "families": (FamilyScore("N01_A", 0.91), FamilyScore("C02_B", 0.2)),
        "topic": "N01_A",
    }
    return Assessment(**values | changes)  # type: ignore[arg-type] # a test's shorthand


def self_harm() -> Assessment:
    """Return what is assessed of a self-harm statement."""
    return Assessment("v1", "zh-Hans", None, None, safety=Safety.SELF_HARM)


def record(store: Store, user: int = ANN, message: int = 1, update: int | None = None, text: str = "已遮盖") -> int:
    """Keep a match and return its number."""
    return store.record_assessment(assessment(), text, Origin(user, user, message, update), 2.5)


def wait_in_inbox(store: Store, update: int, user: int = ANN) -> None:
    """Let an update wait unanswered."""
    store.execute(
        """INSERT INTO inbox (update_id, checksum, received_at, chat_id, user_id, payload)
        VALUES (:update, 0, :now, :user, :user, :payload)""",
        update=update, user=user, now=store.now().isoformat(timespec="milliseconds"), payload=SECRET,
    )  # fmt: skip


def everything_on_disk(store: Store) -> bytes:
    """Return every byte of the database and its log."""
    return b"".join(path.read_bytes() for path in store.path.parent.iterdir())


def update(number: int, text: str = SECRET, chat: int = ANN) -> Update:
    """Return an update as Telegram delivers it."""
    message = Message(number, START, Chat(chat, Chat.PRIVATE), text=text, from_user=User(chat, "A", is_bot=False))
    return Update(number, message=message)


def queued(inbox: Inbox) -> list[object]:
    """Take out everything that waits."""
    found = []
    while not inbox.empty():
        item = inbox.get_nowait()
        inbox.task_done()
        found.append(item.update_id if isinstance(item, Update) else item)
    return found
