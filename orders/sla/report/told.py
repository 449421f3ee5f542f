"""An answer as programs read it: JSON, with durations in hours and percentages, both to four decimals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from orders.sla.facts import Unit
from orders.sla.report.answer import Answer, Figures
from orders.sla.report.definitions import SHOWN


def told(answer: Answer) -> dict[str, Any]:
    """The answer with what it was asked, so that it can be asked again."""
    question = answer.question
    counted = "orders" if question.unit is Unit.ORDER else "units"
    return {
        "as_of": _instant(question.as_of),
        "data_until": _instant(answer.data_until),
        "definitions_version": answer.version,
        "from": question.start.isoformat(),
        "to": question.end.isoformat(),
        "unit": question.unit.value,
        "cohort": question.cohort.value,
        "promise": question.promise.value,
        "by": list(question.by),
        "where": [f"{dimension}={value or ''}" for dimension, value in question.where],
        "timezone": question.timezone,
        "rows": [{"key": figures.key} | _figures(figures, counted) for figures in answer.rows],
        "total": _figures(answer.total, counted),
    }


def _figures(figures: Figures, counted: str) -> dict[str, Any]:
    return {
        counted: figures.units,
        **{each.value: figures.classes[each] for each in SHOWN},
        "on_time_pct": figures.on_time_pct,
        "stages": {
            name: {"n": stage.n, "anomalies": stage.anomalies, **stage.percentiles, "mean": stage.mean}
            for name, stage in figures.stages.items()
        },
    }


def _instant(when: datetime | None) -> str | None:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z") if when else None
