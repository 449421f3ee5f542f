"""Log lines as JSON objects that hold no personal data."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

# Attributes that a line may carry with `extra={...}`. Anything else given there is left out: a request, a form
# or a row would bring a customer's name into the logs.
SAFE_EXTRAS = (
    *("status_code", "order_id", "command_id", "task", "count", "seconds"),
    *("table", "shard", "slot", "aggregate", "records", "rows", "mended", "error", "part", "anchor"),
    *("rate", "transactions", "conflicts", "applied", "fenced", "unchanged", "quarantined"),
)

SECRET_PART = re.compile(r"(/evidence/send/)[^/\s\"]+")


class JsonLines(logging.Formatter):
    """Formats a record as one line: ``at`` (UTC), ``level``, ``logger``, ``message``, safe extras, ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object; a traceback goes into ``trace``, without the values of variables."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_query(without_secret(record.getMessage())),
        }
        line |= {name: getattr(record, name) for name in SAFE_EXTRAS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def without_secret(message: str) -> str:
    """A message without the secret of a link that opens something to whoever has it."""
    return SECRET_PART.sub(r"\1…", message)


def without_query(message: str) -> str:
    """A message without what follows a question mark inside a word: ``/find?q=ana`` becomes ``/find?…``."""
    if "?" not in message:
        return message
    return " ".join(word.split("?", 1)[0] + "?…" if "?" in word[:-1] else word for word in message.split(" "))
