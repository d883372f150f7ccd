"""The log of a service or runner: one JSON object on each line of standard error."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

# What every record of Python's has; the rest are the facts of an event.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Formats a log record as one line of ASCII."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
        }
        facts = {name: value for name, value in vars(record).items() if name not in _USUAL}
        if record.exc_info and record.exc_info[0]:
            facts["trace"] = self.formatException(record.exc_info)
        return json.dumps(line | facts, default=str)


def keep_journal() -> None:
    """Configures logging to write everything as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # These tell of each job and request by themselves, with arguments that are nobody's business.
    for name in ("procrastinate", "httpx", "uvicorn.access", "psycopg.pool"):
        logging.getLogger(name).setLevel(logging.WARNING)
