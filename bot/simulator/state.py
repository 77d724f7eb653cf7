"""Everything the simulator knows: people, chats, updates, files, faults, violations. Speaks no HTTP.

Belongs to the event loop that serves it; `RunningSimulator` brings other threads' questions there.
"""

import secrets
import time
from collections import deque

from bot.simulator.chats import Call, Chat, Press, Standing, Violation
from bot.simulator.errors import bad_request, forbidden
from bot.simulator.facts import Facts
from bot.simulator.faults import FaultQueue
from bot.simulator.files import FileShelf
from bot.simulator.updates import UpdateQueue
from bot.simulator.watch import Watch
from bot.simulator.wire import Json, Person, bot_user

REMEMBERED_CALLS = 20_000


class SimulatorState:
    """The world of one bot."""

    def __init__(self, token: str, facts: Facts, first_id: int = 1) -> None:
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.facts = facts
        self.run = secrets.token_hex(4)  # tells the page one run from the next
        self.watch = Watch()
        self.updates = UpdateQueue(first_id)
        self.files = FileShelf()
        self.faults = FaultQueue()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}  # (scope, language) -> the menu
        self.violations: list[Violation] = []
        self.calls: deque[Call] = deque(maxlen=REMEMBERED_CALLS)
        self._next_message = first_id

    @property
    def bot(self) -> Json:
        """Return the bot as the sender of a message."""
        return bot_user(self.bot_id)

    def open(self) -> None:
        """Let it be waited for updates and changes."""
        self.updates.open()
        self.watch.open()

    def close(self) -> None:
        """Let nobody wait any longer, so that the server can stop."""
        self.updates.close()
        self.watch.close()

    def introduce(self, person: Person, *, started: bool = True) -> Person:
        """Let there be a person and a private chat; `started`: the bot may write first, as after /start."""
        self.people[person.id] = person
        if person.id not in self.chats:
            standing = Standing.OPEN if started else Standing.UNOPENED
            self.chats[person.id] = Chat(person.as_chat(), standing)
        return person

    def found(self, info: Json) -> Chat:
        """Return the chat that is so described, made if there is none."""
        return self.chats.setdefault(int(info["id"]), Chat(info))

    def open_chat(self, chat_id: int | str) -> Chat:
        """Return a chat that the bot may write to; raise ApiError where it may not."""
        chat = self.known_chat(chat_id)
        if chat.refusal is not None:
            raise forbidden(chat.refusal)
        return chat

    def known_chat(self, chat_id: int | str) -> Chat:
        """Return a chat by its number or @name; raise ApiError when there is none."""
        if isinstance(chat_id, str) and chat_id.lstrip("-").isdecimal():
            chat_id = int(chat_id)
        name = chat_id.removeprefix("@") if isinstance(chat_id, str) else None
        for chat in self.chats.values() if name else ():
            if chat.info.get("username") == name:
                return chat
        if isinstance(chat_id, str) or chat_id not in self.chats:
            raise bad_request("chat not found")
        return self.chats[chat_id]

    def new_message(self, chat: Chat, sender: Json | None) -> Json:
        """Return the beginning of a message: its number, chat, date and sender."""
        number, self._next_message = self._next_message, self._next_message + 1
        message: Json = {"message_id": number, "date": int(time.time()), "chat": chat.info}
        return message | ({"from": sender} if sender else {"sender_chat": chat.info})

    def keep(self, chat: Chat, message: Json) -> Json:
        """Remember a message, new or edited, and return it."""
        chat.messages[message["message_id"]] = message
        chat.changed[message["message_id"]] = self.watch.mark()
        return message

    def forget(self, chat: Chat, message_id: int) -> None:
        """Delete a message."""
        del chat.messages[message_id]
        chat.changed[message_id] = self.watch.mark()

    def violated(self, method: str, problem: str) -> None:
        """Note a request that the Bot API does not know."""
        self.violations.append(Violation(method, problem))
        self.watch.mark()

    def news(self, chat_id: int, after: int) -> Json | None:
        """Return what changed in a chat after a number, as the chat page shows it; None when nothing did."""
        chat = self.chats[chat_id]
        changed = [number for number, when in chat.changed.items() if when > after]
        answers = [press for press in self.presses.values() if press.chat_id == chat_id and press.answered > after]
        typing = chat.typing > after
        if not (changed or answers or typing):
            return None
        return {
            "seq": self.watch.sequence,
            "messages": [chat.messages[number] for number in changed if number in chat.messages],
            "deleted": [number for number in changed if number not in chat.messages],
            "answers": [{"id": press.id, "text": press.answer, "alert": press.alert} for press in answers],
            "typing": typing,
        }
