"""Why something is made again: the data of reasons.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; ``rerender`` where a reprint of the same files would show the same fault."""

    code: str
    label: str
    rerender: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Reasons of one kind, as a list offers them."""

    label: str
    reasons: tuple[Reason, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Every reason, grouped."""
    told = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))
    return tuple(
        Group(group["label"], tuple(Reason(code, **about) for code, about in group["reasons"].items()))
        for group in told.values()
    )


@cache
def reasons() -> dict[str, Reason]:
    """Every reason by its code."""
    return {reason.code: reason for group in groups() for reason in group.reasons}
