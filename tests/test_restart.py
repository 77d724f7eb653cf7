"""Facts about the durable queue across restarts, crashes included."""

import asyncio
import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from telegram import Update
from telegram.ext import Application, TypeHandler
from telegram.request import BaseRequest

from bot.inbox import Inbox
from bot.ordering import ChatOrder
from bot.records import Origin, Progress
from bot.settings import CHECKOUT
from bot.store import Store
from tests.remembered import ANN, BOT, SECRET, FakeClock, assessment, queued, update


async def test_unanswered_updates_are_restored_oldest_first(inbox: Inbox, store: Store) -> None:
    for number in (30, 7, 31):  # numbers may jump, arrivals do not
        await inbox.put(update(number))
    inbox.done(7)
    inbox.begin_part(30, 0)
    again = Inbox(store)
    assert again.restore(BOT) == 2
    assert queued(again) == [30, 31]


async def test_a_restored_update_is_the_one_that_came(inbox: Inbox, store: Store) -> None:
    await inbox.put(update(5, "右→左\u202e，表情🙂，半个\ud83d"))
    again = Inbox(store)
    again.restore(BOT)
    restored = await again.get()
    assert isinstance(restored, Update)
    assert restored.to_dict() == update(5, "右→左\u202e，表情🙂，半个\ud83d").to_dict()
    assert restored.get_bot() is BOT


async def test_a_restored_update_that_is_delivered_again_is_queued_once(inbox: Inbox, store: Store) -> None:
    await inbox.put(update(5))
    again = Inbox(store)
    again.restore(BOT)
    await again.put(update(5))
    assert queued(again) == [5]


async def test_an_unreadable_row_keeps_no_other_waiting(
    inbox: Inbox, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await inbox.put(update(5))
    await inbox.put(update(6))
    store.execute("UPDATE inbox SET payload = :broken WHERE update_id = 5", broken='{"update_id": ' + SECRET)
    again = Inbox(store)
    assert again.restore(BOT) == 1
    assert queued(again) == [6]
    assert "update 5 cannot be read back" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("steps", "progress"),
    [
        pytest.param("", Progress(0, interrupted=False), id="nothing sent"),
        pytest.param("b0", Progress(0, interrupted=True), id="cut off in the first part"),
        pytest.param("b0 e0", Progress(1, interrupted=False), id="between two parts"),
        pytest.param("b0 e0 b1", Progress(1, interrupted=True), id="cut off in the second part"),
        pytest.param("b0 e0 b1 b1 e1", Progress(2, interrupted=False), id="begun twice, ended"),
    ],
)
async def test_progress_survives_a_crash(inbox: Inbox, store: Store, steps: str, progress: Progress) -> None:
    await inbox.put(update(5))
    for step in steps.split():
        (inbox.begin_part if step[0] == "b" else inbox.end_part)(5, int(step[1:]))
    assert Inbox(store).resume_state(5) == progress


async def test_an_answer_begun_again_after_a_crash_is_one_assessment(inbox: Inbox, store: Store) -> None:
    await inbox.put(update(5))
    origin = Origin(ANN, ANN, 5, update_id=5)
    first = store.record_assessment(assessment(), "", origin, 1.0)
    again = Inbox(store)
    again.restore(BOT)
    assert store.record_assessment(assessment(probability=0.5), "", origin, 1.0) == first
    assert store.status().assessments == 1


async def test_what_the_purge_has_dropped_is_not_restored(inbox: Inbox, store: Store, clock: FakeClock) -> None:
    await inbox.put(update(5))
    clock.advance(hours=25)
    assert store.purge().unanswered == 1
    assert Inbox(store).restore(BOT) == 0


class OfflineRequest(BaseRequest):
    """Answers getMe, which is all that starting an application asks."""

    @property
    def read_timeout(self) -> float | None:
        """Wait for nothing."""
        return None

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(self, *_: object, **__: object) -> tuple[int, bytes]:
        """Return the bot."""
        return 200, json.dumps({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "R"}}).encode()


async def test_an_application_answers_what_was_restored_and_stops_with_its_waiting_updates_kept(
    inbox: Inbox, store: Store
) -> None:
    for number in (1, 2, 3):
        await inbox.put(update(number))
    again, seen = Inbox(store), list[int]()
    order = ChatOrder(after=lambda handled: again.done(handled.update_id) if isinstance(handled, Update) else None)
    begun, gate = asyncio.Event(), asyncio.Event()

    async def handle(handled: Update, _: object) -> None:
        seen.append(handled.update_id)
        begun.set()
        await gate.wait()

    request = OfflineRequest()
    builder = Application.builder().token("1:test").request(request).get_updates_request(request).updater(None)
    app = builder.update_queue(again).concurrent_updates(order).build()
    app.add_handler(TypeHandler(Update, handle))
    async with app:
        assert again.restore(app.bot) == 3
        await app.start()
        await begun.wait()
        order.stop()
        gate.set()
        await app.stop()
    assert seen == [1]
    assert Inbox(store).restore(BOT) == 2


ACTIONS = st.lists(st.tuples(st.sampled_from(["put", "begin", "end", "done", "crash"]), st.integers(0, 3)), max_size=30)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(actions=ACTIONS)
async def test_whatever_happens_each_update_waits_until_it_is_done_and_is_queued_once_a_run(
    store: Store, actions: list[tuple[str, int]]
) -> None:
    store.erase("inbox", "1 = 1")
    inbox, known, done, expected = Inbox(store), set[int](), set[int](), list[object]()
    for action, number in actions:
        if action == "put":
            await inbox.put(update(number))
            expected += [] if number in known else [number]
            known.add(number)
        elif action == "crash":
            inbox = Inbox(store)
            inbox.restore(BOT)
            expected = [number for number in expected_order(store) if number not in done]
        elif action == "done":
            inbox.done(number)
            done |= {number} & known
        else:
            (inbox.begin_part if action == "begin" else inbox.end_part)(number, 0)
    assert queued(inbox) == expected
    waiting = {row["update_id"] for row in store.rows("SELECT update_id FROM inbox WHERE payload IS NOT NULL")}
    assert waiting == known - done


def expected_order(store: Store) -> list[int]:
    """Return the numbers of all known updates in the order of their arrival."""
    return [row["update_id"] for row in store.rows("SELECT update_id FROM inbox ORDER BY arrival")]


PUTS = """
import asyncio, sys
from pathlib import Path
from bot.inbox import Inbox
from bot.store import Store
from tests.remembered import update

async def put_for_ever(inbox):
    number = 0
    while True:
        number += 1
        await inbox.put(update(number))
        print(number, flush=True)

asyncio.run(put_for_ever(Inbox(Store(Path(sys.argv[1])))))
"""


async def test_what_was_put_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    path = tmp_path / "radar.db"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PUTS, path, stdout=asyncio.subprocess.PIPE, cwd=CHECKOUT
    )
    assert process.stdout is not None
    for _ in range(20):
        told = int(await process.stdout.readline())
    process.kill()
    told = max(told, *map(int, (await process.stdout.read()).split()), 0)
    await process.wait()
    with Store(path) as store:
        inbox = Inbox(store)
        assert inbox.restore(BOT) >= told
        assert queued(inbox)[:told] == list(range(1, told + 1))
