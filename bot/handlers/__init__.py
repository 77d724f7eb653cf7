"""Telegram callbacks, a few lines each, and the order in which they are asked."""

from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, TypeHandler, filters

from bot.context import App
from bot.handlers import admin, commands, failures, feedback, gate, messages
from index.normalise import HAN

GATE, MAIN = 0, 1  # groups of handlers: the gate lets an update through, or stops it


def register(app: App) -> None:
    """Register every handler."""
    app.add_handler(TypeHandler(object, gate.let_in), GATE)
    # what is forwarded is a debtor's, and what goes on in Chinese is no command: a person may be in danger in it
    own = filters.UpdateType.MESSAGE & ~filters.FORWARDED
    for name, callback in commands.COMMANDS.items():
        app.add_handler(CommandHandler(name, messages.people_first(callback), own & ~filters.Regex(HAN)), MAIN)
    for name, callback in admin.COMMANDS.items():
        app.add_handler(CommandHandler(name, messages.people_first(callback), own), MAIN)
    app.add_handler(CallbackQueryHandler(feedback.press, pattern=r"^fb:"), MAIN)
    app.add_handler(CallbackQueryHandler(commands.set_language, pattern=r"^lang:"), MAIN)
    app.add_handler(CallbackQueryHandler(admin.confirm_crossborder, pattern=r"^crossborder$"), MAIN)
    app.add_handler(CallbackQueryHandler(feedback.stale), MAIN)
    app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, messages.assess_edited), MAIN)
    words = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL  # a pinned message, a timer: nobody said anything
    app.add_handler(MessageHandler(words, messages.assess_message), MAIN)
    app.add_handler(ChatMemberHandler(gate.joined, ChatMemberHandler.MY_CHAT_MEMBER), MAIN)
    app.add_error_handler(failures.report)
