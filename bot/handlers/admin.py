"""The commands of admins, and the running state."""

import contextlib
import functools
import re

from telegram import Update
from telegram.error import TelegramError

from bot.access import is_admin
from bot.context import Callback, Context
from bot.profile import Profile
from bot.replies import plain
from bot.words import word

TELEGRAM_ID = re.compile(r"[1-9][0-9]{0,15}")  # of a person; Telegram keeps ids below 2^52


def admins_only(callback: Callback) -> Callback:
    """Answer everyone else with one sentence."""

    @functools.wraps(callback)
    async def guarded(update: Update, context: Context) -> None:
        if is_admin(context.services.settings, context.user_id):
            await callback(update, context)
        elif update.callback_query is not None:
            await update.callback_query.answer(context.say("admin.only"))
        elif update.message is not None:
            await context.answer(update.message, plain(context.say("admin.only")))

    return guarded


@admins_only
async def allow(update: Update, context: Context) -> None:
    """Let a person use the bot."""
    person = await person_meant(update, context, "allow")
    if person is not None and update.message is not None:
        services = context.services
        new = not is_admin(services.settings, person) and services.store.allow(person, by=context.user_id)
        await context.answer(update.message, plain(context.say("allow.done" if new else "allow.already", id=person)))


@admins_only
async def remove(update: Update, context: Context) -> None:
    """End a person's permission."""
    person = await person_meant(update, context, "remove")
    if person is None or update.message is None:
        return
    if is_admin(context.services.settings, person):
        key = "remove.admin"
    else:
        key = "remove.done" if context.services.store.remove(person) else "remove.unknown"
    await context.answer(update.message, plain(context.say(key, id=person)))


async def person_meant(update: Update, context: Context, command: str) -> int | None:
    """Return the id behind a command, or say how the command is used."""
    given = context.args or []
    if len(given) == 1 and TELEGRAM_ID.fullmatch(given[0]):
        return int(given[0])
    if update.message is not None:
        await context.answer(update.message, plain(context.say("admin.usage", command=command)))
    return None


async def status(update: Update, context: Context) -> None:
    """Say what answers, what waits and what is missing."""
    services, counts = context.services, context.services.store.status()
    counsel = services.profile.counsel
    if update.message is None:
        return
    said = context.say(
        "status",
        snapshot=services.matcher.version,
        waiting=max(counts.unanswered - 1, 0),  # this command waits for its own answer
        assessments=counts.assessments,
        feedback=sum(counts.feedback.values()),
        users=counts.collectors + len(services.settings.admin_ids),
        profile=services.profile.fill(context.language)["institution"],
        gaps=named_gaps(services.profile, context.language) or context.say("none"),
        counsel=f"{counsel.name} {counsel.date.isoformat()}" if counsel else context.say("none"),
    )
    await context.answer(update.message, plain(said))


@admins_only
async def confirm_crossborder(update: Update, context: Context) -> None:
    """Keep that an admin has read the notice; from now on messages are assessed."""
    context.services.store.confirm_crossborder(context.user_id)
    context.services.needs_crossborder_consent = False
    query = update.callback_query
    if query is None:
        return
    await query.answer(context.say("crossborder.done"))
    with contextlib.suppress(TelegramError):  # the confirmation is kept even where the notice cannot be changed
        await query.edit_message_text(f"{context.say('crossborder')}\n\n✓ {context.say('crossborder.done')}")


def named_gaps(profile: Profile, language: str) -> str:
    """Return what the profile lacks, in words; that counsel has not signed is said elsewhere, in every answer."""
    gaps = [gap for gap in profile.gaps() if gap != "counsel"]
    return word("list.comma", language).join(word(f"gap.{gap}", language) for gap in gaps)


COMMANDS: dict[str, Callback] = {"allow": allow, "remove": remove, "status": status}
