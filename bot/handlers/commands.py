"""The commands everyone may use."""

from telegram import Update

from bot.access import is_admin
from bot.buttons import crossborder_button, language_buttons
from bot.context import Callback, Context
from bot.replies import plain, rule_reply, rules_reply
from bot.words import LANGUAGES, word


async def start(update: Update, context: Context) -> None:
    """Greet."""
    if update.message is not None:
        await context.answer(update.message, plain(f"{context.say('start')}\n\n{usage(context)}"))
        if context.services.needs_crossborder_consent:  # the one sent at the start may never have arrived
            await context.answer(
                update.message, plain(context.say("crossborder")), crossborder_button(context.language)
            )


async def show_help(update: Update, context: Context) -> None:
    """Say how the bot is used."""
    if update.message is not None:
        await context.answer(update.message, plain(usage(context)))


def usage(context: Context) -> str:
    """Return how the bot is used, with what only an admin may do for an admin."""
    admin = is_admin(context.services.settings, context.user_id)
    return context.say("help") + (f"\n\n{context.say('help.admin')}" if admin else "")


async def privacy(update: Update, context: Context) -> None:
    """Say what is kept, for how long, and where messages pass through."""
    settings = context.services.settings
    if update.message is not None:
        said = context.say(
            "privacy",
            assessments=settings.keep_assessments_days,
            feedback=settings.keep_feedback_days,
            inbox=settings.keep_inbox_hours,
        )
        await context.answer(update.message, plain(said))


async def choose_language(update: Update, context: Context) -> None:
    """Offer the languages."""
    if update.message is not None:
        await context.answer(update.message, plain(context.say("lang.choose")), language_buttons())


async def set_language(update: Update, context: Context) -> None:
    """Keep the language that was pressed."""
    query = update.callback_query
    if query is None:
        return
    tag = (query.data or "").removeprefix("lang:")
    if tag not in LANGUAGES:
        await query.answer(context.say("lang.choose"))
        return
    context.services.store.set_language(context.user_id, tag)
    await query.answer(word("lang.set", tag))


async def rules(update: Update, context: Context) -> None:
    """Show one rule, or the ids of those that bind the institution."""
    if update.message is None:
        return
    services, asked = context.services, "".join(context.args or ())
    shown = services.adviser.rules(services.today())
    found = next((rule for rule in services.knowledge.rules.values() if rule.id.casefold() == asked.casefold()), None)
    if not asked:
        lines = rules_reply(shown, context.language)
    elif found is None:
        lines = plain(context.say("rules.unknown", id=asked[:20]))
    elif found.status == "unverified":
        lines = plain(context.say("rules.unverified", id=found.id))
    else:
        lines = rule_reply(found, context.language, ours=found in shown)
    await context.answer(update.message, lines)


async def forget(update: Update, context: Context) -> None:
    """Erase what is kept of the sender, at once, and say how much it was."""
    if update.message is None:
        return
    language = context.language  # erased with the rest
    erased = context.services.store.forget(context.user_id, handling=context.update_id)
    said = word(
        "forget",
        language,
        assessments=erased.assessments,
        feedback=erased.feedback,
        inbox=erased.unanswered,
        settings=int(erased.language),
    )
    kept = "\n" + word("forget.kept", language) if erased.on_allow_list else ""
    await context.answer(update.message, plain(said + kept))


COMMANDS: dict[str, Callback] = {
    "start": start,
    "help": show_help,
    "privacy": privacy,
    "lang": choose_language,
    "rules": rules,
    "forget": forget,
}
