"""People, chats and forward origins in the words of the Bot API. Keeps no state."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

BOT_NAME, BOT_USERNAME = "话术雷达", "script_radar_bot"
CHANNELS_BELOW = -1_000_000_000_000  # ids of supergroups and channels lie below


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone."""

    id: int
    name: str
    username: str | None = None
    language_code: str = "zh-hans"

    def as_user(self) -> Json:
        """Return the person as the sender of a message."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language_code}
        return user | ({"username": self.username} if self.username else {})

    def as_chat(self) -> Json:
        """Return the private chat with the person."""
        chat: Json = {"id": self.id, "type": "private", "first_name": self.name}
        return chat | ({"username": self.username} if self.username else {})


def bot_user(bot_id: int) -> Json:
    """Return the bot as the sender of a message."""
    return {"id": bot_id, "is_bot": True, "first_name": BOT_NAME, "username": BOT_USERNAME}


def bot_self(bot_id: int) -> Json:
    """Return the bot as getMe does."""
    return bot_user(bot_id) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def group_chat(chat_id: int, title: str, kind: str = "supergroup") -> Json:
    """Return a group, a supergroup or a channel."""
    return {"id": chat_id, "type": kind, "title": title}


def from_user(name: str = "王小明", user_id: int = 900_001) -> Json:
    """Return the origin of what was first sent by a person whose account may be seen."""
    return {"type": "user", "sender_user": {"id": user_id, "is_bot": False, "first_name": name}}


def from_hidden_user(name: str = "匿名客户") -> Json:
    """Return the origin of what was first sent by a person who hides the account."""
    return {"type": "hidden_user", "sender_user_name": name}


def from_chat(title: str = "客户群", chat_id: int = CHANNELS_BELOW - 900_002) -> Json:
    """Return the origin of what was first sent in the name of a group."""
    return {"type": "chat", "sender_chat": group_chat(chat_id, title)}


def from_channel(title: str = "频道", chat_id: int = CHANNELS_BELOW - 900_003, message_id: int = 7) -> Json:
    """Return the origin of what was first posted in a channel."""
    return {"type": "channel", "chat": group_chat(chat_id, title, "channel"), "message_id": message_id}


ORIGINS: dict[str, Callable[..., Json]] = {
    "user": from_user,
    "hidden_user": from_hidden_user,
    "chat": from_chat,
    "channel": from_channel,
}


def member(status: str, user: Json) -> Json:
    """Return how somebody belongs to a chat."""
    return {"status": status, "user": user} | ({"until_date": 0} if status == "kicked" else {})
