"""Updates of the simulator: kept until they are confirmed, fetched by one poll at a time."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.simulator import SIMULATOR_TOKEN
from bot.simulator.running import RunningSimulator
from bot.simulator.users import SimulatedUser

pytest_plugins = ("tests.simulator_fixture",)

ECHO_BOT = """
import sys, telegram.ext as ext
async def echo(update, context):
    await update.message.reply_text("echo " + update.message.text)
app = ext.Application.builder().token(sys.argv[2]).base_url(sys.argv[1] + "/bot").job_queue(None).build()
app.add_handler(ext.MessageHandler(ext.filters.TEXT, echo))
app.run_polling(poll_interval=0)
"""


@contextmanager
def echo_bot(simulator: RunningSimulator) -> Iterator[None]:
    """Run a bot in a process of its own, and kill it."""
    command = [sys.executable, "-c", ECHO_BOT, simulator.base_url, SIMULATOR_TOKEN]
    with subprocess.Popen(command) as process:
        try:
            yield
        finally:
            process.kill()


async def test_updates_come_again_until_an_offset_confirms_them(telegram_bot: Bot, person: SimulatedUser) -> None:
    for text in "甲乙丙":
        person.send(text)
    first, second = await telegram_bot.get_updates(limit=2), await telegram_bot.get_updates(limit=2)
    assert [update.update_id for update in first] == [update.update_id for update in second] == [1, 2]
    assert [update.update_id for update in await telegram_bot.get_updates(offset=3)] == [3]
    assert await telegram_bot.get_updates(offset=4) == ()


async def test_only_allowed_updates_are_queued(telegram_bot: Bot, person: SimulatedUser) -> None:
    await telegram_bot.get_updates(allowed_updates=["edited_message"])
    sent = person.send("一")
    person.edit(sent, "二")
    [update] = await telegram_bot.get_updates()
    assert update.edited_message is not None


async def test_a_long_poll_waits_and_wakes(telegram_bot: Bot, person: SimulatedUser) -> None:
    poll = asyncio.create_task(telegram_bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    person.send("来了")
    assert len(await asyncio.wait_for(poll, 5)) == 1


async def test_the_earlier_of_two_polls_is_ended_with_a_conflict(
    bot_for: Callable[[str], Bot], telegram_bot: Bot
) -> None:
    earlier = asyncio.create_task(telegram_bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    async with bot_for(SIMULATOR_TOKEN) as other:
        later = asyncio.create_task(other.get_updates(timeout=1))
        with pytest.raises(Conflict, match="only one bot instance"):
            await asyncio.wait_for(earlier, 5)
        assert await later == ()


def test_what_comes_while_the_bot_is_dead_is_answered_by_the_next_one(
    simulator: RunningSimulator, person: SimulatedUser
) -> None:
    with echo_bot(simulator):
        person.send("one")
        assert person.wait_for_reply(30)["text"] == "echo one"
    person.send("two")  # the server still holds the dead bot's poll open, and answers it in vain
    with echo_bot(simulator):
        assert person.wait_for_reply(30)["text"] == "echo two"
        simulator.wait_until(lambda: not simulator.state.updates.pending, 10, "the bot to confirm")
    assert [message["text"] for message in simulator.sent(person.id)] == ["echo one", "echo two"]
