"""What the simulator refuses, as Telegram words it.

* ApiError    an answer that is not ok; code, description and parameters go over the wire
"""

from typing import Any


class ApiError(Exception):
    """Telegram's refusal of one request."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> ApiError:
    """Return a refusal of what was asked."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """Return a refusal to let the bot do this in this chat."""
    return ApiError(403, f"Forbidden: {reason}")
