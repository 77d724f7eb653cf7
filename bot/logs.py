"""Logs: ids and counts, never a message's words, never a token. A filter is the last line of defence for the token."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
TOKEN = re.compile(r"\d{6,}:[\w-]{6,}")
LARGEST, KEPT = 2_000_000, 3  # bytes of one log file, and how many old ones stay


class HideToken(logging.Filter):
    """Replace whatever looks like a token, also where a library puts it into an address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; let every record through."""
        message = record.getMessage()
        if TOKEN.search(message):
            record.msg, record.args = TOKEN.sub("(token)", message), None
        return True


class OneLine(logging.Formatter):
    """Write an exception as its type and the line it came from: its words may quote a message."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is the base class's
        """Return the type and the innermost place of an exception."""
        kind, _, trace = ei if isinstance(ei, tuple) else (None, None, None)
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "an unknown place"
        return f"{getattr(kind, '__name__', 'error')} at {place}"


def set_up_logs(directory: Path) -> None:
    """Log warnings to the terminal and everything to a file that is rotated."""
    directory.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(directory / "radar.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    for handler in (file, terminal):
        handler.addFilter(HideToken())
        handler.setFormatter(OneLine(FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[file, terminal], force=True)
    for chatty in ("httpx", "httpcore", "telegram", "faiss", "faiss.loader"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    for chatty in ("sentence_transformers", "transformers", "huggingface_hub"):
        logging.getLogger(chatty).setLevel(logging.ERROR)  # what they warn of becomes a sentence of ours
    # it logs updates whole, at every level; what matters is said by `bot.serve` and by the error handler
    logging.getLogger("telegram.ext").setLevel(logging.CRITICAL + 1)
