#!/usr/bin/env python
"""Django's command line. While `make demo` runs in this checkout, commands talk to it with nothing set by hand."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import environ
from django.core.management import execute_from_command_line

DEMO_ENVIRONMENT = Path(__file__).resolve().parent / ".demo" / "env"


def main() -> None:
    """Run one management command."""
    if "DATABASE_URL" not in os.environ and DEMO_ENVIRONMENT.exists():
        environ.Env.read_env(str(DEMO_ENVIRONMENT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
