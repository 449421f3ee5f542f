"""What the other rooms have to tell a handover: bulk jobs, printers, escalations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import Count, Q
from django.urls import reverse

from orders.printers import every_printer
from support.bulk import listing as bulk_listing
from support.bulk.models import FINAL, BulkJob, RowState
from support.bulk.totals import BAD, chosen, finished, totals_of
from support.escalations.listing import LIVE
from support.escalations.models import Escalation
from support.handover.period import Period
from support.handover.report import Line, Section
from support.printers.models import PrinterPause
from support.printers.words import until_words
from support.shown.bulk import shown_job

MOST: Final = 50


def bulk_jobs(period: Period) -> Section:
    """Those that began or ended in the period, or are not over."""
    touched = period.within("started_at") | period.within("ended_at") | ~Q(state__in=FINAL)
    found = list(bulk_listing.shown().filter(touched).order_by("-asked_at", "pk")[: MOST + 1])
    totals = totals_of([job.pk for job in found[:MOST]])
    return Section(
        name="bulk",
        title="Bulk jobs",
        nothing="None.",
        lines=[_job(job, totals[job.pk]) for job in found[:MOST]],
        more=len(found[MOST:]),
    )


def printers(period: Period) -> Section:
    """Pauses that began or ended in the period, and those in force."""
    touched = period.within("since") | period.within("ended_at") | Q(ended_at=None)
    found = list(PrinterPause.objects.filter(touched).order_by("-since", "pk")[:MOST])
    names = {printer.printer_id: printer.name for printer in every_printer()} if found else {}
    lines = [_pause(pause, names) for pause in found]
    return Section(name="printers", title="Printers paused here", nothing="None.", lines=lines)


def escalations(period: Period, now: datetime) -> Section:
    """How many were opened and closed, and what is left of them: one query."""
    kinds = {
        "Opened": period.within("opened_at"),
        "Closed": period.within("closed_at"),
        "Not closed now": LIVE,
        "Overdue now": LIVE & Q(due_at__lt=now),
        "Nobody’s now": LIVE & Q(owner=None),
    }
    found = Escalation.objects.aggregate(**{str(at): Count("pk", filter=q) for at, q in enumerate(kinds.values())})
    lines = [
        Line(what=words, number=found[str(at)], address=reverse("escalations") if words.endswith("now") else "")
        for at, words in enumerate(kinds)
        if found[str(at)]
    ]
    return Section(name="escalations", title="Escalations", nothing="None.", lines=lines)


def _job(job: BulkJob, counts: Mapping[str, int]) -> Line:
    whole = chosen(counts) - counts[RowState.LEFT_OUT]
    shown, bad = shown_job(job, counts), sum(counts[state] for state in BAD)
    done = f"{finished(counts):,} of {whole:,} over"
    about = [shown.label.lower(), done, *([f"{bad:,} went wrong"] if bad else [])]
    return Line(what=shown.title, beside=", ".join(about), address=reverse("bulk-job", args=[job.pk]), who=job.actor)


def _pause(pause: PrinterPause, names: Mapping[str, str]) -> Line:
    return Line(
        what=names.get(pause.printer_id) or pause.printer_id,
        beside="gets new work again" if pause.ended_at else f"paused {until_words(pause)}",
        address=reverse("printer", args=[pause.printer_id]),
        who=f"staff:{pause.by_id}",
        event=pause.event_id,
    )
