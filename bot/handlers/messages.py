"""A forwarded or pasted message -> its answer."""

import asyncio
import datetime as dt
import time

from telegram import InlineKeyboardMarkup, Message, Update

from bot import replies
from bot.context import Context
from bot.extract import extract
from bot.records import Origin
from bot.replies import Lines
from index.redact import redact
from index.types import Assessment, Safety


async def assess_message(update: Update, context: Context) -> None:
    """Answer a message."""
    message = update.message
    if message is None:
        return
    if message.text and message.text.startswith("/") and not message.forward_origin:
        await context.answer(message, replies.plain(context.say("unknown_command")))
        return
    extracted = extract(message)
    if extracted.unreadable is not None:
        await context.answer(message, replies.plain(context.say(f"unreadable.{extracted.unreadable}")))
        return
    await answer_text(message, extracted.text, context, is_update=False)


async def assess_edited(update: Update, context: Context) -> None:
    """Answer a message again that was edited."""
    message = update.edited_message
    if message is not None and (text := extract(message).text):
        await answer_text(message, text, context, is_update=True)


async def answer_text(message: Message, text: str, context: Context, *, is_update: bool) -> None:
    """Assess, keep the masked text, answer: in this order, so that nothing answered is forgotten."""
    services = context.services
    if services.needs_crossborder_consent:
        await context.answer(message, replies.plain(context.say("crossborder.waiting")))
        return
    text = text[: services.settings.max_chars + 1]  # one more, so that the index can say that it was too long
    assessment, number = await assess(message, text, context, is_update=is_update)
    if assessment.safety is Safety.SELF_HARM:
        card = services.adviser.card(assessment.safety, context.language)
        await context.answer(message, replies.safety_reply(card, context.language))
        return
    lines, buttons = render(text, assessment, number, context)
    updated = replies.plain(context.say("updated")) if is_update else []
    for message_id in await context.answer(message, [*updated, *lines], buttons):
        services.store.add_answer(number, message_id)


async def assess(message: Message, text: str, context: Context, *, is_update: bool) -> tuple[Assessment, int]:
    """Assess off the event loop and keep the result, masked."""
    services = context.services
    matcher = services.matcher  # a swap meanwhile does not touch this answer
    limit = services.settings.max_chars
    began = time.perf_counter()
    assessment, masked = await asyncio.to_thread(lambda: (matcher.assess(text, limit), redact(text[:limit])))
    latency_ms = (time.perf_counter() - began) * 1000
    origin = Origin(
        user_id=context.user_id,
        chat_id=message.chat_id,
        message_id=message.message_id,
        update_id=context.update_id,
        is_update=is_update,
    )
    return assessment, services.store.record_assessment(assessment, masked, origin, latency_ms)


def render(text: str, assessment: Assessment, number: int, context: Context) -> tuple[Lines, InlineKeyboardMarkup]:
    """Return the answer and its buttons; guidance is looked up by topic alone."""
    services, language = context.services, context.language
    advice = services.adviser.advise(assessment.topic, language, dt.date.today())  # noqa: DTZ011 - the desk's own day
    lines = replies.assessment_reply(
        text[: services.settings.max_chars],
        assessment,
        advice,
        language,
        topics=services.topics(language),
        scripts=services.matcher.script_texts,
    )
    return lines, replies.feedback_buttons(number, advice, language)
