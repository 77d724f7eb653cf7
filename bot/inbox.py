"""The durable queue between Telegram and the handlers. Answers nothing itself, and never reads what a message says.

python-telegram-bot confirms the updates it fetched with its next poll, and awaits `put` before that: an update that
`put` has returned for is on disk. It leaves the disk when it is answered; its number stays for two days, because an
update that was confirmed too late is delivered again.

    received --begin_part--> answering --end_part or refuse_part, begin_part, ...--> done
"""

import asyncio
import json
import logging
import zlib
from collections.abc import Awaitable, Callable, Sequence

from telegram import Bot, Update

from bot.connection import as_text
from bot.errors import StoreError
from bot.records import Progress
from bot.store import Store

logger = logging.getLogger(__name__)

Sleep = Callable[[float], Awaitable[None]]
DELAYS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Inbox(asyncio.Queue[object]):
    """Updates on their way to the handlers, each kept on disk until it is answered."""

    def __init__(self, store: Store, delays: Sequence[float] = DELAYS, sleep: Sleep = asyncio.sleep) -> None:
        super().__init__()
        self._store = store
        self._delays = delays
        self._sleep = sleep

    async def put(self, item: object) -> None:
        """Keep an update on disk, then queue it; one that is known already is not queued again.

        While the disk refuses, this waits and tries again, so that the update stays unconfirmed at Telegram. Whatever
        is no update (the signal to stop) is queued as it is.
        """
        if not isinstance(item, Update) or await self._is_new(item):
            await super().put(item)

    async def _is_new(self, update: Update) -> bool:
        """Keep an update, however long that takes; return False when it was known."""
        try:
            payload = update.to_json()
        except Exception as error:  # noqa: BLE001 - whatever it is, it would stop the polling
            logger.warning(
                "update %s cannot be kept (%s) and is handled from memory", update.update_id, type(error).__name__
            )
            return True
        tries = 0
        while True:
            try:
                with self._store.durable():  # Telegram will think it delivered
                    return self._keep(update, payload)
            except StoreError as error:
                if tries == 0:  # said once, however long it lasts
                    logger.warning("update %s waits until it can be kept: %s", update.update_id, error)
            await self._sleep(self._delays[min(tries, len(self._delays) - 1)])
            tries += 1

    def _keep(self, update: Update, payload: str) -> bool:
        """Write an update down; return False when it is there already.

        The same number with another content is another update: that of a second bot, or of a simulator begun anew.
        """
        chat, user = update.effective_chat, update.effective_user
        cursor = self._store.execute(
            """INSERT OR REPLACE INTO inbox (update_id, checksum, received_at, chat_id, user_id, payload)
            SELECT :update_id, :checksum, :now, :chat_id, :user_id, :payload
            WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE update_id = :update_id AND checksum = :checksum)""",
            update_id=update.update_id,
            checksum=zlib.crc32(payload.encode()),
            now=as_text(self._store.now()),
            chat_id=chat.id if chat else None,
            user_id=user.id if user else None,
            payload=payload,
        )
        return bool(cursor.rowcount)

    def restore(self, bot: Bot) -> int:
        """Queue what an earlier run left unanswered, oldest first, and return how much; call it before polling."""
        restored = 0
        for row in self._store.rows("SELECT update_id, payload FROM inbox WHERE state != 'done' ORDER BY arrival"):
            try:
                update = Update.de_json(json.loads(row["payload"]), bot)
            except Exception as error:  # noqa: BLE001 - one strange update must not keep the others waiting
                # by type alone, since the error's own words may quote the message; the purge counts and drops it
                logger.warning("update %s cannot be read back (%s)", row["update_id"], type(error).__name__)
                continue
            self.put_nowait(update)
            restored += 1
        return restored

    def resume_state(self, update_id: int) -> Progress:
        """Return how far an earlier attempt at an answer got; nothing sent when there was none."""
        found = self._store.row("SELECT parts_sent, sending FROM inbox WHERE update_id = :id", id=update_id)
        return Progress(found["parts_sent"], interrupted=bool(found["sending"])) if found else Progress()

    def begin_part(self, update_id: int, part: int) -> None:
        """Write down that part number `part` (from 0) of the answer is about to be sent."""
        self._advance(update_id, part, sending=True)

    def end_part(self, update_id: int, part: int) -> None:
        """Write down that Telegram has taken part number `part`; the last part needs `done` alone."""
        self._advance(update_id, part + 1, sending=False)

    def refuse_part(self, update_id: int, part: int) -> None:
        """Write down that Telegram has refused part number `part`, so that what follows repeats nothing."""
        self._advance(update_id, part, sending=False)

    def _advance(self, update_id: int, parts_sent: int, *, sending: bool) -> None:
        self._store.execute(
            """UPDATE inbox SET state = 'answering', parts_sent = :parts_sent, sending = :sending
            WHERE update_id = :update_id AND state != 'done'""",
            update_id=update_id, parts_sent=parts_sent, sending=sending,
        )  # fmt: skip

    def done(self, update_id: int) -> None:
        """Erase an answered update but for its number; doing so again changes nothing."""
        self._store.finish_update(update_id)
