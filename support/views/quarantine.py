"""The quarantine: what was set aside, one record with both its images, applying it again, striking it off."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from orders.contract.tables import SOURCE_TABLES
from orders.projections.quarantine import Fate, Gone, Incomplete, Kept, kept, listing
from orders.store import Conflict, live_store
from support import quarantine
from support.audit.record import LONGEST_REASON, Actor
from support.shown.quarantine import record_page

NEWER = "A newer record of this row was set aside meanwhile. Look at it before you decide."
CLEARED = "This record is no longer set aside: a good version of the row has come, or somebody was faster."
BUSY = "The order is being written by others just now. Nothing was changed; try again."
CUT = "Its images were too long to be kept, so there is nothing to apply. A resync of the table reads the row anew."
WHY = "Say why, so that whoever finds the row again knows."


@requires(Permission.VIEW_QUARANTINE)
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """One page of the list, of one table or of all."""
    table = request.GET.get("table", "")
    if table and table not in SOURCE_TABLES:
        raise Http404
    try:
        page = listing(live_store(), table=table, after=request.GET.get("after", ""))
    except ValueError as error:
        raise BadRequest("this cursor is none of ours") from error
    shown = {"page": page, "table": table, "tables": list(SOURCE_TABLES), "more_before": "after" in request.GET}
    return render(request, "support/quarantine.html", shown)


@requires(Permission.VIEW_QUARANTINE)
@require_safe
def record(request: HttpRequest, record_id: str) -> HttpResponse:
    """One record: why, since when, both images, and what may be done."""
    return _page(request, _found(record_id))


@requires(Permission.MEND_QUARANTINE)
@require_POST
def replay(request: HttpRequest, record_id: str) -> HttpResponse:
    """Apply the record again, then say what became of it."""
    found = _unchanged(request, record_id)
    if isinstance(found, HttpResponse):
        return found
    try:
        fate = quarantine.replay(Actor.staff(request.user), found)
    except Incomplete:
        return _page(request, found, CUT, 409)
    except Conflict:
        return _page(request, found, BUSY, 409)
    tell = messages.warning if fate is Fate.QUARANTINED else messages.success
    tell(request, f"{quarantine.named(found)} {quarantine.SAYS[fate]}")
    return _on(record_id if fate is Fate.QUARANTINED else "")


@requires(Permission.MEND_QUARANTINE)
@require_POST
def discard(request: HttpRequest, record_id: str) -> HttpResponse:
    """Strike the record off, for a reason."""
    found = _unchanged(request, record_id)
    if isinstance(found, HttpResponse):
        return found
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return _page(request, found, WHY, 422)
    try:
        quarantine.discard(Actor.staff(request.user), found, reason[:LONGEST_REASON])
    except Gone:
        return _page(request, _found(record_id), NEWER, 409)
    except Conflict:
        return _page(request, found, BUSY, 409)
    messages.success(request, f"{quarantine.named(found)} was struck off. The source row is as it was.")
    return _on("")


def _found(record_id: str) -> Kept:
    try:
        found = kept(live_store(), record_id)
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _unchanged(request: HttpRequest, record_id: str) -> Kept | HttpResponse:
    """The record, if it is still the one that the form was made for; else the answer that says so."""
    try:
        found = kept(live_store(), record_id)
    except ValueError as error:
        raise Http404 from error
    if found is None:
        messages.warning(request, CLEARED)
        return _on("")
    return found if request.POST.get("fence") == found.fence else _page(request, found, NEWER, 409)


def _page(request: HttpRequest, found: Kept, problem: str = "", status: int = 200) -> HttpResponse:
    shown = {"page": record_page(found), "problem": problem, "longest": LONGEST_REASON}
    return render(request, "support/quarantine_record.html", shown, status=status)


def _on(record_id: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("quarantine-record", args=[record_id]) if record_id else reverse("quarantine"))
