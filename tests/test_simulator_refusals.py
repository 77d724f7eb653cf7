"""What the simulator refuses as Telegram does, and the failures it can be told to make."""

from collections.abc import Callable

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.simulator.running import RunningSimulator
from bot.simulator.users import SimulatedUser
from bot.simulator.wire import Json

pytest_plugins = ("tests.simulator_fixture",)

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("有用", callback_data="fb:1:right")]])


async def test_a_wrong_token_is_refused(bot_for: Callable[[str], Bot]) -> None:
    with pytest.raises(InvalidToken):
        async with bot_for("100000002:WRONG"):
            pass


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(({"code": 400, "description": "Bad Request: PEER_FLOOD"}, BadRequest), id="400"),
        pytest.param(({"code": 401}, InvalidToken), id="401"),
        pytest.param(({"code": 403}, Forbidden), id="403"),
        pytest.param(({"code": 409}, Conflict), id="409"),
        pytest.param(({"code": 429, "retry_after": 7}, RetryAfter), id="429"),
        pytest.param(({"code": 500}, NetworkError), id="500"),
        pytest.param(({"code": 502}, NetworkError), id="502"),
        pytest.param(({"kind": "drop"}, NetworkError), id="connection broken"),
        pytest.param(({"kind": "timeout", "seconds": 30}, TimedOut), id="timeout"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_fault_happens_once_before_or_after_the_effect(
    telegram_bot: Bot,
    simulator: RunningSimulator,
    person: SimulatedUser,
    fault: tuple[Json, type[Exception]],
    when: str,
) -> None:
    how, error = fault
    simulator.fault("sendMessage", when=when, **how)
    with pytest.raises(error):
        await telegram_bot.send_message(person.id, "第一次", read_timeout=0.5)
    assert len(simulator.sent(person.id)) == (when == "after")
    await telegram_bot.send_message(person.id, "第二次")
    assert simulator.sent(person.id)[-1]["text"] == "第二次"


async def test_faults_can_be_meant_for_one_chat_and_several_times(
    telegram_bot: Bot, simulator: RunningSimulator, person: SimulatedUser
) -> None:
    other = simulator.user(1002)
    simulator.fault("sendMessage", code=429, retry_after=1, times=2, chat_id=other.id)
    await telegram_bot.send_message(person.id, "好")
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await telegram_bot.send_message(other.id, "好")
    await telegram_bot.send_message(other.id, "好")


async def test_an_outage_refuses_connections_and_forgets_nothing(
    telegram_bot: Bot, simulator: RunningSimulator, person: SimulatedUser
) -> None:
    with simulator.outage(), pytest.raises(NetworkError):
        await telegram_bot.get_updates()
    person.send("在吗")
    assert len(await telegram_bot.get_updates()) == 1


async def test_a_person_who_blocks_the_bot_cannot_be_written_to(telegram_bot: Bot, simulator: RunningSimulator) -> None:
    person, never = simulator.user(1003), simulator.user(1004, started=False)
    person.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await telegram_bot.send_message(person.id, "在吗")
    with pytest.raises(Forbidden, match="initiate conversation"):
        await telegram_bot.send_message(never.id, "在吗")
    with pytest.raises(BadRequest, match="Chat not found"):
        await telegram_bot.send_message(4242, "在吗")
    person.unblock()
    await telegram_bot.send_message(person.id, "在吗")
    blocked, unblocked = await telegram_bot.get_updates()
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member is not None


@pytest.mark.parametrize(
    ("text", "options", "reason"),
    [
        pytest.param("", {}, "text is empty", id="empty"),
        pytest.param("<b> </b>", {"parse_mode": "HTML"}, "text is empty", id="nothing but tags"),
        pytest.param("字" * 4097, {}, "too long", id="4097 characters"),
        pytest.param("😀" * 2049, {}, "too long", id="4098 UTF-16 units"),
        pytest.param("<b>a", {"parse_mode": "HTML"}, "can't parse entities", id="unclosed tag"),
        pytest.param("a", {"reply_to_message_id": 99}, "replied not found", id="reply to nothing"),
        pytest.param("a", {"reply_markup": "data"}, "Button_data_invalid", id="65 bytes of callback data"),
        pytest.param("a", {"reply_markup": "copy"}, "Button_copy_text_invalid", id="257 characters to copy"),
        pytest.param("a", {"reply_markup": "label"}, "non-empty", id="button without words"),
        pytest.param("a", {"reply_markup": "both"}, "exactly one", id="button of two kinds"),
    ],
)
async def test_a_message_that_cannot_be_is_refused(
    telegram_bot: Bot, person: SimulatedUser, text: str, options: Json, reason: str
) -> None:
    broken = {
        "data": {"text": "x", "callback_data": "字" * 22},
        "copy": {"text": "x", "copy_text": {"text": "字" * 257}},
        "label": {"text": " ", "callback_data": "x"},
        "both": {"text": "x", "callback_data": "x", "url": "https://example.org"},
    }
    markup = {"inline_keyboard": [[broken[options["reply_markup"]]]]} if "reply_markup" in options else None
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await telegram_bot.send_message(person.id, text, **(options | ({"reply_markup": markup} if markup else {})))


async def test_what_just_fits_is_accepted(telegram_bot: Bot, person: SimulatedUser) -> None:
    await telegram_bot.send_message(person.id, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    await telegram_bot.send_message(person.id, "a", reply_to_message_id=99, allow_sending_without_reply=True)


async def test_an_edit_must_change_something_and_be_of_the_bots_own(telegram_bot: Bot, person: SimulatedUser) -> None:
    sent = await telegram_bot.send_message(person.id, "<b>一</b>", parse_mode="HTML", reply_markup=BUTTONS)
    with pytest.raises(BadRequest, match="not modified"):
        await telegram_bot.edit_message_text("<b>一</b>", person.id, sent.id, parse_mode="HTML", reply_markup=BUTTONS)
    with pytest.raises(BadRequest, match="not modified"):
        await telegram_bot.edit_message_reply_markup(person.id, sent.id, reply_markup=BUTTONS)
    await telegram_bot.edit_message_reply_markup(person.id, sent.id)
    await telegram_bot.edit_message_text("一", person.id, sent.id)
    with pytest.raises(BadRequest, match="to edit not found"):
        await telegram_bot.edit_message_text("二", person.id, 999)
    with pytest.raises(BadRequest, match="can't be edited"):
        await telegram_bot.edit_message_text("二", person.id, person.send("我的")["message_id"])


async def test_a_deleted_message_is_gone(telegram_bot: Bot, simulator: RunningSimulator, person: SimulatedUser) -> None:
    sent = await telegram_bot.send_message(person.id, "一")
    await telegram_bot.delete_message(person.id, sent.id)
    assert simulator.sent(person.id) == []
    with pytest.raises(BadRequest, match="to delete not found"):
        await telegram_bot.delete_message(person.id, sent.id)


async def test_a_press_is_answered_once_and_in_200_characters(telegram_bot: Bot, person: SimulatedUser) -> None:
    sent = await telegram_bot.send_message(person.id, "一", reply_markup=BUTTONS)
    person.tap(sent.to_dict(), "有用")
    [update] = await telegram_bot.get_updates()
    assert update.callback_query is not None
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await update.callback_query.answer("长" * 201)
    await update.callback_query.answer()
    with pytest.raises(BadRequest, match="too old"):
        await update.callback_query.answer()
