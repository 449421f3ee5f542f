"""What the played printers know us by, and sign with: a file that only its owner reads."""

from __future__ import annotations

import json
from pathlib import Path


def secrets_file(folder: Path) -> Path:
    """What the played printers know: by printer, "api" and "webhook"."""
    return folder / "printer_api" / "secrets.json"


def known(folder: Path) -> dict[str, dict[str, str]]:
    """The secrets that were made before."""
    file = secrets_file(folder)
    return dict(json.loads(file.read_text())) if file.exists() else {}
