"""The chat page, open in Chromium, with a scripted bot behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from bot.simulator.__main__ import DEMO_PEOPLE
from bot.simulator.running import RunningSimulator
from tests.browser import chromium, phone
from tests.scripted import ScriptedBot


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a Chromium for all tests of this file."""
    with chromium() as started:
        yield started


@pytest.fixture
def scripted(simulator: RunningSimulator) -> Iterator[ScriptedBot]:
    """Return the bot's end, with the people of the demo at the other."""
    for person in DEMO_PEOPLE:
        simulator.user(person.id, person.name)
    made = ScriptedBot(simulator)
    yield made
    made.close()


@pytest.fixture
def page(browser: Browser, scripted: ScriptedBot) -> Iterator[Page]:
    """Return the page, open; what it logs as an error or fetches from elsewhere fails the test."""
    context = phone(browser)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened, wrong = context.new_page(), list[str]()
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda line: wrong.append(line.text) if is_fault(line) else None)
    home = scripted.simulator.base_url
    opened.on("request", lambda asked: None if asked.url.startswith(home) else wrong.append(asked.url))
    opened.goto(scripted.simulator.page_url)
    expect(opened.locator("#people label")).to_have_count(len(DEMO_PEOPLE))
    yield opened
    context.close()
    assert wrong == []


def is_fault(line: ConsoleMessage) -> bool:
    """Say whether a line of the page's log is a fault of the page; an outage that a test makes is none."""
    return line.type == "error" and "ERR_CONNECTION" not in line.text
