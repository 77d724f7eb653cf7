"""The application's exceptions; it raises no others on purpose.

* BotError
  - SettingsError    an environment variable is wrong; the message names it and never its value
  - ProfileError     the profile file is missing or wrong; the message names file and line
  - StoreError       the database cannot be opened, read or written
  - TableError       a file of messages cannot be read
  - TelegramRefusedError   the token is wrong, or another program polls with it
"""


class BotError(Exception):
    """Anything the application refuses; the message is one plain sentence with the next step."""


class SettingsError(BotError):
    """An environment variable is wrong."""


class ProfileError(BotError):
    """The profile file is missing or wrong."""


class StoreError(BotError):
    """The database cannot be opened, read or written."""


class TableError(BotError):
    """A file of messages cannot be read."""


class TelegramRefusedError(BotError):
    """The token is wrong, or another program polls with it."""
