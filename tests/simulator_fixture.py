"""A fresh simulator for a test, which fails over every request that the Bot API does not know.

A test module asks for it by `pytest_plugins = ("tests.simulator_fixture",)`. A test that expects violations takes
them with `simulator.take_violations()`.
"""

from collections.abc import AsyncIterator, Callable, Iterator

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
def bot_for(simulator: RunningSimulator, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Bot]:
    """Return what makes a bot of python-telegram-bot with a token, not yet connected."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # python-telegram-bot warns that this becomes the only way
    address = simulator.base_url
    return lambda token: Bot(token, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")


@pytest.fixture
async def telegram_bot(bot_for: Callable[[str], Bot]) -> AsyncIterator[Bot]:
    """Return a bot that is connected and does nothing by itself."""
    async with bot_for(SIMULATOR_TOKEN) as made:
        yield made
