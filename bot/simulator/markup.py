"""What is attached to a message: inline keyboards and replies. Checks what types and names alone do not say."""

from bot.simulator.chats import Chat
from bot.simulator.errors import bad_request
from bot.simulator.formatting import Formatted, trim, units, with_found
from bot.simulator.html import parse_html
from bot.simulator.wire import Json

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_COPY = 4096, 1024, 256
LONGEST_DATA = 64  # bytes
MOST_BUTTONS = 100
LOOKS = frozenset({"text", "icon_custom_emoji_id", "style"})


def formatted(values: Json, name: str = "text", entities: str = "entities") -> Formatted:
    """Return the text of a request with its entities; raise ApiError where it cannot be parsed."""
    text, mode = values.get(name, ""), values.get("parse_mode", "")
    if mode and mode.lower() != "html":
        raise bad_request(f"unsupported parse_mode: the simulator parses HTML, not {mode[:16]}")
    parsed = parse_html(text) if mode else Formatted(text, tuple(values.get(entities, ())))
    return with_found(trim(parsed))


def text_fields(values: Json) -> Json:
    """Return the text of a message; raise ApiError when it is empty or too long."""
    parsed = formatted(values)
    if not parsed.text:
        raise bad_request("message text is empty")
    if units(parsed.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return as_fields(parsed, "text", "entities")


def caption_fields(values: Json) -> Json:
    """Return the caption of a message, if it has one; raise ApiError when it is too long."""
    parsed = formatted(values, "caption", "caption_entities")
    if units(parsed.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return as_fields(parsed, "caption", "caption_entities")


def as_fields(parsed: Formatted, name: str, entities: str) -> Json:
    """Return a text as the fields of a message; what is empty is left out."""
    fields: Json = {name: parsed.text} if parsed.text else {}
    return fields | ({entities: list(parsed.entities)} if parsed.entities else {})


def markup_fields(values: Json) -> Json:
    """Return the inline keyboard of a message, if it has one; raise ApiError at a button that cannot be."""
    markup = values.get("reply_markup") or {}
    rows = markup.get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        _check_button(button)
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"reply_markup": {"inline_keyboard": rows}} if any(rows) else {}


def reply_fields(values: Json, chat: Chat) -> Json:
    """Return the message replied to, if there is one; raise ApiError when it is gone."""
    wanted = values.get("reply_parameters")
    if not wanted:
        return {}
    message = chat.messages.get(wanted["message_id"])
    if message is None or wanted.get("chat_id", chat.id) != chat.id:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": without_reply(message)} | quote_fields(message, wanted.get("quote", ""))


def quote_fields(message: Json, quote: str) -> Json:
    """Return the quoted part of a message, if there is one; raise ApiError when the message does not hold it."""
    text = message.get("text") or message.get("caption") or ""
    if not quote:
        return {}
    if quote not in text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"quote": {"text": quote, "position": units(text[: text.index(quote)]), "is_manual": True}}


def without_reply(message: Json) -> Json:
    """Return a message as it is shown in a reply: replies do not nest."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def _check_button(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    kinds = button.keys() - LOOKS
    if len(kinds) != 1:
        raise bad_request("can't parse inline keyboard button: exactly one kind of action must be given")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode("utf-8", "surrogatepass")) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(copied["text"]) <= LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
