"""What went wrong unexpectedly: logged first, without the message's words, then told in one sentence."""

import contextlib
import logging
import traceback

from telegram import Update
from telegram.error import TelegramError

from bot.context import Context
from bot.replies import plain

logger = logging.getLogger(__name__)


async def report(update: object, context: Context) -> None:
    """Log where it happened, never with what words, and tell the person."""
    error = context.error
    update_id = update.update_id if isinstance(update, Update) else None
    logger.error("update %s failed: %s at %s", update_id, type(error).__name__, place_of(error))
    if isinstance(update, Update) and update.effective_message is not None and update.callback_query is None:
        context.go_on_after_what_was_sent()
        with contextlib.suppress(TelegramError):  # what went wrong may be Telegram itself
            await context.answer(update.effective_message, plain(context.say("failed")))


def place_of(error: BaseException | None) -> str:
    """Return the innermost line that failed: an error's own words may quote the message."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
