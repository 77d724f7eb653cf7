"""The Bot API's methods by name, each (state, values) -> result. getUpdates alone waits, and is in api.py."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.simulator import sending
from bot.simulator.chats import Standing
from bot.simulator.errors import bad_request
from bot.simulator.people import membership_changed
from bot.simulator.state import SimulatorState
from bot.simulator.wire import Json, bot_self

COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
LONGEST_TOAST = 200
Method = Callable[[SimulatorState, Json], Any]


def get_me(state: SimulatorState, _: Json) -> Json:
    """Return the bot."""
    return bot_self(state.bot_id)


def yes(_state: SimulatorState, _: Json) -> bool:
    """Do nothing, and say that it is done."""
    return True


def delete_webhook(state: SimulatorState, values: Json) -> bool:
    """Take away a webhook, which there never is; forget what is pending when asked to."""
    if values.get("drop_pending_updates"):
        state.updates.clear()
    return True


def get_webhook_info(state: SimulatorState, _: Json) -> Json:
    """Return that there is no webhook, and how much is pending."""
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(state.updates.pending)}


def answer_callback_query(state: SimulatorState, values: Json) -> bool:
    """Say something to whoever pressed a button; once."""
    press = state.presses.get(values["callback_query_id"])
    if press is None or press.answer is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = values.get("text", "")
    if len(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answer, press.alert, press.answered = text, bool(values.get("show_alert")), state.watch.sequence + 1
    state.watch.mark()
    return True


def get_file(state: SimulatorState, values: Json) -> Json:
    """Return where a file can be downloaded."""
    return state.files.described(values["file_id"])


def get_chat(state: SimulatorState, values: Json) -> Json:
    """Return a chat."""
    accepted = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}
    return state.known_chat(values["chat_id"]).info | more


def leave_chat(state: SimulatorState, values: Json) -> bool:
    """Leave a group or a channel."""
    chat = state.open_chat(values["chat_id"])
    if chat.info["type"] == "private":
        raise bad_request("chat member status can't be changed in private chats")
    membership_changed(state, chat, state.bot, Standing.LEFT)
    return True


def set_my_commands(state: SimulatorState, values: Json) -> bool:
    """Set the menu of commands for a scope and a language."""
    for command in values["commands"]:
        if not COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[_scope(values)] = values["commands"]
    return True


def get_my_commands(state: SimulatorState, values: Json) -> list[Json]:
    """Return the menu of commands that was set for a scope and a language."""
    return state.commands.get(_scope(values), [])


def delete_my_commands(state: SimulatorState, values: Json) -> bool:
    """Take away the menu of commands of a scope and a language."""
    state.commands.pop(_scope(values), None)
    return True


def _scope(values: Json) -> tuple[str, str]:
    scope = values.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), values.get("language_code", "")


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "logOut": yes,
    "close": yes,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": sending.edit_message_text,
    "editMessageCaption": sending.edit_message_caption,
    "editMessageReplyMarkup": sending.edit_message_reply_markup,
    "deleteMessage": sending.delete_message,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "getChat": get_chat,
    "leaveChat": leave_chat,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
}
