"""The typed context: services, the person's language, and answers whose parts are counted in the inbox."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import Application, CallbackContext, ExtBot

from bot.replies import split
from bot.sending import insist
from bot.services import Services
from bot.words import DEFAULT, word

Data = dict[Any, Any]
App = Application[ExtBot[None], "Context", Data, Data, Data, None]
Callback = Callable[[Update, "Context"], Coroutine[Any, Any, None]]
SERVICES = "services"


class Context(CallbackContext[ExtBot[None], Data, Data, Data]):
    """What a handler is given with an update."""

    update_id = 0
    user_id = 0
    _part = 0
    _language: str | None = None

    @classmethod
    def from_update(cls, update: object, application: Any) -> "Context":
        """Make the context of one update."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.update_id = update.update_id
            context.user_id = update.effective_user.id if update.effective_user else 0
        return context

    @property
    def services(self) -> Services:
        """Return what `bot.launch` has put together."""
        found = self.bot_data[SERVICES]
        assert isinstance(found, Services)  # noqa: S101 - for the type checker
        return found

    @property
    def language(self) -> str:
        """Return the language the person had chosen when the update came."""
        if self._language is None:
            self._language = self.services.store.language_of(self.user_id) or DEFAULT
        return self._language

    def say(self, key: str, **values: object) -> str:
        """Return one of the bot's sentences in the person's language."""
        return word(key, self.language, **values)

    async def answer(
        self, message: Message, lines: Sequence[str], buttons: InlineKeyboardMarkup | None = None
    ) -> list[int]:
        """Answer a message in as many parts as it takes, the buttons under the last; return the ids of those sent.

        A part that was sent before a crash is not sent again.
        """
        parts = split(list(lines))
        sent = []
        for number, html in enumerate(parts, start=1):
            markup = buttons if number == len(parts) else None
            message_id = await self._send(message.chat_id, html, message.message_id, markup)
            if message_id is not None:
                sent.append(message_id)
        return sent

    def go_on_after_what_was_sent(self) -> None:
        """Let the next part be a new one: the error handler has a context of its own, which has counted nothing."""
        self._part = self.services.inbox.resume_state(self.update_id).parts_sent

    async def _send(self, chat_id: int, html: str, reply_to: int, buttons: InlineKeyboardMarkup | None) -> int | None:
        """Send one part of the answer to this update, unless an earlier attempt has."""
        inbox, part = self.services.inbox, self._part
        self._part += 1
        progress = inbox.resume_state(self.update_id)
        if part < progress.parts_sent:
            return None

        async def send(repeated: bool) -> Message:
            inbox.begin_part(self.update_id, part)
            marked = f"{self.say('repeated')}\n{html}" if repeated else html
            return await self.bot.send_message(
                chat_id,
                marked,
                parse_mode=ParseMode.HTML,
                reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True),
                reply_markup=buttons,
            )

        stopping = self.services.stopping
        try:
            sent = await insist(send, stopping, repeated=progress.interrupted and part == progress.parts_sent)
        except BadRequest:
            inbox.refuse_part(self.update_id, part)
            raise
        inbox.end_part(self.update_id, part)
        return sent.message_id if sent else None
