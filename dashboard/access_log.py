"""Who asked for what, as gunicorn writes it down: without the secrets that stand in some addresses."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from dashboard.logs import without_secret


class AccessLog(Logger):  # type: ignore[misc]
    """gunicorn's own, told less."""

    def atoms(self, *asked: Any) -> dict[str, Any]:
        """What a line may hold, by the letter of its format."""
        told: dict[str, Any] = super().atoms(*asked)
        return told | {letter: without_secret(told[letter]) for letter in ("U", "r", "f") if told.get(letter)}
