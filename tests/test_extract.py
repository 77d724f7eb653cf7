"""What is read of a Telegram message."""

import datetime as dt
from typing import Any

import pytest
from telegram import Message

from bot.extract import LARGEST_FILE, Extracted, Unreadable, extract

NOW = int(dt.datetime(2026, 11, 22, tzinfo=dt.UTC).timestamp())
PERSON = {"id": 5, "is_bot": False, "first_name": "x"}
BOT = {"id": 6, "is_bot": True, "first_name": "bot"}
FILE = {"file_id": "f", "file_unique_id": "u"}


def message(**fields: Any) -> Message:
    """Return a message with these fields."""
    found = Message.de_json({"message_id": 1, "date": NOW, "chat": {"id": 5, "type": "private"}, **fields}, None)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        pytest.param({"text": "还不上了"}, "还不上了", id="text"),
        pytest.param({"caption": "看这个", "photo": [{**FILE, "width": 1, "height": 1}]}, "看这个", id="caption"),
        pytest.param(
            {"text": "帮我看看", "quote": {"text": "停止催收", "position": 0}, "external_reply": {
                "origin": {"type": "hidden_user", "date": NOW, "sender_user_name": "x"}}},
            "停止催收",
            id="quote from another chat",
        ),
        pytest.param(
            {"text": "这个判断不对吧", "quote": {"text": "高度吻合", "position": 0}, "reply_to_message": {
                "message_id": 2, "date": NOW, "chat": {"id": 5, "type": "private"}, "from": BOT, "text": "高度吻合"}},
            "这个判断不对吧",
            id="quote from the bot itself",
        ),
    ],
)  # fmt: skip
def test_the_words_meant_are_read(fields: dict[str, Any], text: str) -> None:
    assert extract(message(**fields)).text == text


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        pytest.param({"photo": [{**FILE, "width": 1, "height": 1}]}, Unreadable.PICTURE, id="photo"),
        pytest.param({"document": FILE}, Unreadable.DOCUMENT, id="document"),
        pytest.param({"document": {**FILE, "file_size": LARGEST_FILE + 1}}, Unreadable.TOO_LARGE, id="25 MB"),
        pytest.param({"voice": {**FILE, "duration": 3}}, Unreadable.VOICE, id="voice note"),
        pytest.param({"location": {"longitude": 1.0, "latitude": 2.0}}, Unreadable.OTHER, id="location"),
        pytest.param(
            {"sticker": {**FILE, "width": 1, "height": 1, "type": "regular", "is_animated": False, "is_video": False}},
            Unreadable.STICKER,
            id="sticker",
        ),
    ],
)
def test_a_message_without_words_says_what_it_is(fields: dict[str, Any], kind: Unreadable) -> None:
    assert extract(message(**fields)) == Extracted("", kind)
