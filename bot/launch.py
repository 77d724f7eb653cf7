"""Put the parts together and serve; without a token, against the simulator on this machine."""

import asyncio
import contextlib
import fcntl
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import FrameType

import click

from bot.connection import utc_now
from bot.errors import BotError, SettingsError
from bot.guidance import Adviser
from bot.inbox import Inbox
from bot.logs import set_up_logs
from bot.profile import load_profile
from bot.services import Services
from bot.settings import CHECKOUT, Settings, load_settings, misspelt
from bot.simulator import DEMO_ADMIN, HOST, SIMULATOR_TOKEN
from bot.store import Store
from index.build import Recipe, refresh
from index.errors import ScriptIndexError
from index.knowledge import load_knowledge
from index.snapshot import load_current

DEMO_PROFILE = CHECKOUT / "profile.example.toml"
SIMULATOR_WAIT = 20.0  # seconds


@click.command()
def main() -> None:
    """Start the bot; Ctrl-C stops it. Every setting is an environment variable, see README.md."""
    for sentence in misspelt(os.environ):
        click.echo(sentence, err=True)
    try:
        settings = load_settings()
        prepare(settings)
        with alone(settings.data_dir):
            run(settings)
    except (BotError, ScriptIndexError) as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:  # before it serves; from then on the signal is its own
        click.echo("stopped")


def run(settings: Settings) -> None:
    """Start what the settings ask for, and return when it was stopped."""
    if settings.telegram_token is not None:
        if not settings.admin_ids:
            click.echo("RADAR_ADMIN_IDS is not set: the bot answers nobody but with their id.", err=True)
        start(settings, settings.telegram_token.get_secret_value(), "The bot is running. Ctrl-C stops it.")
        return
    address = f"http://{HOST}:{settings.simulator_port}"
    own = {
        "telegram_api": address,
        "admin_ids": settings.admin_ids or (DEMO_ADMIN,),
        "profile": settings.profile or DEMO_PROFILE,
    }
    with simulator(settings.simulator_port):
        start(
            settings.model_copy(update=own),
            SIMULATOR_TOKEN,
            f"No RADAR_TELEGRAM_TOKEN is set, so the bot runs against a simulator on this machine.\n"
            f"Chat page: {address}/\nCtrl-C stops both.",
        )


def prepare(settings: Settings) -> None:
    """Make the data directory and the logs; raise SettingsError when nothing can be written there."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        set_up_logs(settings.data_dir / "logs")
    except OSError as error:
        raise SettingsError(
            f"{settings.data_dir} cannot be written ({error.strerror}): make it writable or set RADAR_DATA_DIR"
        ) from error


@contextlib.contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Hold a data directory; raise SettingsError while another bot does. The system lets go when the process ends."""
    with (data_dir / "bot.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SettingsError(
                f"another bot works in {data_dir}: stop it, or give this one a RADAR_DATA_DIR of its own"
            ) from error
        yield


def start(settings: Settings, token: str, announcement: str) -> None:
    """Load everything and serve until told to stop."""
    from bot.app import build_application  # noqa: PLC0415 - `--help` needs no Telegram
    from bot.serve import serve  # noqa: PLC0415

    with remembering_interrupts():
        services = assemble(settings)
    app = build_application(services, token)
    gc.collect()
    gc.freeze()  # the index and the libraries stay to the end: looking through them again would hold up answers
    try:
        asyncio.run(serve(app, services, announce(announcement)))
    finally:
        services.store.close()
    click.echo("stopped")


@contextlib.contextmanager
def remembering_interrupts() -> Iterator[None]:
    """Raise KeyboardInterrupt at the end where Ctrl-C was pressed and a library below has swallowed the exception."""
    pressed = threading.Event()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed.is_set():
        raise KeyboardInterrupt


def assemble(settings: Settings) -> Services:
    """Put the parts together; raise BotError or ScriptIndexError when one is wrong."""
    from bot.access import awaits_confirmation  # noqa: PLC0415

    profile, knowledge = load_profile(settings.profile), load_knowledge()
    refresh(settings.snapshots, Recipe(knowledge, settings.encoder, settings.prior), utc_now(), click.echo)
    matcher, problem = load_current(settings.snapshots, knowledge, settings.encoder)
    store = Store(settings.database, settings.retention)
    return Services(
        settings=settings,
        profile=profile,
        knowledge=knowledge,
        adviser=Adviser(knowledge, profile),
        store=store,
        inbox=Inbox(store),
        matcher=matcher,
        needs_crossborder_consent=awaits_confirmation(settings, store),
        problem=problem,
    )


def announce(text: str) -> Callable[[], Awaitable[None]]:
    """Return what is called when the bot is ready."""

    async def ready() -> None:
        click.echo(text)

    return ready


@contextlib.contextmanager
def simulator(port: int) -> Iterator[None]:
    """Run the simulator beside the bot; it ends after the bot has, or when this process does."""
    refuse_taken(port)
    command = [sys.executable, "-m", "bot.simulator", "--port", str(port), "--with-parent"]
    # a session of its own: Ctrl-C is for the bot, which still has to say goodbye to the simulator
    child = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        wait_for_port(port, child)
        yield
    finally:
        child.terminate()
        child.wait(timeout=10)


def refuse_taken(port: int) -> None:
    """Raise SettingsError when another program listens there: it would be taken for the simulator."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        raise SettingsError(f"port {port} is taken by another program: set RADAR_SIMULATOR_PORT to a free one")


def wait_for_port(port: int, child: "subprocess.Popen[bytes]") -> None:
    """Wait until the simulator listens; raise SettingsError when it cannot."""
    until = time.monotonic() + SIMULATOR_WAIT
    while time.monotonic() < until and child.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise SettingsError(f"the simulator cannot listen on port {port}: set RADAR_SIMULATOR_PORT to a free one")
