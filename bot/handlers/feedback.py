"""The buttons under an answer."""

import contextlib
import re

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError

from bot.buttons import chosen
from bot.context import Context
from bot.records import Label, Press

PRESSED = re.compile(r"fb:(\d{1,18}):(right|wrong|new)")


async def press(update: Update, context: Context) -> None:
    """Keep what a collector says of an answer, and say so; the same press twice changes nothing."""
    query = update.callback_query
    if query is None:
        return
    pressed = PRESSED.fullmatch(query.data or "")
    if pressed is None:
        await query.answer(context.say("feedback.expired"))
        return
    label = Label(pressed[2])
    outcome = context.services.store.record_feedback(int(pressed[1]), context.user_id, label)
    said = {Press.EXPIRED: "feedback.expired", Press.UNCHANGED: "feedback.again"}.get(outcome, f"feedback.{label}")
    await query.answer(context.say(said))
    if outcome in (Press.RECORDED, Press.CHANGED):
        await show_choice(query)


async def show_choice(query: CallbackQuery) -> None:
    """Tick the button that was pressed; the press is kept even where the tick cannot be shown."""
    message = query.message
    if isinstance(message, Message) and message.reply_markup is not None:
        with contextlib.suppress(TelegramError):
            await query.edit_message_reply_markup(chosen(message.reply_markup, query.data))


async def stale(update: Update, context: Context) -> None:
    """Answer a button that no longer means anything."""
    if update.callback_query is not None:
        await update.callback_query.answer(context.say("feedback.expired"))
