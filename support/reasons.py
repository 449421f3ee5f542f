"""Why something is made again, taken up with somebody or paid for: the data of reasons.toml, which explains itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any


class Party(StrEnum):
    """Who may be liable."""

    PRINTER = "printer"
    CARRIER = "carrier"
    US = "us"
    CUSTOMER = "customer"


class Since(StrEnum):
    """What a window counts from."""

    DELIVERY = "delivery"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Window:
    """Until when something can be claimed: ``days`` after ``since``; not before ``wait_days`` working days after the
    carrier had it.
    """

    days: int
    since: Since
    wait_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason. ``rerender`` where a reprint of the same files would show the same fault. ``party`` is liable by
    default, ``undispatched`` while the printer has it. ``wanted`` are the names of what has to be seen, ``evidence``
    the same in sentences. ``window`` is None where nobody outside would pay.
    """

    code: str
    label: str
    party: Party
    undispatched: Party
    severity: str = "normal"
    rerender: bool = False
    wanted: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    window: Window | None = None
    situations: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Reasons of one kind, as a list offers them."""

    label: str
    reasons: tuple[Reason, ...]
    code: str = ""


@cache
def groups() -> tuple[Group, ...]:
    """Every reason, grouped."""
    told = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))
    windows = {name: Window(**{**about, "since": Since(about["since"])}) for name, about in told["windows"].items()}
    return tuple(_group(code, group, told["evidence"], windows) for code, group in told["groups"].items())


@cache
def reasons() -> dict[str, Reason]:
    """Every reason by its code."""
    return {reason.code: reason for group in groups() for reason in group.reasons}


@cache
def evidence_names() -> Mapping[str, str]:
    """Everything that may have to be seen, each with its sentence."""
    told = tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))
    return MappingProxyType(dict(told["evidence"]))


def reason_of(situation: str) -> str:
    """The code of the reason that is offered first in a line's case, "" where none is."""
    return next((reason.code for reason in reasons().values() if situation in reason.situations), "")


def _group(code: str, group: Mapping[str, Any], evidence: Mapping[str, str], windows: Mapping[str, Window]) -> Group:
    common = {name: group[name] for name in ("party", "evidence", "window") if name in group}
    return Group(
        group["label"],
        tuple(_reason(each, common | about, evidence, windows) for each, about in group["reasons"].items()),
        code,
    )


def _reason(code: str, about: Mapping[str, Any], evidence: Mapping[str, str], windows: Mapping[str, Window]) -> Reason:
    party = Party(about["party"])
    known = {name: about[name] for name in ("label", "severity", "rerender", "hint") if name in about}
    return Reason(
        code=code,
        party=party,
        undispatched=Party(about.get("undispatched", party)),
        wanted=tuple(about.get("evidence", ())),
        evidence=tuple(evidence[name] for name in about.get("evidence", ())),
        window=windows[about["window"]] if "window" in about else None,
        situations=tuple(about.get("situations", ())),
        **known,
    )
