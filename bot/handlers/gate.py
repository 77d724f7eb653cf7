"""Who gets through: people on the allow-list, in a private chat. Everyone else gets one polite sentence."""

import re

from telegram import Chat, ChatMember, Update, User
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.access import is_admin, may_ask
from bot.context import Context
from bot.replies import plain
from bot.words import DEFAULT, word

OWN_DATA = re.compile(r"/(?:forget|privacy)(?:@\w+)?\s*$", re.ASCII)


async def let_in(update: object, context: Context) -> None:
    """Let an update through, or answer and stop it here."""
    if not isinstance(update, Update) or update.my_chat_member is not None:
        return
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type == Chat.CHANNEL:
        raise ApplicationHandlerStop  # a channel post, a poll: nobody waits for an answer
    if chat.type != Chat.PRIVATE:
        await leave(chat, context)
        raise ApplicationHandlerStop
    services = context.services
    if OWN_DATA.match((update.message and update.message.text) or ""):
        return  # whoever was let in once may still see and erase what is kept of them
    if not may_ask(services.settings, services.store, user.id):
        services.store.note_stranger(user.id)
        await refuse(update, context, word("stranger", spoken_by(user), id=user.id))
    if services.needs_crossborder_consent and not is_admin(services.settings, user.id):
        await refuse(update, context, context.say("crossborder.waiting"))


def spoken_by(stranger: User) -> str:
    """Return the language to answer a stranger in: that of their Telegram, of which nothing is kept."""
    code = (stranger.language_code or "zh").partition("-")[0]
    return DEFAULT if code == "zh" else "en"


async def refuse(update: Update, context: Context, sentence: str) -> None:
    """Answer with one sentence and stop."""
    if update.callback_query is not None:
        await update.callback_query.answer(sentence[:200])
    elif update.message is not None:
        await context.answer(update.message, plain(sentence))
    raise ApplicationHandlerStop


async def joined(update: Update, context: Context) -> None:
    """Leave a group or a channel that the bot was added to."""
    change = update.my_chat_member
    present = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED)
    if change is not None and change.chat.type != Chat.PRIVATE and change.new_chat_member.status in present:
        await leave(change.chat, context)


async def leave(chat: Chat, context: Context) -> None:
    """Say why in a group, and go; where writing is not allowed, just go."""
    try:
        if chat.type != Chat.CHANNEL:
            await context.bot.send_message(chat.id, word("group", DEFAULT))
        await context.bot.leave_chat(chat.id)
    except TelegramError:
        return  # removed already, or not allowed to write: there is nobody to tell
