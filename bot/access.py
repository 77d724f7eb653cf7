"""Who may do what. Decides, and changes nothing; who is let in is kept by the store."""

from enum import StrEnum
from typing import Protocol

from bot.settings import Settings


class Role(StrEnum):
    """What a person is to the bot."""

    ADMIN = "admin"
    COLLECTOR = "collector"
    STRANGER = "stranger"


class AllowList(Protocol):
    """What this module needs of the store."""

    def is_allowed(self, user_id: int) -> bool:
        """Return whether an admin has let this person in."""

    def crossborder_confirmed(self) -> bool:
        """Return whether an admin has confirmed the notice on sending personal information abroad."""


def is_admin(settings: Settings, user_id: int) -> bool:
    """Return whether a person is an admin, which the settings alone decide."""
    return user_id in settings.admin_ids


def role_of(settings: Settings, store: AllowList, user_id: int) -> Role:
    """Return what a person is to the bot."""
    if is_admin(settings, user_id):
        return Role.ADMIN
    return Role.COLLECTOR if store.is_allowed(user_id) else Role.STRANGER


def may_ask(settings: Settings, store: AllowList, user_id: int) -> bool:
    """Return whether a person's messages are assessed."""
    return role_of(settings, store, user_id) is not Role.STRANGER


def may_remove(settings: Settings, admin_id: int, user_id: int) -> bool:
    """Return whether an admin may take a person off the list: an admin is taken off in the settings only."""
    return is_admin(settings, admin_id) and not is_admin(settings, user_id)


def awaits_confirmation(settings: Settings, store: AllowList) -> bool:
    """Return whether messages would leave for Telegram before an admin has confirmed the notice on that."""
    return settings.telegram_token is not None and not store.crossborder_confirmed()
