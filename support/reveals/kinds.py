"""Kinds of reasons for looking at personal data: what kinds.toml says."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def kinds() -> dict[str, str]:
    """Each kind's code with its words, in the order of the list."""
    return tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))


def words_of(kind: str) -> str:
    """The words of a kind; its code where it is no longer one."""
    return kinds().get(kind, kind)
