"""What was learned, as a file beside the lake: replaced only by whoever has seen the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from orders.sla.facts import SCHEMA_VERSION
from orders.sla.lake import files
from orders.sla.risk.calibration import Calibration, Group
from orders.sla.risk.model import VERSION, Model

_read: Final[dict[str, tuple[str, Any]]] = {}
"""What this process has read last, by key, with its ETag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A model, and how those made as it was have done."""

    model: Model
    calibration: Calibration


def learned(table: str) -> Learned | None:
    """What was learned last of a projection; None before anything was."""
    told = _stored(_key(table))
    return None if told is None else Learned(model=_model(told["model"]), calibration=_calibration(told["calibration"]))


def keep_learned(table: str, found: Learned) -> None:
    """Keep it, unless somebody else has just kept theirs."""
    model = {name: value for name, value in _fields(found.model).items() if name != "kept"}
    told = {"model": model, "calibration": asdict(found.calibration)}
    key = _key(table)
    before = files.read(key)
    with suppress(files.Overtaken):
        files.replace(key, json.dumps(told).encode(), before[1] if before else "")


def _stored(key: str) -> Any:
    """What a file holds; fetched only where it has changed. None where there is none."""
    known = _read.get(key)
    if known is not None and files.is_still(key, known[0]):
        return known[1]
    found = files.read(key)
    if found is None:
        _read.pop(key, None)
        return None
    _read[key] = found[1], json.loads(found[0])
    return _read[key][1]


def _key(table: str) -> str:
    return f"risk/v{SCHEMA_VERSION}-{VERSION}/{table}.json"


def _fields(model: Model) -> dict[str, Any]:
    return {name: getattr(model, name) for name in Model.__dataclass_fields__}


def _model(told: Mapping[str, Any]) -> Model:
    """JSON has texts for numbers as keys."""
    numbered = {name: {int(key): value for key, value in told[name].items()} for name in ("following", "ended")}
    hazards = {int(stage): tuple(hazard) for stage, hazard in told["hazards"].items()}
    return Model(at=told["at"], orders=told["orders"], hazards=hazards, notches=told["notches"], **numbered)


def _calibration(told: Mapping[str, Any]) -> Calibration:
    return Calibration(
        whole=Group(**told["whole"]) if told["whole"] else None,
        bins=[Group(**each) for each in told["bins"]],
        lanes=[Group(**each) for each in told["lanes"]],
        left_out=told["left_out"],
    )
