"""The application: Telegram and memory around the library."""

import os

# python-telegram-bot is about to give durations as timedelta, and warns at every 429 until that is asked for
os.environ.setdefault("PTB_TIMEDELTA", "1")
