"""Run the bot until it is told to stop: poll, take up new snapshots, purge what has expired. Answers nothing itself."""

import asyncio
import contextlib
import logging
import signal
import time
from collections import deque
from collections.abc import Awaitable, Callable

from telegram import BotCommand
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot.access import awaits_confirmation
from bot.app import ALLOWED_UPDATES, order_of
from bot.buttons import crossborder_button
from bot.context import App
from bot.errors import StoreError, TelegramRefusedError
from bot.handlers.admin import named_gaps
from bot.services import Services
from bot.words import COMMANDS, DEFAULT, MENU_CODES, word
from index.errors import ScriptIndexError
from index.matcher import Matcher
from index.snapshot import current_version, load_version

logger = logging.getLogger(__name__)
LOOK_FOR_SNAPSHOT = 1.0  # seconds
PURGE = 3600.0  # seconds
OVERWRITE = 5.0  # seconds
CONFLICTS, WITHIN = 3, 60.0  # a restart may conflict once with its own past; a second bot goes on conflicting
LONGEST_WAIT = 60.0


class Polling:
    """What went wrong with polling so far: said once, not at every try."""

    def __init__(self, stop: asyncio.Event) -> None:
        self.stop = stop
        self.refused: str | None = None  # why the bot has to end
        self._conflicts: deque[float] = deque(maxlen=CONFLICTS)
        self._unreachable = False

    def failed(self, error: TelegramError) -> None:
        """Take note of an error of getUpdates; it is tried again with back-off unless `stop` is set."""
        if isinstance(error, Conflict):
            self._conflicts.append(time.monotonic())
            if len(self._conflicts) == CONFLICTS and self._conflicts[-1] - self._conflicts[0] < WITHIN:
                self.end("another program polls with the same token: stop it, or use another token, and start again")
        elif isinstance(error, InvalidToken):
            self.end("Telegram does not accept the token: correct RADAR_TELEGRAM_TOKEN (it comes from @BotFather)")
        elif not self._unreachable:
            self._unreachable = True
            logger.warning(
                "Telegram cannot be reached (%s); trying again until it can. Behind a proxy, set HTTPS_PROXY.",
                type(error).__name__,
            )

    def succeeded(self) -> None:
        """Take note that Telegram answered."""
        if self._unreachable:
            self._unreachable = False
            logger.warning("Telegram can be reached again")

    def end(self, reason: str) -> None:
        """Stop the bot for a reason that trying again does not change."""
        self.refused = reason
        self.stop.set()


async def serve(
    app: App, services: Services, ready: Callable[[], Awaitable[None]], stop: asyncio.Event | None = None
) -> None:
    """Poll until a signal comes or `stop` is set; raise TelegramRefusedError when Telegram will not have this bot."""
    polling = Polling(stop or asyncio.Event())
    stop_on_signals(polling.stop)
    if not await connect(app, polling):
        raise_if_refused(polling)
        return
    try:
        erase_expired(services)  # first, so that nothing too old is answered
        waiting = services.inbox.restore(app.bot)
        logger.info("%s updates wait from an earlier run", waiting)
        await app.start()
        assert app.updater is not None  # noqa: S101 - the builder makes one
        await app.updater.start_polling(
            allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1, error_callback=polling.failed
        )
        chores = [
            asyncio.create_task(chore)
            for chore in (greet(app, services), swap(app, services), purge(services), overwrite(services))
        ]
        await ready()
        await polling.stop.wait()
        for chore in chores:
            chore.cancel()
    finally:
        await shut_down(app, services)
    raise_if_refused(polling)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Let Ctrl-C and a service manager's stop end the bot cleanly."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not the main thread: tests
            loop.add_signal_handler(name, stop.set)


async def connect(app: App, polling: Polling) -> bool:
    """Make contact with Telegram, however long that takes; return False when the bot is to stop instead."""
    wait = 1.0
    while not polling.stop.is_set():
        try:
            await app.initialize()
        except InvalidToken as error:
            polling.failed(error)
        except NetworkError as error:
            polling.failed(error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(polling.stop.wait(), wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            polling.succeeded()
            return True
    return False


def raise_if_refused(polling: Polling) -> None:
    """Raise TelegramRefusedError when there is a reason for it."""
    if polling.refused:
        raise TelegramRefusedError(polling.refused)


async def shut_down(app: App, services: Services) -> None:
    """Finish the answers under way, begin no further ones, and close; what waits is in the inbox."""
    order_of(app).stop()
    services.stopping.set()
    if app.updater is not None and app.updater.running:
        await app.updater.stop()
    if app.running:
        await app.stop()
    await app.shutdown()


async def greet(app: App, services: Services) -> None:
    """Set the command menu, and tell the admins what they should know at the start."""
    with contextlib.suppress(TelegramError):  # the menu is a comfort; the next start sets it again
        for language, code in MENU_CODES.items():
            menu = [BotCommand(name, word(f"command.{name}", language)) for name in COMMANDS]
            await app.bot.set_my_commands(menu, language_code=code)
            if language == DEFAULT:
                await app.bot.set_my_commands(menu)
    if gaps := named_gaps(services.profile, DEFAULT):
        await tell_admins(app, services, word("admin.gaps", DEFAULT, gaps=gaps))
    if services.problem:
        await tell_admins(app, services, word("admin.problem", DEFAULT, problem=services.problem))
    if awaits_confirmation(services.settings, services.store):
        for admin in services.settings.admin_ids:
            with contextlib.suppress(TelegramError):
                await app.bot.send_message(
                    admin, word("crossborder", DEFAULT), reply_markup=crossborder_button(DEFAULT)
                )


async def tell_admins(app: App, services: Services, sentence: str) -> None:
    """Send every admin one sentence; one who has never written to the bot cannot be reached, and is passed over."""
    for admin in services.settings.admin_ids:
        with contextlib.suppress(TelegramError):
            await app.bot.send_message(admin, sentence)


async def swap(app: App, services: Services) -> None:
    """Take up what is published while the bot runs: loaded aside, then one assignment."""
    refused = ""
    while True:
        await asyncio.sleep(LOOK_FOR_SNAPSHOT)
        version = current_version(services.settings.snapshots)
        if version in (None, refused, services.matcher.version):
            continue
        try:
            services.matcher = await asyncio.to_thread(load_published, services, version)
            logger.info("snapshot %s answers now", version)
        except ScriptIndexError as error:
            refused = version or ""
            logger.error("snapshot %s is not taken up: %s", version, error)  # noqa: TRY400 - the sentence says it all
            await tell_admins(app, services, word("admin.problem", DEFAULT, problem=error))


def load_published(services: Services, version: str | None) -> Matcher:
    """Load one published snapshot."""
    settings = services.settings
    return load_version(settings.snapshots, version or "", services.knowledge, settings.encoder)


async def purge(services: Services) -> None:
    """Erase what has expired, every hour."""
    while True:
        await asyncio.sleep(PURGE)
        erase_expired(services)


async def overwrite(services: Services) -> None:
    """Overwrite what was erased: an answered message also stands in SQLite's log of writes until then."""
    while True:
        await asyncio.sleep(OVERWRITE)
        with contextlib.suppress(StoreError):  # a reader is in the way: next time
            services.store.overwrite_erased()


def erase_expired(services: Services) -> None:
    """Erase what has expired, and log how much; a database that refuses is asked again next time."""
    try:
        purged = services.store.purge()
    except StoreError as error:
        logger.error("nothing was purged: %s", error)  # noqa: TRY400 - the sentence says it all
        return
    logger.info("purged %s assessments and %s pieces of feedback", purged.assessments, purged.feedback)
    if purged.unanswered:
        logger.warning("%s messages had waited too long and were dropped unanswered", purged.unanswered)
