"""What every handler needs, gathered in one place. Only `matcher` ever changes, in one assignment."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field

from bot.guidance import Adviser
from bot.inbox import Inbox
from bot.profile import Profile
from bot.settings import Settings
from bot.store import Store
from index.matcher import Matcher
from index.types import Knowledge


@dataclass(slots=True)
class Services:
    """The parts that `bot.launch` puts together, and that tests put together alike."""

    settings: Settings
    profile: Profile
    knowledge: Knowledge
    adviser: Adviser
    store: Store
    inbox: Inbox
    matcher: Matcher
    needs_crossborder_consent: bool  # real messages go through Telegram, and nobody has confirmed the notice yet
    stopping: asyncio.Event = field(default_factory=asyncio.Event)  # no call to Telegram is tried again any more
    problem: str | None = None  # what was wrong with the published index at the start

    def today(self) -> dt.date:
        """Return the desk's own day, which deadlines are counted from."""
        return dt.date.today()  # noqa: DTZ011

    def topics(self, language: str) -> dict[str, str]:
        """Return the neutral display names of the families."""
        return {
            family.id: family.name.get(language) or family.name["zh-Hans"]
            for family in self.knowledge.families.values()
        }
