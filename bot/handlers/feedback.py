"""The buttons under an answer."""

import re

from telegram import Update

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


async def stale(update: Update, context: Context) -> None:
    """Answer a button that no longer means anything."""
    if update.callback_query is not None:
        await update.callback_query.answer(context.say("feedback.expired"))
