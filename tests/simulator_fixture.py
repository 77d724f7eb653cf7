"""A fresh simulator for a test, which fails over every request that the Bot API does not know.

A test module asks for it by `pytest_plugins = ("tests.simulator_fixture",)`. A test that expects violations takes
them with `simulator.take_violations()`.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
from telegram import Bot

from bot.simulator import SIMULATOR_TOKEN
from bot.simulator.running import RunningSimulator
from bot.simulator.users import SimulatedUser


@pytest.fixture
def simulator() -> Iterator[RunningSimulator]:
    """Return a simulator that listens; fail the test if it was asked what the Bot API does not know."""
    with RunningSimulator() as running:
        yield running
        violations = running.violations
    assert not violations, "the Bot API does not know this: " + "; ".join(map(str, violations))


@pytest.fixture
def person(simulator: RunningSimulator) -> SimulatedUser:
    """Return a person who has written to the bot before."""
    return simulator.user(1001, "小陈")


@pytest.fixture
async def telegram_bot(simulator: RunningSimulator, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """Return a bot of python-telegram-bot that does nothing by itself."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # python-telegram-bot warns that this becomes the only way
    async with bot_for(simulator) as made:
        yield made


def bot_for(simulator: RunningSimulator, token: str = SIMULATOR_TOKEN) -> Bot:
    """Return a bot that takes the simulator for Telegram."""
    return Bot(token, base_url=f"{simulator.base_url}/bot", base_file_url=f"{simulator.base_url}/file/bot")
