"""The themes that a print's pictures are drawn in: ``themes.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by name; scenes as lists of things, back to front; patterns by name."""

    name: str
    colours: dict[str, str]
    scenes: tuple[tuple[str, ...], ...]
    patterns: tuple[str, ...]


def _read() -> dict[str, Theme]:
    told = tomllib.loads(Path(__file__).with_name("themes.toml").read_text(encoding="utf-8"))
    return {
        name: Theme(name, theme["colours"], tuple(map(tuple, theme["scenes"])), tuple(theme["patterns"]))
        for name, theme in told.items()
    }


THEMES = _read()
