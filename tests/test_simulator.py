"""The simulator with real python-telegram-bot at its other end: what people do, and what a bot answers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from telegram.error import BadRequest, Forbidden
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.simulator import SIMULATOR_TOKEN
from bot.simulator.chats import Standing
from bot.simulator.running import RunningSimulator
from bot.simulator.users import PICTURE, SimulatedUser
from bot.simulator.wire import Json, from_channel, from_chat, from_hidden_user, from_user, group_chat

pytest_plugins = ("tests.simulator_fixture",)

BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("有用", callback_data="fb:1:right"),
            InlineKeyboardButton("没用", callback_data="fb:1:wrong"),
        ],
        [InlineKeyboardButton("复制", copy_text=CopyTextButton("请您提供材料。"))],
    ]
)


@asynccontextmanager
async def running(simulator: RunningSimulator, *handlers: Any) -> AsyncIterator[None]:
    """Run an application against the simulator, on the loop of the test."""
    builder = Application.builder().token(SIMULATOR_TOKEN).base_url(f"{simulator.base_url}/bot").job_queue(None)
    app = builder.base_file_url(f"{simulator.base_url}/file/bot").build()
    app.add_handlers(handlers)
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0, timeout=5, allowed_updates=Update.ALL_TYPES)
        yield
        await app.updater.stop()
        await app.stop()


async def echo(update: Update, _: Any) -> None:
    message = update.effective_message
    assert message is not None
    edited = "（改）" if update.edited_message else ""
    await message.reply_html(
        f"{edited}<b>{message.text}</b>", reply_markup=BUTTONS, do_quote=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )  # fmt: skip


async def answer_press(update: Update, _: Any) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer(f"收到 {query.data}")
    await query.edit_message_text("改过了")


async def aside(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Make a call that blocks, while the bot goes on."""
    return await asyncio.to_thread(call, *given, **named)


async def messages(bot: Bot) -> list[Message]:
    """Return the messages that wait for the bot."""
    found = [update.effective_message for update in await bot.get_updates()]
    return [message for message in found if message is not None]


async def test_a_message_is_answered_with_entities_and_buttons(
    simulator: RunningSimulator, person: SimulatedUser
) -> None:
    async with running(simulator, MessageHandler(filters.TEXT, echo)):
        sent = person.send("你好")
        reply = await aside(person.wait_for_reply, to=sent)
    assert reply["text"] == "你好"
    assert reply["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert reply["reply_to_message"]["message_id"] == sent["message_id"]
    assert person.copied(reply, "复制") == "请您提供材料。"


async def test_a_pressed_button_is_answered_and_its_message_edited(
    simulator: RunningSimulator, person: SimulatedUser
) -> None:
    async with running(simulator, CallbackQueryHandler(answer_press), MessageHandler(filters.TEXT, echo)):
        person.send("你好")
        reply = await aside(person.wait_for_reply)
        assert await aside(person.press, reply, "有用") == "收到 fb:1:right"
        edited = await aside(person.wait_for_edit, reply)
    assert edited["text"] == "改过了"
    assert "reply_markup" not in edited


async def test_an_edit_and_a_command_reach_their_handlers(simulator: RunningSimulator, person: SimulatedUser) -> None:
    async with running(simulator, CommandHandler("help", echo), MessageHandler(filters.UpdateType.EDITED, echo)):
        person.send("/help me")
        assert (await aside(person.wait_for_reply))["text"] == "/help me"
        sent = person.send("silence")
        person.edit(sent, "又改了")
        assert (await aside(person.wait_for_reply, to=sent))["text"] == "（改）又改了"


@pytest.mark.parametrize(
    ("origin", "kind"),
    [
        pytest.param(from_user("王某", 7), MessageOriginUser, id="user"),
        pytest.param(from_hidden_user("匿名"), MessageOriginHiddenUser, id="hidden user"),
        pytest.param(from_chat("某群"), MessageOriginChat, id="chat"),
        pytest.param(from_channel("频道"), MessageOriginChannel, id="channel"),
    ],
)
async def test_every_forward_origin_is_understood(
    telegram_bot: Bot, person: SimulatedUser, origin: Json, kind: type
) -> None:
    person.forward("转来的话", origin)
    [message] = await messages(telegram_bot)
    assert isinstance(message.forward_origin, kind)
    assert message.text == "转来的话"


async def test_quotes_and_replies_from_elsewhere_are_understood(telegram_bot: Bot, person: SimulatedUser) -> None:
    first = person.send("😀第一句。第二句。")
    person.send("怎么看？", reply_to=first, quote="第二句。")
    elsewhere = {"origin": from_channel("频道") | {"date": 1}, "chat": group_chat(-1, "频道", "channel")}
    person.send_content(text="这个呢？", external_reply=elsewhere, quote={"text": "别处的话", "position": 0})
    _, quoted, external = await messages(telegram_bot)
    assert quoted.quote is not None
    assert (quoted.quote.text, quoted.quote.position) == ("第二句。", 6)  # in UTF-16 units
    assert quoted.reply_to_message is not None
    assert external.external_reply is not None


async def test_pictures_and_documents_can_be_downloaded(telegram_bot: Bot, person: SimulatedUser) -> None:
    person.photo(caption="截图")
    person.document("正文".encode(), "letter.txt", caption="来函")
    photo, document = await messages(telegram_bot)
    assert (photo.caption, document.caption) == ("截图", "来函")
    assert await (await photo.photo[-1].get_file()).download_as_bytearray() == PICTURE
    assert document.document is not None
    assert await (await document.document.get_file()).download_as_bytearray() == "正文".encode()


async def test_a_file_over_20_megabytes_is_not_handed_out(telegram_bot: Bot, person: SimulatedUser) -> None:
    person.document(size=25 * 1024 * 1024)
    [message] = await messages(telegram_bot)
    assert message.document is not None
    assert message.document.file_size == 25 * 1024 * 1024
    with pytest.raises(BadRequest, match="File is too big"):
        await message.document.get_file()


async def test_the_bot_sends_pictures_and_files(
    telegram_bot: Bot, person: SimulatedUser, simulator: RunningSimulator
) -> None:
    await telegram_bot.send_photo(person.id, PICTURE, caption="<i>图</i>", parse_mode="HTML")
    sent = await telegram_bot.send_document(person.id, b"a,b", filename="export.csv")
    assert sent.document is not None
    await telegram_bot.send_document(person.id, sent.document.file_id)
    picture, document, again = simulator.sent(person.id)
    assert picture["caption_entities"] == [{"type": "italic", "offset": 0, "length": 1}]
    assert document["document"]["file_name"] == again["document"]["file_name"] == "export.csv"


async def test_stickers_voice_notes_and_places_are_understood(telegram_bot: Bot, person: SimulatedUser) -> None:
    person.sticker()
    person.voice()
    person.location()
    sticker, voice, place = await messages(telegram_bot)
    assert sticker.sticker
    assert voice.voice
    assert place.location


async def test_groups_and_channels_are_simulated(
    telegram_bot: Bot, person: SimulatedUser, simulator: RunningSimulator
) -> None:
    group, channel = simulator.group("客户群"), simulator.group("频道", kind="channel", number=2)
    group.add_bot(person)
    group.send(person, "大家好")
    channel.post("通知")
    added, written, posted = await telegram_bot.get_updates()
    assert added.my_chat_member is not None
    assert added.my_chat_member.new_chat_member.status == "member"
    assert written.message is not None
    assert written.message.chat.type == "supergroup"
    assert posted.channel_post is not None
    await telegram_bot.leave_chat(group.id)
    assert group.standing is Standing.LEFT
    with pytest.raises(Forbidden, match="not a member"):
        await telegram_bot.send_message(group.id, "还在吗")


async def test_commands_are_kept_by_scope_and_language(telegram_bot: Bot, simulator: RunningSimulator) -> None:
    await telegram_bot.set_my_commands([BotCommand("help", "怎么用")])
    await telegram_bot.set_my_commands([BotCommand("start", "begin")], language_code="en")
    await telegram_bot.set_my_commands([BotCommand("allow", "放行")], scope=BotCommandScopeChat(1001))
    assert simulator.commands() == ["help"]
    assert simulator.commands("en") == ["start"]
    assert [one.command for one in await telegram_bot.get_my_commands(scope=BotCommandScopeChat(1001))] == ["allow"]
    await telegram_bot.delete_my_commands()
    assert await telegram_bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match=r"[Cc]ommand_invalid|COMMAND_INVALID"):
        await telegram_bot.set_my_commands([BotCommand("Bad Name", "x")])


async def test_what_a_bot_asks_at_its_start_is_answered(telegram_bot: Bot, person: SimulatedUser) -> None:
    assert (await telegram_bot.get_me()).username == "script_radar_bot"
    assert (await telegram_bot.get_webhook_info()).url == ""
    assert await telegram_bot.delete_webhook(drop_pending_updates=True)
    assert (await telegram_bot.get_chat(person.id)).first_name == "小陈"
    assert await telegram_bot.send_chat_action(person.id, "typing")
