"""Printers for programs: how each stands, and its days. Pausing one is for people, who answer for it: there is no call
for it, whatever a token's role and scopes.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Permission
from support.api import documented, links
from support.api.base import Call
from support.api.shapes.printers import OnePrinterShape, PrintersShape
from support.printer_rules.rules import rules_of
from support.printers.board import PrinterCard, board
from support.printers.figures import Window
from support.shown.printers_page import PrinterPage, printer_page

PRINTER_ID = OpenApiParameter("printer_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The printer’s id.")


class Printers(Call):
    """All printers."""

    permission = Permission.VIEW_PRINTERS

    @extend_schema(
        operation_id="printers",
        summary="All printers and how they stand, worst first",
        responses=documented.answers(PrintersShape),
        tags=["Printers"],
    )
    def get(self, request: Request) -> Response:
        """Open jobs, shares of rejections and errors, production against what was agreed, silence, pauses. Pausing and
        resuming a printer is done by people, on its page.
        """
        return Response(PrintersShape({"results": [_told(request, card) for card in board()]}).data)


class OnePrinter(Call):
    """One printer."""

    permission = Permission.VIEW_PRINTERS

    @extend_schema(
        operation_id="printer",
        summary="A printer, its last 28 days and its pauses",
        parameters=[PRINTER_ID],
        responses=documented.answers(OnePrinterShape, 404),
        tags=["Printers"],
    )
    def get(self, request: Request, printer_id: str) -> Response:
        """As in the list, with its days and pauses, and how many open jobs could be moved."""
        page = printer_page(printer_id)
        if page is None:
            raise Http404("There is no printer with this id.")
        return Response(OnePrinterShape(_told(request, page.shown.card) | _more(page)).data)


def _told(request: Request, card: PrinterCard) -> dict[str, Any]:
    figures, printer = card.figures, card.printer
    return {
        "printer_id": printer.printer_id,
        "name": card.name,
        "country": printer.country,
        "standing": card.standing,
        "standings": [standing.value for standing in card.standings],
        "silent_since": card.silence.since if card.silence else None,
        "paused_until": card.pause.until if card.pause else None,
        "open_jobs": {stage.value: count for stage, count in figures.stages.items()},
        "unanswered_since": card.unanswered,
        "last_heard": figures.heard[0] if figures.heard else None,
        "seven_days": _window(figures.now),
        "seven_before": _window(figures.before),
        "production_days": printer.production_days,
        "production_unit": card.unit,
        "live_escalations": card.problems.live,
        "live_claims": card.problems.claims,
        "url": links.page(request, "printer", printer.printer_id),
    }


def _more(page: PrinterPage) -> dict[str, Any]:
    printer = page.printer
    return {
        "products": list(printer.products),
        "timezone": printer.timezone,
        "claim_window_days": printer.claim_window_days,
        "channel": rules_of(printer.printer_id, printer).channel.value,
        "movable_jobs": page.movable,
        "days": [_window(each) | {"day": day} for day, each, _ in page.days],
        "pauses": [
            {"since": one.pause.since, "until": one.pause.until, "by": one.by, "ended_at": one.pause.ended_at}
            for one in page.pauses
        ],
    }


def _window(window: Window) -> dict[str, Any]:
    return {
        "sent": window.sent,
        "accepted": window.accepted,
        "rejected": window.rejected,
        "in_error": window.broken,
        "acceptance": window.acceptance,
        "rejection": window.rejection,
        "error": window.error,
        "dispatched": window.dispatched,
        "production_median": window.median,
        "production_most": window.most,
    }
