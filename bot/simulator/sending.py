"""The methods that write into a chat: send, edit, delete. Knows no HTTP and no users."""

import time

from bot.simulator.chats import Chat
from bot.simulator.errors import bad_request
from bot.simulator.files import Upload, as_document, as_photo
from bot.simulator.markup import caption_fields, markup_fields, reply_fields, text_fields
from bot.simulator.state import SimulatorState
from bot.simulator.wire import Json

ACTIONS = {"typing", "upload_photo", "upload_document", "choose_sticker", "find_location"}
ACTIONS |= {f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice", "video_note")}
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def send_message(state: SimulatorState, values: Json) -> Json:
    """Send a text."""
    chat = state.open_chat(values["chat_id"])
    return _send(state, chat, values, text_fields(values))


def send_photo(state: SimulatorState, values: Json) -> Json:
    """Send a picture."""
    chat, caption = state.open_chat(values["chat_id"]), caption_fields(values)
    return _send(state, chat, values, {"photo": as_photo(state.files, _file(state, values["photo"]))} | caption)


def send_document(state: SimulatorState, values: Json) -> Json:
    """Send a file."""
    chat, caption = state.open_chat(values["chat_id"]), caption_fields(values)
    document = as_document(state.files, _file(state, values["document"]))
    return _send(state, chat, values, {"document": document} | caption)


def edit_message_text(state: SimulatorState, values: Json) -> Json:
    """Put another text in the place of a message's own; without reply_markup its buttons go."""
    chat, message = _own(state, values)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(state, chat, message, text_fields(values) | markup_fields(values), ("text", "entities"))


def edit_message_caption(state: SimulatorState, values: Json) -> Json:
    """Put another caption in the place of a file's own; without reply_markup its buttons go."""
    chat, message = _own(state, values)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    fields = caption_fields(values) | markup_fields(values)
    return _edit(state, chat, message, fields, ("caption", "caption_entities"))


def edit_message_reply_markup(state: SimulatorState, values: Json) -> Json:
    """Put other buttons in the place of a message's own, or take them away."""
    chat, message = _own(state, values)
    return _edit(state, chat, message, markup_fields(values), ())


def delete_message(state: SimulatorState, values: Json) -> bool:
    """Delete a message, the bot's own or one sent to it."""
    chat = state.open_chat(values["chat_id"])
    if values["message_id"] not in chat.messages:
        raise bad_request("message to delete not found")
    state.forget(chat, values["message_id"])
    return True


def send_chat_action(state: SimulatorState, values: Json) -> bool:
    """Let the chat show that the bot is at work."""
    chat = state.open_chat(values["chat_id"])
    if values["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing = state.watch.mark()
    return True


def _send(state: SimulatorState, chat: Chat, values: Json, content: Json) -> Json:
    attached = reply_fields(values, chat) | markup_fields(values)
    options = {name: values[name] for name in ("link_preview_options",) if name in values}
    return state.keep(chat, state.new_message(chat, state.bot) | content | attached | options)


def _own(state: SimulatorState, values: Json) -> tuple[Chat, Json]:
    """Return the message that is to be edited; raise ApiError when there is none of the bot's."""
    if "chat_id" not in values or "message_id" not in values:
        raise bad_request("message identifier is not specified")
    chat = state.open_chat(values["chat_id"])
    message = chat.messages.get(values["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.get("from", {}).get("id") != state.bot_id:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(state: SimulatorState, chat: Chat, message: Json, fields: Json, replaced: tuple[str, ...]) -> Json:
    gone = {*replaced, "reply_markup", "edit_date"}
    edited = {name: value for name, value in message.items() if name not in gone} | fields
    if edited == {name: value for name, value in message.items() if name != "edit_date"}:
        raise bad_request(SAME)
    return state.keep(chat, edited | {"edit_date": int(time.time())})


def _file(state: SimulatorState, given: object) -> Upload:
    """Return the file of a request: uploaded with it, or known by its id."""
    upload = given if isinstance(given, Upload) else state.files.get(str(given))
    if upload.bytes_said == 0:
        raise bad_request("file must be non-empty")
    return upload
