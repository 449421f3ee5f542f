"""Printers as programs get them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.fields import Choice, Shape, Text, Time, Whole
from support.printers.board import Standing
from support.printers.stages import Stage

STAGES = ", ".join(f"`{stage}`" for stage in Stage)


class Share(serializers.FloatField):
    """A share of 1 to four decimals, null of nothing."""

    def __init__(self, help_text: str) -> None:
        super().__init__(help_text=help_text, read_only=True, allow_null=True)


class PrinterWindowShape(Shape):
    """What became of the jobs sent in some days, as they stand now."""

    sent = Whole("Jobs sent in these days.")
    accepted = Whole()
    rejected = Whole()
    in_error = Whole("In error, or with files that cannot be used.")
    acceptance = Share("Accepted, of the accepted and rejected.")
    rejection = Share("Rejected, of the accepted and rejected.")
    error = Share("In error, of the accepted and rejected.")
    dispatched = Whole("Jobs dispatched in these days of which production was measured.")
    production_median = Share("Days from acceptance to dispatch that half of these needed at most.")
    production_most = Share("Days that nine of ten needed at most.")


class PrinterDayShape(PrinterWindowShape):
    """One day, in UTC."""

    day = serializers.DateField(read_only=True)


class PrinterPauseShape(Shape):
    """A pause made here."""

    since = Time(allow_null=False)
    until = Time(help_text="Null: until somebody resumes it.")
    by = Text("Who made it, as colleagues call them.")
    ended_at = Time(help_text="Null while it is open.")


class PrinterShape(Shape):
    """A printer and how it stands."""

    printer_id = Text()
    name = Text()
    country = Text("ISO 3166-1 alpha-2.")
    standing = Choice(Standing, help_text="The worst of `standings`.")
    standings: Any = serializers.ListField(child=Text(), read_only=True, help_text="All that hold, worst first.")
    silent_since = Time(help_text="Since when it is silent; null where it is not.")
    paused_until = Time(help_text="Null where it is not paused here, or until somebody resumes it.")
    open_jobs: Any = serializers.DictField(
        child=Whole(), read_only=True, help_text=f"Open jobs of the last four weeks by how far they are: {STAGES}."
    )
    unanswered_since = Time(help_text="Since when a job waits for an answer, where that is longer than it should.")
    last_heard = Time(help_text="When it last said anything of a job of the last four weeks.")
    seven_days = PrinterWindowShape()
    seven_before = PrinterWindowShape()
    production_days = Whole("Working days from acceptance to dispatch, as agreed; 0 where that is not known.")
    production_unit = Text("What production is measured in: `working days` by its own clock, or `calendar days`.")
    live_escalations = Whole()
    live_claims = Whole("Those of them for which the printer is liable.")
    url = serializers.URLField(allow_null=True, read_only=True)


class PrintersShape(Shape):
    """All printers, worst first."""

    results = PrinterShape(many=True)


class OnePrinterShape(PrinterShape):
    """A printer with its days and pauses."""

    products: Any = serializers.ListField(child=Text(), read_only=True, help_text="SKUs that it can make.")
    timezone = Text("IANA name.")
    claim_window_days = Whole("Days after delivery in which it takes claims; 0 where that is not known.")
    channel = Text("How it is told of problems from here: `mail`, `api` or `none`.")
    movable_jobs = Whole("Open jobs that another printer could make: `POST bulk-jobs` with `reroute` moves them.")
    days = PrinterDayShape(many=True, help_text="The last 28, newest first.")
    pauses = PrinterPauseShape(many=True, help_text="Newest first.")
