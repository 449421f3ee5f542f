#!/usr/bin/env python
"""Django's command line. While `make demo` runs in this checkout, commands talk to it with nothing set by hand."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import environ
from django.core.management import execute_from_command_line

DEMO_STATE = Path(os.environ.get("DEMO_STATE", Path(__file__).resolve().parent / ".demo"))


def main() -> None:
    """Run one management command."""
    demo = DEMO_STATE / "env"
    if "DATABASE_URL" not in os.environ and demo.exists():
        environ.Env.read_env(str(demo))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
