"""Facts about the durable queue: nothing fetched is lost, nothing is answered twice unknowingly."""

import asyncio
import json
import logging

import pytest
from telegram import Update

from bot.inbox import Inbox
from bot.records import Progress
from bot.store import Store
from tests.remembered import ANN, BOT, SECRET, everything_on_disk, queued, update


async def test_an_update_is_on_disk_when_put_returns(inbox: Inbox, store: Store) -> None:
    await inbox.put(update(5))
    row = store.row("SELECT * FROM inbox")
    assert row is not None
    assert (row["update_id"], row["chat_id"], row["user_id"], row["state"]) == (5, ANN, ANN, "received")
    assert json.loads(row["payload"])["message"]["text"] == SECRET


@pytest.mark.parametrize("state", ["received", "answering", "done"])
async def test_a_second_delivery_is_not_queued_again(inbox: Inbox, state: str) -> None:
    await inbox.put(update(5))
    if state == "answering":
        inbox.begin_part(5, 0)
    if state == "done":
        inbox.done(5)
    await inbox.put(update(5))
    assert queued(inbox) == [5]


async def test_the_same_number_with_another_content_is_another_update(inbox: Inbox) -> None:
    await inbox.put(update(5))
    inbox.begin_part(5, 0)
    inbox.done(5)
    await inbox.put(update(5, "another bot, or a simulator begun anew"))
    assert queued(inbox) == [5, 5]
    assert inbox.resume_state(5) == Progress()


async def test_what_is_no_update_passes_through_unkept(inbox: Inbox, store: Store) -> None:
    stop = object()
    await inbox.put(stop)
    assert queued(inbox) == [stop]
    assert store.row("SELECT 1 FROM inbox") is None


async def test_it_joins_as_any_queue_does(inbox: Inbox) -> None:
    await inbox.put(update(5))
    await inbox.get()
    inbox.task_done()
    await asyncio.wait_for(inbox.join(), 1)


async def test_fields_that_are_unknown_here_survive(inbox: Inbox, store: Store) -> None:
    data = update(5).to_dict() | {"something_new": {"from": "a later Bot API"}}
    await inbox.put(Update.de_json(data, BOT))
    row = store.row("SELECT payload FROM inbox")
    assert row is not None
    assert json.loads(row["payload"])["something_new"] == {"from": "a later Bot API"}


async def test_an_update_that_cannot_be_written_down_is_handled_from_memory(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    strange = Update(5, api_kwargs={"strange": object()})
    await inbox.put(strange)
    assert queued(inbox) == [5]
    assert "update 5 cannot be kept" in caplog.text


async def test_while_the_disk_is_full_put_waits_and_says_so_once(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    waits: list[float] = []

    async def make_room_later(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 4:
            store.execute("PRAGMA max_page_count = 100000")
        await asyncio.sleep(0)

    inbox = Inbox(store, delays=(1, 2, 5), sleep=make_room_later)
    store.execute("PRAGMA max_page_count = 1")
    await inbox.put(update(5, SECRET * 10_000))
    assert waits == [1, 2, 5, 5]
    assert queued(inbox) == [5]
    assert caplog.text.count("waits until it can be kept") == 1
    assert SECRET not in caplog.text


async def test_a_put_that_is_cut_off_while_waiting_queues_nothing(store: Store) -> None:
    inbox = Inbox(store)
    store.execute("PRAGMA max_page_count = 1")
    polling = asyncio.create_task(inbox.put(update(5, SECRET * 10_000)))
    await asyncio.sleep(0.01)
    polling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await polling
    assert inbox.empty()


def test_an_unknown_update_has_no_progress(inbox: Inbox) -> None:
    assert inbox.resume_state(404) == Progress(parts_sent=0, interrupted=False)


async def test_nothing_of_an_answered_update_is_kept_but_its_number(inbox: Inbox, store: Store) -> None:
    await inbox.put(update(5))
    inbox.begin_part(5, 0)
    inbox.done(5)
    inbox.done(5)
    row = store.row("SELECT * FROM inbox")
    assert row is not None
    assert (row["payload"], row["chat_id"], row["user_id"], row["assessment_id"]) == (None, None, None, None)
    store.overwrite_erased()
    assert SECRET.encode() not in everything_on_disk(store)
    assert json.dumps(SECRET).strip('"').encode() not in everything_on_disk(store)


async def test_no_text_is_logged(inbox: Inbox, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    await inbox.put(update(5))
    await inbox.put(update(5))
    Inbox(store).restore(BOT)
    inbox.done(5)
    assert SECRET not in caplog.text
