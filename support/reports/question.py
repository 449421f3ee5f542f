"""The question of an address or a form, with what its page asks where nothing is said."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone

from orders.sla.report.question import Question, asked
from support.reports.pages import OVERVIEW, Page
from support.reports.quick import usual

WORDS = ("cohort", "promise", "timezone", "as_of")


def question_of(said: QueryDict, page: Page = OVERVIEW) -> Question:
    """Raises BadQuestion. ``only`` and ``is`` are a filter in two fields, as the form has it."""
    start, end = usual(timezone.now().astimezone(_zone(said.get("timezone", ""))).date())
    by = [name for name in said.getlist("by") if name]
    where = [each for each in said.getlist("where") if each]
    if said.get("only", "") and said.get("is", ""):
        where.append(f"{said['only']}={said['is']}")
    return asked(
        start=said.get("from", "") or start.isoformat(),
        end=said.get("to", "") or end.isoformat(),
        unit=said.get("unit", "") or page.unit.value,
        by=",".join(by) if "by" in said else page.by,
        where=list(dict.fromkeys(where)),
        **{name: said.get(name, "") for name in WORDS},
    )


def _zone(text: str) -> ZoneInfo:
    """Of today's date; what is none is told with the rest that is wrong."""
    try:
        return ZoneInfo(text or "UTC")
    except (ValueError, OSError, LookupError):
        return ZoneInfo("UTC")
