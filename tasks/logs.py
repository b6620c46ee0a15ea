"""The log of a process that runs for long: one line for each event, never with a link's token."""

import logging
import re
import sys

TOKEN = re.compile(r"(/(?:l|answer)/)[A-Za-z0-9_-]{43}")
"""A link's token, where an address brings it."""

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
QUIET = ("httpx", "httpcore", "alembic", "matplotlib", "fontTools")
"""Libraries that tell more than anybody reads."""
TELLING = ("uvicorn.access", "uvicorn.error")
"""Prefect quiets the web server when it sets up its own log."""


def mask_tokens(text: str) -> str:
    """Give a text without the tokens of links: whoever has one can answer in somebody's name."""
    return TOKEN.sub(r"\1[token]", text)


class MaskingFormatter(logging.Formatter):
    """Writes a line without tokens, wherever in it they stood: also in what was raised."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, and the lines of an exception below it."""
        return mask_tokens(super().format(record))


def log_to_stderr() -> None:
    """Have everything that is logged in this process go to its standard error, masked."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter(FORMAT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in TELLING:
        logging.getLogger(name).setLevel(logging.INFO)
    for name in list(logging.root.manager.loggerDict):  # those that were set up with handlers
        logger = logging.getLogger(name)
        if logger.handlers:
            logger.handlers.clear()
            logger.propagate = True
