"""The bot's part of `scripts.bench`: its cost beside a bare python-telegram-bot echo bot, and its start.

Both bots speak to a simulator in a process of its own, one message at a time.
"""

import asyncio
import contextlib
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import click
import httpx
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.simulator import DEMO_ADMIN, HOST, SIMULATOR_TOKEN

MESSAGES, WARM_UP = 200, 20
TEXT = "上个月工资还没发，请问这期能不能晚到二十号再还，会不会影响征信，麻烦您帮我登记一下"
START_LIMIT, MEMORY_LIMIT = 12, 700


@dataclass(frozen=True, slots=True)
class Answer:
    """What a bot answered, and the seconds it took."""

    text: str
    seconds: float


def bench_bot(matcher_median: float) -> None:
    """Print what one message costs the bot beyond an echo, and how long the bot takes to its first answer."""
    with tempfile.TemporaryDirectory() as scratch, simulator() as address, real_bot(address, Path(scratch)) as bot:
        began = time.perf_counter()
        [first] = asyncio.run(ask(address, 1))
        started = time.perf_counter() - began
        real = median_of(asyncio.run(ask(address, MESSAGES)))
        resident = memory_of(bot.pid)
    click.echo(f"start to first answer, index built: {started:.1f} s (limit {START_LIMIT})")
    click.echo(f"resident memory of the bot: {resident:.0f} MB (limit {MEMORY_LIMIT})")
    for name, answer in (("an echo bot", None), ("a bot that sends the same answer unthinkingly", first.text)):
        with simulator() as address, bare_bot(address, answer):
            bare = median_of(asyncio.run(ask(address, MESSAGES)))
        click.echo(
            f"bot: {real * 1000:.1f} ms a message, {name}: {bare * 1000:.1f} ms; {(real - bare) * 1000:.1f} ms more, "
            f"{(real - bare) / matcher_median:.1f} x the matcher's median (limit 3)"
        )


def median_of(answers: Sequence[Answer]) -> float:
    """Return the median of the seconds that answers took."""
    return statistics.median(answer.seconds for answer in answers)


@contextlib.contextmanager
def simulator() -> Iterator[str]:
    """Run a simulator in a process of its own; yield its address."""
    from bot.simulator.running import listen  # noqa: PLC0415 - finds a free port

    with listen(0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot.simulator", "--port", str(port), "--with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
        address = f"http://{HOST}:{port}"
        wait_for(lambda: httpx.get(f"{address}/").is_success)
        yield address
        child.terminate()


@contextlib.contextmanager
def real_bot(address: str, scratch: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the bot in a process of its own, on an index that is built already."""
    settings = {
        "RADAR_DATA_DIR": str(scratch),
        "RADAR_TELEGRAM_TOKEN": SIMULATOR_TOKEN,
        "RADAR_TELEGRAM_API": address,
        "RADAR_ADMIN_IDS": str(DEMO_ADMIN),
    }
    environment = {**os.environ, **settings}
    subprocess.run([sys.executable, "-m", "scripts.rebuild"], env=environment, check=True, stdout=subprocess.DEVNULL)
    confirm_notice(scratch)
    with subprocess.Popen([sys.executable, "-m", "bot"], env=environment, stdout=subprocess.DEVNULL) as child:
        yield child
        child.terminate()


def confirm_notice(data: Path) -> None:
    """Confirm the notice on sending personal information abroad, as an admin does once."""
    from bot.store import Store  # noqa: PLC0415

    with Store(data / "radar.db") as store:
        store.confirm_crossborder(DEMO_ADMIN)


@contextlib.contextmanager
def bare_bot(address: str, answer: str | None) -> Iterator[None]:
    """Run a bot that only repeats a message, or always sends one answer, in a process of its own like the real one."""
    child = multiprocessing.get_context("spawn").Process(target=run_bare_bot, args=(address, answer))
    child.start()
    yield
    child.terminate()
    child.join()


def run_bare_bot(address: str, answer: str | None) -> None:
    """Poll and answer until the process is ended."""

    async def reply(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_html(escape(answer or update.message.text or ""), do_quote=True)

    app = Application.builder().token(SIMULATOR_TOKEN).base_url(f"{address}/bot").job_queue(None).build()
    app.add_handler(MessageHandler(filters.TEXT, reply))
    app.run_polling()


async def ask(address: str, total: int) -> list[Answer]:
    """Send messages one after the other and return their answers, the first ones left out."""
    answers = []
    async with httpx.AsyncClient(base_url=f"{address}/sim/chats/{DEMO_ADMIN}", timeout=60) as client:
        for number in range(total + (WARM_UP if total > 1 else 0)):
            began = time.perf_counter()
            text = await answered(client, f"{TEXT}（第{number}次）")
            answers.append(Answer(text, time.perf_counter() - began))
    return answers[-total:]


async def answered(client: httpx.AsyncClient, text: str) -> str:
    """Send one message and return its answer."""
    [sent] = (await client.post("/message", json={"text": text})).raise_for_status().json()
    after = 0
    while True:
        news = (await client.get("/news", params={"after": after, "wait": 20})).raise_for_status().json()
        if news is None:
            raise click.ClickException("the bot did not answer within 20 seconds: try again with nothing else running")
        after = news["seq"]
        for message in news["messages"]:
            if message.get("reply_to_message", {}).get("message_id") == sent["message_id"]:
                return str(message["text"])


def wait_for(holds: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something holds; what cannot be reached does not hold yet."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError):
            if holds():
                return
        time.sleep(0.05)
    raise click.ClickException("the simulator did not start: try again with nothing else running")


def memory_of(pid: int) -> float:
    """Return a process's resident memory in megabytes."""
    asked = ["/bin/ps", "-o", "rss=", "-p", str(pid)]
    return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout) / 1024
