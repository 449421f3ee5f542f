"""A report as a mail: what is found in one sentence, the figures, the trend as a picture, and all of it as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import reverse

from orders.sla.lake import files
from orders.sla.report.answer import Answer, answer
from orders.sla.report.definitions import PERIOD_DIMENSIONS
from orders.sla.report.listing import Behind
from orders.sla.report.question import Question
from orders.store import live_store
from support.mail.attach import Attachment
from support.mail.models import Recipient
from support.mail.post import Letter
from support.report_runs.covers import NAMES, Covers
from support.report_runs.models import ReportRun, ReportSchedule
from support.report_runs.picture import Bar, picture
from support.reports.export import FIGURES, Export, as_csv
from support.shown import report_findings as findings
from support.shown.report_aims import Aims
from support.shown.report_links import words_of
from support.shown.report_words import CLASSES, UNITS, named, percent
from support.targets.listing import all_targets

MOST_GROUPS: Final = 40
DAYS_BY_DAY: Final = 14
FOLDER: Final = "reports/"
"""Where files of runs lie in the lake's bucket, beside the facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What every recipient is told, and where its files lie."""

    subject: str
    text: str
    html: str
    files: tuple[Attachment, ...]

    def to(self, person: User, run: ReportRun) -> Letter:
        """The letter to one of them."""
        return Letter(
            recipient=Recipient.STAFF,
            recipient_id=str(person.pk),
            subject=self.subject,
            text=self.text,
            html=self.html,
            attachments=self.files,
            key=f"report:{run.pk}:{person.pk}",
        )


def tell(schedule: ReportSchedule, run: ReportRun, question: Question) -> Told:
    """Ask, draw, and put the files where the mail takes them from. Raises lake.local.NoLake."""
    found = answer(question, live_store().table)
    trend = found if question.by == (_grain(question),) else _trend(question)
    shown = _shown(schedule, found, question)
    kept = partial(Attachment, bucket=settings.LAKE_BUCKET)
    chart = kept(key=f"{FOLDER}{run.pk}.png", name="trend.png", type="image/png", cid="trend")
    table = kept(key=f"{FOLDER}{run.pk}.csv", name="report.csv", type="text/csv")
    files.write(chart.key, picture(_bars(trend)))
    files.write(table.key, _csv(found).encode())
    return Told(
        subject=f"{schedule.name}: {percent(found.total.on_time_pct)} on time, {shown['days']}",
        text=render_to_string("support/report_runs/mail.txt", shown),
        html=render_to_string("support/report_runs/mail.html", shown),
        files=(chart, table),
    )


def _shown(schedule: ReportSchedule, found: Answer, question: Question) -> dict[str, object]:
    said = urlencode([(name, value) for name, value in words_of(question) if name != "as_of"])
    days = f"{question.start:%-d %b %Y} to {question.end:%-d %b %Y}"
    return {
        "name": schedule.name,
        "covers": NAMES[Covers(schedule.covers)],
        "days": f"{question.start:%-d %b %Y}" if question.start == question.end else days,
        "finding": findings.of_all(found, Aims(question, all_targets()).of({})),
        "units": UNITS[question.unit],
        "total": found.total.units,
        "on_time": percent(found.total.on_time_pct),
        "classes": [(CLASSES[of][0], number) for of, number in found.total.classes.items()],
        "by": " and ".join(question.by),
        "groups": [(_group(each.key), each.units, percent(each.on_time_pct)) for each in found.rows[:MOST_GROUPS]],
        "more": max(0, len(found.rows) - MOST_GROUPS),
        "question": [(name.replace("_", " "), value or "none") for name, value in question.said()],
        "until": found.data_until,
        "version": found.version,
        "address": f"{settings.PUBLIC_URL}{reverse('reports')}?{said}",
        "schedules": f"{settings.PUBLIC_URL}{reverse('report-schedules')}",
    }


def _group(key: dict[str, str | None]) -> str:
    return " / ".join(named(value, dimension) for dimension, value in key.items())


def _grain(question: Question) -> str:
    return "day" if (question.end - question.start).days < DAYS_BY_DAY else "week"


def _trend(question: Question) -> Answer:
    return answer(replace(question, by=(_grain(question),)), live_store().table, {})


def _bars(trend: Answer) -> list[Bar]:
    aims = Aims(trend.question, all_targets())
    dimension = next(name for name in trend.question.by if name in PERIOD_DIMENSIONS)
    return [Bar(each.key[dimension] or "", each.on_time_pct, aims.of(each.key)) for each in trend.rows]


def _csv(found: Answer) -> str:
    export = Export(question=found.question, behind=Behind(), what=FIGURES, figures=found, data_until=found.data_until)
    return "".join(as_csv(export))
