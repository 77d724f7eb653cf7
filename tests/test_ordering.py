"""Facts about the order of updates: strict within a chat, side by side between chats, fair to all."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from telegram import Chat, Message, PreCheckoutQuery, Update, User

from bot.ordering import ChatOrder, chat_of
from tests.remembered import START


def update(number: int, chat: int) -> Update:
    """Return a text message in a chat."""
    return Update(number, message=Message(number, START, Chat(chat, Chat.PRIVATE), text="x"))


class Work:
    """Handlers that note when they begin and end, and can be held up."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, int]] = []
        self.ended: list[tuple[int, int]] = []
        self.at_once = self.most_at_once = 0
        self.gates: dict[int, asyncio.Event] = {}

    async def handle(self, number: int, chat: int) -> None:
        """Work on one update, as long as the chat's gate is closed and at least a moment."""
        self.begun.append((chat, number))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        if chat in self.gates:
            await self.gates[chat].wait()
        self.at_once -= 1
        self.ended.append((chat, number))

    def start(self, order: ChatOrder, chats: list[int]) -> list["asyncio.Task[None]"]:
        """Begin the way python-telegram-bot does: one task an update, in the order of arrival."""
        return [
            asyncio.create_task(order.process_update(update(number, chat), self.handle(number, chat)))
            for number, chat in enumerate(chats)
        ]


@hypothesis_settings(max_examples=50, deadline=None)
@given(chats=st.lists(st.integers(1, 5), max_size=40), at_once=st.integers(1, 6))
async def test_each_chat_is_handled_in_order_one_at_a_time(chats: list[int], at_once: int) -> None:
    order, work = ChatOrder(at_once), Work()
    await asyncio.gather(*work.start(order, chats))
    for chat in set(chats):
        arrived = [number for number, owner in enumerate(chats) if owner == chat]
        assert [number for owner, number in work.begun if owner == chat] == arrived
        assert [number for owner, number in work.ended if owner == chat] == arrived
    assert work.most_at_once <= at_once
    assert order.chats == 0


async def test_chats_are_handled_side_by_side() -> None:
    order, work = ChatOrder(4), Work()
    await asyncio.gather(*work.start(order, [1, 2, 3, 4]))
    assert work.most_at_once == 4


async def test_an_update_begins_when_the_one_before_it_has_ended() -> None:
    order, work = ChatOrder(8), Work()
    work.gates[1] = asyncio.Event()
    tasks = work.start(order, [1, 1])
    await asyncio.sleep(0.01)
    assert work.begun == [(1, 0)]
    work.gates[1].set()
    await asyncio.gather(*tasks)
    assert work.begun == [(1, 0), (1, 1)]


async def test_a_busy_chat_with_500_waiting_holds_up_no_other() -> None:
    order, work = ChatOrder(2), Work()
    work.gates[1] = asyncio.Event()
    tasks = work.start(order, [1] * 500 + [2, 3, 2])
    await asyncio.sleep(0.05)
    assert [(chat, number) for chat, number in work.ended if chat != 1] == [(2, 500), (3, 501), (2, 502)]
    work.gates[1].set()
    await asyncio.gather(*tasks)
    assert len(work.ended) == 503


async def test_a_handler_that_fails_lets_the_next_one_begin() -> None:
    order, work = ChatOrder(), Work()

    async def fail() -> None:
        raise ValueError("no")

    failing = asyncio.create_task(order.process_update(update(0, 1), fail()))
    await asyncio.gather(*work.start(order, [1]))
    with pytest.raises(ValueError, match="no"):
        await failing
    assert work.ended == [(1, 0)]
    assert order.chats == 0


async def test_one_that_is_cancelled_while_waiting_is_never_begun() -> None:
    order, work = ChatOrder(), Work()
    work.gates[1] = asyncio.Event()
    tasks = work.start(order, [1, 1, 1])
    await asyncio.sleep(0.01)
    tasks[1].cancel()
    work.gates[1].set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert work.ended == [(1, 0), (1, 2)]
    assert order.chats == 0


async def test_after_stop_nothing_new_begins_and_what_has_begun_ends() -> None:
    handled: list[object] = []
    order, work = ChatOrder(after=handled.append), Work()
    work.gates[1] = asyncio.Event()
    tasks = work.start(order, [1, 1, 1])
    await asyncio.sleep(0.01)
    order.stop()
    work.gates[1].set()
    await asyncio.gather(*tasks)
    assert work.ended == [(1, 0)]
    assert len(handled) == 1


async def test_a_handled_update_is_told_of_and_a_failed_one_is_not() -> None:
    handled: list[object] = []
    order = ChatOrder(after=handled.append)

    async def work(error: Exception | None) -> None:
        if error:
            raise error

    good, bad = update(1, 1), update(2, 1)
    await order.process_update(good, work(None))
    with pytest.raises(ValueError, match="no"):
        await order.process_update(bad, work(ValueError("no")))
    assert handled == [good]


def test_an_update_belongs_to_its_chat_or_else_to_its_person() -> None:
    assert chat_of(update(1, 77)) == 77
    assert chat_of(Update(1)) is None
    assert chat_of(object()) is None
    asked = PreCheckoutQuery("1", User(88, "A", is_bot=False), "CNY", 1, "x")
    assert chat_of(Update(1, pre_checkout_query=asked)) == 88
