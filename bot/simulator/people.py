"""What people do: write, forward, edit, press, block, add the bot to a group. Each becomes an update for the bot."""

import time

from bot.simulator.chats import Chat, Press, Standing
from bot.simulator.formatting import Formatted, with_found
from bot.simulator.markup import as_fields, quote_fields, without_reply
from bot.simulator.state import SimulatorState
from bot.simulator.wire import Json, member

PRESENT = frozenset({Standing.OPEN, Standing.UNOPENED})


def written(text: str) -> Json:
    """Return a text as the content of a message, its commands and addresses found."""
    return as_fields(with_found(Formatted(text)), "text", "entities")


def captioned(caption: str) -> Json:
    """Return a caption as the content of a message."""
    return as_fields(with_found(Formatted(caption)), "caption", "caption_entities")


def forwarded(origin: Json) -> Json:
    """Return what makes a message a forwarded one."""
    return {"forward_origin": {"date": int(time.time()) - 60} | origin}


def send(state: SimulatorState, user_id: int, content: Json, chat_id: int | None = None) -> Json:
    """Send a message as a person, in the private chat or in a group.

    One who has blocked the bot may still send: a message can cross with the block.
    """
    person, chat = state.people[user_id], state.chats[user_id if chat_id is None else chat_id]
    if chat.standing is Standing.UNOPENED:
        chat.standing = Standing.OPEN
    message = state.keep(chat, state.new_message(chat, person.as_user()) | content)
    state.updates.add("message", message)
    return message


def replying(state: SimulatorState, chat_id: int, message_id: int, quote: str = "") -> Json:
    """Return what makes a message a reply to another of the chat, or to a quoted part of it."""
    message = state.chats[chat_id].messages[message_id]
    return {"reply_to_message": without_reply(message)} | quote_fields(message, quote)


def edit(state: SimulatorState, user_id: int, message_id: int, content: Json, chat_id: int | None = None) -> Json:
    """Edit one's own message."""
    chat = state.chats[user_id if chat_id is None else chat_id]
    message = chat.messages[message_id]
    if message.get("from", {}).get("id") != user_id:
        raise ValueError(f"message {message_id} is another's: edit one of your own")
    kept = {name: value for name, value in message.items() if name not in ("entities", "caption_entities")}
    edited = state.keep(chat, kept | content | {"edit_date": int(time.time())})
    state.updates.add("edited_message", edited)
    return edited


def post(state: SimulatorState, channel_id: int, content: Json) -> Json:
    """Post in a channel."""
    chat = state.chats[channel_id]
    message = state.keep(chat, state.new_message(chat, None) | content)
    state.updates.add("channel_post", message)
    return message


def press(state: SimulatorState, user_id: int, message_id: int, data: str, chat_id: int | None = None) -> Press:
    """Press a button that tells the bot something."""
    chat = state.chats[user_id if chat_id is None else chat_id]
    pressed = Press(f"{state.bot_id}{len(state.presses) + 1:06d}", chat.id, user_id, data)
    state.presses[pressed.id] = pressed
    query = {
        "id": pressed.id,
        "from": state.people[user_id].as_user(),
        "chat_instance": str(abs(chat.id) * 31),
        "message": chat.messages[message_id],
        "data": data,
    }
    state.updates.add("callback_query", query)
    return pressed


def button(message: Json, label: str) -> Json:
    """Return the button of a message with this label; raise LookupError when there is none."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    labels = {one["text"]: one for row in rows for one in row}
    if label not in labels:
        raise LookupError(f"message {message['message_id']} has no button {label!r}, only {list(labels)}")
    return dict(labels[label])


def membership_changed(state: SimulatorState, chat: Chat, by: Json, standing: Standing) -> None:
    """Let the bot in or out, and tell it so."""
    before, chat.standing = chat.standing, standing
    kicked = "left" if standing is Standing.LEFT else "kicked"
    update = {
        "chat": chat.info,
        "from": by,
        "date": int(time.time()),
        "old_chat_member": member("member" if before in PRESENT else "left", state.bot),
        "new_chat_member": member("member" if standing in PRESENT else kicked, state.bot),
    }
    state.updates.add("my_chat_member", update)
    state.watch.mark()
