"""Which units of a report are asked for, by an address."""

from __future__ import annotations

from django.http import QueryDict

from orders.sla.report.definitions import DIMENSIONS, PERIOD_DIMENSIONS, STAGES, Class
from orders.sla.report.listing import Behind
from orders.sla.report.periods import BadPeriod, number_of
from orders.sla.report.question import BadQuestion


def behind_of(said: QueryDict) -> Behind:
    """What an address names. Raises BadQuestion."""
    of, stage = said.get("class", ""), said.get("stage", "")
    if of and of not in list(Class):
        raise BadQuestion({"class": "There is no such class."})
    if stage and stage not in STAGES:
        raise BadQuestion({"stage": "There is no such stage."})
    return Behind(
        of=Class(of) if of else None,
        key=tuple(_filter(text) for text in said.getlist("key")),
        stage=stage,
        anomalies=said.get("anomalies", "") == "1",
    )


def _filter(text: str) -> tuple[str, str | None]:
    name, _, value = text.partition("=")
    if name not in DIMENSIONS:
        raise BadQuestion({"key": "There is no such group."})
    if name in PERIOD_DIMENSIONS:
        try:
            number_of(name, value)
        except BadPeriod as error:
            raise BadQuestion({"key": str(error)}) from error
    return name, value or None
