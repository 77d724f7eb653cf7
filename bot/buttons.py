"""The buttons under what the bot says. Sends nothing, and keeps nothing."""

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.guidance import SafetyCard
from bot.words import LANGUAGE_NAMES, word

LONGEST_COPY = 256  # characters of a copy_text button: Telegram's limit
TICK = "✓ "  # before the button that was pressed


def feedback_buttons(assessment_id: int, reply: str, language: str) -> InlineKeyboardMarkup:
    """Return the buttons under an answer; a reply too long for a copy button is copied from its block."""
    marks = [
        InlineKeyboardButton(word(f"button.{mark}", language), callback_data=f"fb:{assessment_id}:{mark}")
        for mark in ("right", "wrong", "new")
    ]
    return InlineKeyboardMarkup([*_copy_row(reply, language), marks])


def card_buttons(card: SafetyCard, language: str) -> InlineKeyboardMarkup:
    """Return the one button under a safety card."""
    return InlineKeyboardMarkup(_copy_row(card.reply, language))


def _copy_row(reply: str, language: str) -> list[list[InlineKeyboardButton]]:
    if not 0 < len(reply) <= LONGEST_COPY:
        return []
    return [[InlineKeyboardButton(word("button.copy", language), copy_text=CopyTextButton(reply))]]


def chosen(markup: InlineKeyboardMarkup, data: object) -> InlineKeyboardMarkup:
    """Return the same buttons with a tick on the one that was pressed, and on no other."""
    return InlineKeyboardMarkup([[_ticked(button, data) for button in row] for row in markup.inline_keyboard])


def _ticked(button: InlineKeyboardButton, data: object) -> InlineKeyboardButton:
    if button.callback_data is None:
        return button
    text = button.text.removeprefix(TICK)
    text = TICK + text if button.callback_data == data else text
    return InlineKeyboardButton(text, callback_data=button.callback_data)


def language_buttons() -> InlineKeyboardMarkup:
    """Return one button a language, each in its own words."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(name, callback_data=f"lang:{tag}") for tag, name in LANGUAGE_NAMES.items()]]
    )


def crossborder_button(language: str) -> InlineKeyboardMarkup:
    """Return the button under the notice on sending personal information abroad."""
    button = InlineKeyboardButton(word("crossborder.button", language), callback_data="crossborder")
    return InlineKeyboardMarkup([[button]])
