"""The library: text in, assessment out. Knows no Telegram and no database."""
