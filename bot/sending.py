"""One call to Telegram, made until it has had its effect or cannot have one. Knows no content.

Telegram's sendMessage has no idempotency key: when an answer is lost on its way back, the message may have been sent.
Such a call is made again marked as a possible repeat; nothing else is ever sent twice.
"""

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

logger = logging.getLogger(__name__)
T = TypeVar("T")
LONGEST_WAIT = 60.0  # seconds between two tries while Telegram cannot be reached


async def insist(call: Callable[[bool], Awaitable[T]], stopping: asyncio.Event, *, repeated: bool = False) -> T | None:
    """Make a call until it succeeds and return its result, or None when the person has blocked the bot.

    `call` is told whether it may be repeating itself. A BadRequest is the caller's mistake and is raised. When the bot
    stops meanwhile, CancelledError is raised: the update stays in the inbox, and the next start goes on with it.
    """
    wait = 1.0
    while True:
        try:
            return await call(repeated)
        except Forbidden:
            logger.info("not sent: the person has blocked the bot")
            return None
        except RetryAfter as error:
            await pause(seconds(error), stopping)
        except BadRequest:
            raise
        except NetworkError as error:
            repeated = repeated or may_have_arrived(error)
            await pause(wait, stopping)
            wait = min(wait * 2, LONGEST_WAIT)


async def pause(duration: float, stopping: asyncio.Event) -> None:
    """Wait some seconds; raise CancelledError when the bot stops meanwhile."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), duration)
        raise asyncio.CancelledError("the bot is stopping")


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)


def may_have_arrived(error: NetworkError) -> bool:
    """Say whether the request may have had its effect: not when no connection came about."""
    return not isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
