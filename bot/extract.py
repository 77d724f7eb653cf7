"""Telegram message -> the text to assess: text, caption, forward or quote. Reads no files and judges nothing."""

from dataclasses import dataclass
from enum import StrEnum

from telegram import Message

LARGEST_FILE = 20 * 1024 * 1024  # bytes; Telegram hands bots no more


class Unreadable(StrEnum):
    """Why a message has no text that can be assessed."""

    PICTURE = "picture"
    DOCUMENT = "document"
    TOO_LARGE = "too_large"
    VOICE = "voice"
    STICKER = "sticker"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a message, and what of it has none that can be read."""

    text: str
    unreadable: Unreadable | None = None  # with a text: what the text is the caption of
    beside: str = ""  # what the collector wrote beside a quote: not compared, but a person may be in danger in it


def extract(message: Message) -> Extracted:
    """Return what is to be assessed of a message; who it was forwarded from is never looked at."""
    quote, written = _foreign_quote(message), message.text or message.caption or _asked_or_named(message)
    text = quote or written
    kind = _unreadable(message)
    unread = kind if not text or (message.caption and not quote and kind is not Unreadable.OTHER) else None
    return Extracted(text, unread, written if quote else "")


def _asked_or_named(message: Message) -> str:
    """Return the words of a poll or of a place."""
    if message.poll is not None:
        return "\n".join([message.poll.question, *(option.text for option in message.poll.options)])
    return f"{message.venue.title}\n{message.venue.address}" if message.venue is not None else ""


def _foreign_quote(message: Message) -> str:
    """Return the quoted words, unless they are the bot's own: then the collector's words are meant."""
    if message.quote is None:
        return ""
    replied = message.reply_to_message
    own = replied is not None and replied.from_user is not None and replied.from_user.is_bot
    return "" if own else message.quote.text


def _unreadable(message: Message) -> Unreadable:
    """Return what kind of message it is that holds no text."""
    file = message.document or message.video or message.animation or message.audio or message.voice
    if file is not None and (file.file_size or 0) > LARGEST_FILE:
        return Unreadable.TOO_LARGE
    kinds = {
        Unreadable.STICKER: message.sticker,
        Unreadable.PICTURE: message.photo,
        Unreadable.VOICE: message.voice or message.audio or message.video_note or message.video,
        Unreadable.DOCUMENT: message.document,
    }
    return next((kind for kind, there in kinds.items() if there), Unreadable.OTHER)
