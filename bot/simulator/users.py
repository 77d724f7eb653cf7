"""People, groups and channels as tests hold them: what they do, and what they wait for. Each call blocks."""

from typing import TYPE_CHECKING, Any

from bot.simulator import people
from bot.simulator.chats import Standing
from bot.simulator.files import Upload, as_document, as_photo
from bot.simulator.wire import Json, from_hidden_user

if TYPE_CHECKING:
    from bot.simulator.running import RunningSimulator

PATIENCE = 10.0  # seconds
PICTURE = bytes.fromhex(  # one grey point
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b6"
    "0000000049454e44ae426082"
)


class SimulatedUser:
    """A person in a private chat with the bot."""

    def __init__(self, simulator: "RunningSimulator", user_id: int) -> None:
        self.id = user_id
        self._simulator = simulator
        self._state = simulator.state
        self._returned: set[int] = set()

    def send(self, text: str, *, reply_to: Json | None = None, quote: str = "") -> Json:
        """Write a message, as a reply to another or to a quoted part of it."""
        return self.send_content(reply_to=reply_to, quoting=quote, **people.written(text))

    def send_content(self, *, reply_to: Json | None = None, quoting: str = "", **fields: Any) -> Json:
        """Send a message of any fields that Telegram's have."""

        def sent() -> Json:
            more = people.replying(self._state, self.id, reply_to["message_id"], quoting) if reply_to else {}
            return people.send(self._state, self.id, fields | more)

        return self._simulator.ask(sent)

    def forward(self, text: str, origin: Json | None = None, **fields: Any) -> Json:
        """Forward a text; the origins are made by from_user, from_hidden_user, from_chat, from_channel in wire.py."""
        return self.send_content(**people.written(text), **people.forwarded(origin or from_hidden_user()), **fields)

    def photo(self, content: bytes = PICTURE, caption: str = "", **fields: Any) -> Json:
        """Send a picture."""
        upload = Upload("photo.png", "image/png", content)
        photo = self._simulator.ask(lambda: as_photo(self._state.files, upload))
        return self.send_content(photo=photo, **people.captioned(caption), **fields)

    def document(
        self,
        content: bytes = b"text",
        name: str = "letter.txt",
        *,
        kind: str = "text/plain",
        size: int | None = None,
        caption: str = "",
        **fields: Any,
    ) -> Json:
        """Send a file; `size` is what Telegram says of its size, when there need not be that much of it."""
        upload = Upload(name, kind, content, size)
        document = self._simulator.ask(lambda: as_document(self._state.files, upload))
        return self.send_content(document=document, **people.captioned(caption), **fields)

    def voice(self, seconds: int = 3) -> Json:
        """Send a voice note."""
        upload = Upload("voice.ogg", "audio/ogg", b"OggS")
        voice = self._simulator.ask(lambda: self._state.files.add(upload))
        return self.send_content(voice=voice | {"duration": seconds, "mime_type": upload.kind})

    def sticker(self, emoji: str = "🙂") -> Json:
        """Send a sticker."""
        upload = Upload("sticker.webp", "image/webp", b"RIFF")
        sticker = self._simulator.ask(lambda: self._state.files.add(upload))
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.send_content(sticker=sticker | shape | {"emoji": emoji})

    def location(self, latitude: float = 31.23, longitude: float = 121.47) -> Json:
        """Send a place on the map."""
        return self.send_content(location={"latitude": latitude, "longitude": longitude})

    def edit(self, message: Json, text: str) -> Json:
        """Edit one's own text."""
        content = people.written(text)
        return self._simulator.ask(lambda: people.edit(self._state, self.id, message["message_id"], content))

    def press(self, message: Json, label: str, timeout: float = PATIENCE) -> str:
        """Press a button and return what the bot says to it."""
        return self.toast(self.tap(message, label), timeout)

    def tap(self, message: Json, label: str) -> str:
        """Press a button without waiting, and return the number of the press."""
        button = people.button(self.now(message), label)
        if "callback_data" not in button:
            raise LookupError(f"the button {label!r} tells the bot nothing: it holds {sorted(button)}")
        return self.tap_data(message, button["callback_data"])

    def tap_data(self, message: Json, data: str) -> str:
        """Press a button that is shown no more, by what it tells the bot, without waiting."""
        return self._simulator.ask(lambda: people.press(self._state, self.id, message["message_id"], data)).id

    def toast(self, number: str, timeout: float = PATIENCE) -> str:
        """Return what the bot says to a press, waiting for it."""
        press = self._state.presses[number]
        self._simulator.wait_until(lambda: press.answer is not None, timeout, "the bot's answer to a pressed button")
        return press.answer or ""

    def copied(self, message: Json, label: str) -> str:
        """Return what a copy button puts on the clipboard."""
        return str(people.button(self.now(message), label)["copy_text"]["text"])

    def block(self) -> None:
        """Block the bot."""
        self._stand(Standing.BLOCKED)

    def unblock(self) -> None:
        """Let the bot in again."""
        self._stand(Standing.OPEN)

    def now(self, message: Json) -> Json:
        """Return a message as it stands now; raise LookupError when it was deleted."""
        return self._simulator.ask(lambda: self._state.chats[self.id].messages[message["message_id"]])

    def replies(self, to: Json | None = None) -> list[Json]:
        """Return the bot's messages in this chat as they stand now, all or those that reply to a message."""
        return [message for message in self._simulator.sent(self.id) if _replies(message, to)]

    def wait_for_reply(self, timeout: float = PATIENCE, *, to: Json | None = None) -> Json:
        """Return the bot's next message that was not returned before, or its next reply to a message."""

        def found() -> Json | None:
            fresh = (one for one in self._state.chats[self.id].by_bot() if one["message_id"] not in self._returned)
            return next((message for message in fresh if _replies(message, to)), None)

        message = self._simulator.wait_until(found, timeout, f"the bot's answer to {self.id}")
        assert message is not None  # noqa: S101 - wait_until returns something or raises
        self._returned.add(message["message_id"])
        return message

    def wait_for_edit(self, message: Json, timeout: float = PATIENCE) -> Json:
        """Return a message of the bot as it stands once it differs from how it is given here."""

        def changed() -> Json | None:
            now = self._state.chats[self.id].messages.get(message["message_id"], {})
            return now if now != message else None

        edited = self._simulator.wait_until(changed, timeout, f"the bot's edit of message {message['message_id']}")
        return edited or {}

    def _stand(self, standing: Standing) -> None:
        state = self._state
        by, chat = state.people[self.id].as_user(), state.chats[self.id]
        self._simulator.ask(lambda: people.membership_changed(state, chat, by, standing))


class SimulatedGroup:
    """A group or a channel."""

    def __init__(self, simulator: "RunningSimulator", chat_id: int) -> None:
        self.id = chat_id
        self._simulator = simulator
        self._state = simulator.state

    @property
    def standing(self) -> Standing:
        """Return whether the bot is still in."""
        return self._state.chats[self.id].standing

    def add_bot(self, by: SimulatedUser) -> None:
        """Let somebody add the bot."""
        self._stand(by, Standing.OPEN)

    def remove_bot(self, by: SimulatedUser) -> None:
        """Let somebody throw the bot out."""
        self._stand(by, Standing.KICKED)

    def send(self, by: SimulatedUser, text: str) -> Json:
        """Let somebody write in the group."""
        content = people.written(text)
        return self._simulator.ask(lambda: people.send(self._state, by.id, content, self.id))

    def post(self, text: str) -> Json:
        """Post in the channel."""
        content = people.written(text)
        return self._simulator.ask(lambda: people.post(self._state, self.id, content))

    def _stand(self, by: SimulatedUser, standing: Standing) -> None:
        state = self._state
        chat, person = state.chats[self.id], state.people[by.id]
        if standing is Standing.OPEN and chat.standing is Standing.OPEN:
            chat.standing = Standing.LEFT
        self._simulator.ask(lambda: people.membership_changed(state, chat, person.as_user(), standing))


def _replies(message: Json, to: Json | None) -> bool:
    return to is None or message.get("reply_to_message", {}).get("message_id") == to["message_id"]
