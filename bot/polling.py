"""What polls Telegram: python-telegram-bot's request, which one update that cannot be read must not bring to a halt.

python-telegram-bot reads all fetched updates or none, writes them whole into the log when one of them fails, and is
handed the same ones again. Reads nothing for the bot itself.
"""

import logging
from typing import Any

from telegram import Update
from telegram.request import HTTPXRequest

logger = logging.getLogger(__name__)


class PollingRequest(HTTPXRequest):
    """Hands an update that cannot be read on as one that holds nothing, so that it is confirmed with the others."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return Telegram's answer, its unreadable updates emptied."""
        answer = HTTPXRequest.parse_json_payload(payload)
        if isinstance(updates := answer.get("result"), list):
            answer["result"] = [
                update if is_readable(update) else {"update_id": update["update_id"]} for update in updates
            ]
        return answer


def is_readable(update: dict[str, Any]) -> bool:
    """Return whether python-telegram-bot can make an update of it; say so in the log where it cannot."""
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001 - whatever it is, it would stop the polling
        # by type alone, since the error's own words may quote the message
        logger.warning("update %s cannot be read (%s) and is passed over", update["update_id"], type(error).__name__)
        return False
    return True
