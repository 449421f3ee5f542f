"""Every setting that an installation may give is in .env.example, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import dashboard

ROOT: Final = Path(dashboard.__file__).parent.parent
READ: Final = re.compile(r"""(?:\benv\.\w+|os\.environ\.get)\(\s*"([A-Z_]+)\"""")
GIVEN: Final = re.compile(r"^#([A-Z_]+)=", re.MULTILINE)


def read() -> set[str]:
    """The names that the product takes from its environment."""
    files = [*(ROOT / "dashboard" / "settings").glob("*.py"), ROOT / "dashboard" / "gunicorn.py"]
    return {name for file in files for name in READ.findall(file.read_text(encoding="utf-8"))}


def test_every_setting_is_told() -> None:
    given = GIVEN.findall((ROOT / ".env.example").read_text(encoding="utf-8"))
    assert len(given) == len(set(given))
    assert read() == set(given)


def test_no_file_of_settings_is_read_past() -> None:
    assert {"SECRET_KEY", "REDIS_URL", "BULK_COST_LIMITS", "COGNITO_POOL_ID", "LOG_LEVEL", "BIND"} <= read()
