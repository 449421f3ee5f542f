"""``python -m demo.init``: what the one-shot service of docker-compose.yml does before the others start."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Schema, accounts, tables; and the forty orders, unless SIMULATE=0."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
    django.setup()
    # Imports models, which are there from here on.
    from demo import prepare  # noqa: PLC0415
    from demo.simulator.folder import Folder  # noqa: PLC0415
    from demo.state import State  # noqa: PLC0415
    from demo.terminal import Lines  # noqa: PLC0415

    lines = Lines()
    prepare.database(lines)
    prepare.tables(lines, Folder(State.of_checkout().folder / "simulator"))
    if os.environ.get("SIMULATE", "1") != "0":
        prepare.load(lines)
    prepare.say_accounts(lines)


if __name__ == "__main__":
    main()
