"""A forwarded or pasted message -> its answer."""

import asyncio
import contextlib
import functools
import re
import time

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError

from bot import replies
from bot.buttons import card_buttons, crossborder_button, feedback_buttons
from bot.context import Callback, Context
from bot.extract import Extracted, extract
from bot.records import Origin
from bot.replies import Lines
from index.matcher import Matcher
from index.redact import redact
from index.types import Assessment, Safety

COMMAND = re.compile(r"/[a-z0-9_]{1,32}(?:@\w{1,32})?(?: [!-~ ]*)?", re.ASCII | re.IGNORECASE)


def people_first(command: Callback) -> Callback:
    """Run a command, unless what is written after it speaks of somebody in danger: then the card answers."""

    @functools.wraps(command)
    async def guarded(update: Update, context: Context) -> None:
        if context.args and update.message is not None and in_danger(update.message, context):
            await assess_message(update, context)
        else:
            await command(update, context)

    return guarded


def in_danger(message: Message, context: Context) -> bool:
    """Say whether a message speaks of somebody not wanting to live."""
    return context.services.matcher.in_danger(message.text or "")


async def assess_message(update: Update, context: Context) -> None:
    """Answer a message."""
    message = update.message
    if message is None:
        return
    misspelt = message.text and not message.forward_origin and COMMAND.fullmatch(message.text)
    if misspelt and not in_danger(message, context):
        await context.answer(message, replies.plain(context.say("unknown_command")))
        return
    extracted = extract(message)
    if extracted.unreadable is not None and not extracted.text:
        await context.answer(message, replies.plain(context.say(f"unreadable.{extracted.unreadable}")))
        return
    await answer_words(message, extracted, context, is_update=False)


async def assess_edited(update: Update, context: Context) -> None:
    """Answer a message again that was edited."""
    message = update.edited_message
    if message is not None and (extracted := extract(message)).text:
        await answer_words(message, extracted, context, is_update=True)


async def answer_words(message: Message, extracted: Extracted, context: Context, *, is_update: bool) -> None:
    """Assess, keep the masked text, answer: in this order, so that nothing answered is forgotten."""
    services = context.services
    if services.needs_crossborder_consent:  # the gate stops everyone but admins
        notice = replies.plain(context.say("crossborder"))
        await context.answer(message, notice, crossborder_button(context.language))
        return
    matcher = services.matcher  # a swap meanwhile does not touch this answer
    assessment, number = await assess(matcher, message, extracted, context, is_update=is_update)
    if assessment.safety is Safety.SELF_HARM:
        card = services.adviser.card(assessment.safety, context.language)
        lines, buttons = replies.safety_reply(card, context.language), card_buttons(card, context.language)
        for message_id in await context.answer(message, lines, buttons):
            services.store.add_answer(number, message_id)
        await withdraw_earlier(message, number, context)
        return
    lines, buttons = render(matcher, extracted.text, assessment, number, context)
    updated = replies.plain(context.say("updated")) if is_update else []
    beside = replies.plain(context.say(f"beside.{extracted.unreadable}")) if extracted.unreadable else []
    for message_id in await context.answer(message, [*updated, *lines, *beside], buttons):
        services.store.add_answer(number, message_id)


async def withdraw_earlier(message: Message, number: int, context: Context) -> None:
    """Take back what was said of a message before it was edited: beside the card no verdict stands."""
    for earlier in context.services.store.earlier_assessments(message.chat_id, message.message_id, number):
        for message_id in earlier.answer_message_ids if earlier.safety is not Safety.SELF_HARM else ():
            with contextlib.suppress(TelegramError):  # too old to be changed, or deleted: the card stands below it
                await context.bot.edit_message_text(context.say("withdrawn"), message.chat_id, message_id)
        context.services.store.withdraw(earlier.id)


async def assess(
    matcher: Matcher, message: Message, extracted: Extracted, context: Context, *, is_update: bool
) -> tuple[Assessment, int]:
    """Assess off the event loop and keep the result, masked."""
    services = context.services
    limit = services.settings.max_chars
    before = services.store.assessment_of(message.chat_id, message.message_id) if is_update else None
    was_in_danger = before is not None and before.safety is Safety.SELF_HARM
    began = time.perf_counter()
    assessment, masked = await asyncio.to_thread(
        lambda: (judge(matcher, extracted, limit, was_in_danger=was_in_danger), redact(extracted.text[:limit]))
    )
    latency_ms = (time.perf_counter() - began) * 1000
    origin = Origin(
        user_id=context.user_id,
        chat_id=message.chat_id,
        message_id=message.message_id,
        update_id=context.update_id,
        is_update=is_update,
    )
    return assessment, services.store.record_assessment(assessment, masked, origin, latency_ms)


def judge(matcher: Matcher, extracted: Extracted, limit: int, *, was_in_danger: bool) -> Assessment:
    """Assess a message; what stands beside a quote, and what stood there before an edit, can only bring the card."""
    found = matcher.assess(extracted.text, limit)
    if was_in_danger or matcher.in_danger(extracted.beside):
        return Assessment(found.snapshot, found.language, None, None, safety=Safety.SELF_HARM)
    return found


def render(
    matcher: Matcher, text: str, assessment: Assessment, number: int, context: Context
) -> tuple[Lines, InlineKeyboardMarkup]:
    """Return the answer and its buttons; guidance is looked up by topic alone."""
    services, language = context.services, context.language
    card = services.adviser.card(assessment.safety, language) if assessment.safety else None
    advice = services.adviser.advise(assessment.topic, language, services.today(), assessment.citations)
    lines = replies.assessment_reply(
        text[: services.settings.max_chars],
        assessment,
        advice,
        language,
        topics=services.topics(language),
        scripts=matcher.script_texts,
        card=card,
    )
    return lines, feedback_buttons(number, card.reply if card else advice.reply, language)
