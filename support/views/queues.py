"""The queues: all of them, one with its rows narrowed by its address, what came since it was opened, and what people
have taken.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.audit.record import LONGEST_REASON
from support.commands.refusals import Invalid
from support.queues.asked import Asked
from support.queues.changed import Changed, changed
from support.queues.filters import Filters
from support.queues.matching import Whose
from support.queues.names import QUEUES
from support.queues.owned import owned
from support.queues.saved import LONGEST_NAME, default_of
from support.queues.snapshot import Snapshot, kept, snapshot
from support.queues.until import CHOICES
from support.shown.home_claims import claims_lines
from support.shown.pages import number_from
from support.shown.queue_choices import query
from support.shown.queues import all_queues, owned_parts, queue_page

FIELDS = {field.name for field in fields(Filters)}
OWNED = {Whose.MINE: "Mine", Whose.TEAM: "My team’s"}


@requires(Permission.VIEW_QUEUES)
@require_safe
def queues(request: HttpRequest) -> HttpResponse:
    """Every queue with its figures; the list alone for the page that is open."""
    template = "support/queues/all_now.html" if is_htmx(request) else "support/queues/all.html"
    return render(request, template, {"lines": all_queues(), "claims": claims_lines(), "now": timezone.now()})


@requires(Permission.VIEW_QUEUES)
@require_safe
def queue(request: HttpRequest, queue: str) -> HttpResponse:
    """One page of a queue; what it opens with where the address says nothing."""
    check(queue)
    person = who(request)
    view = None if request.GET else default_of(person, queue)
    if view is not None and view.query:
        return HttpResponseRedirect(f"?{view.query}")
    return draw(request, queue, request.GET)


@requires(Permission.VIEW_QUEUES)
@require_safe
def queue_new(request: HttpRequest, queue: str) -> HttpResponse:
    """What came and went since a list was opened; nothing where that was told already."""
    check(queue)
    try:
        asked = Asked.read(request.GET.dict())
    except Invalid as error:
        raise Http404 from error
    if not is_htmx(request):
        return HttpResponseRedirect(f"{reverse('queue', args=[queue])}?{query(asked)}")
    before = kept(queue, request.GET.get("at", ""))
    newest = snapshot(queue)
    told = changed(before, newest, asked.wanted, who(request), timezone.now()) if before else None
    if told is not None and str(told) == request.GET.get("shown"):
        return HttpResponse(status=204)
    return render(request, "support/queues/new.html", _about_news(queue, before, told, query(asked)))


@requires(Permission.VIEW_QUEUES)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one has taken, over all queues."""
    return _owned(request, Whose.MINE)


@requires(Permission.VIEW_QUEUES)
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """What everybody of one's roles has taken."""
    return _owned(request, Whose.TEAM)


def draw(
    request: HttpRequest,
    queue: str,
    given: QueryDict,
    *,
    problems: Mapping[str, str] | None = None,
    chosen: Collection[str] = (),
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page that a query asks for. With ``problems`` the form that was sent is shown again: what was ``chosen`` and
    ``typed`` in it. A query that makes no sense is told as a problem too, and leaves the list as it is unnarrowed.
    """
    problems, told = dict(problems or {}), {name: str(given.get(name, "")) for name in given}
    try:
        asked = Asked.read(told)
    except Invalid as invalid:
        asked, problems = Asked(), {**invalid.errors, **problems}
    here = kept(queue, given.get("at", "")) or snapshot(queue)
    page = queue_page(
        here, asked, who(request), number_from(given.get("page", "")), chosen=chosen, every=bool(given.get("all"))
    )
    context: dict[str, Any] = {
        "page": page,
        "problems": problems,
        "narrowed_wrong": not problems.keys().isdisjoint(FIELDS),
        "given": page.given if not problems else {**page.given, **told},
        "typed": typed or {},
        "longest": LONGEST_REASON,
        "longest_name": LONGEST_NAME,
        **_about_news(queue, here, Changed(0, 0), page.query),
    }
    return render(request, "support/queues/queue.html", context, status=422 if problems else 200)


def check(queue: str) -> None:
    """Raises Http404 for a queue that there is not."""
    if queue not in QUEUES:
        raise Http404


def who(request: HttpRequest) -> User:
    """Who asks: the middleware lets in nobody who is not signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _about_news(queue: str, before: Snapshot | None, told: Changed | None, query: str) -> dict[str, Any]:
    return {"queue": queue, "before": before, "changed": told, "query": query}


def _owned(request: HttpRequest, whose: Whose) -> HttpResponse:
    now, person = timezone.now(), who(request)
    parts = owned_parts(owned(whose, person, now), person, now)
    shown = {
        "title": OWNED[whose],
        "whose": str(whose),
        "parts": parts,
        "now": now,
        "later": CHOICES,
        "longest": LONGEST_REASON,
    }
    return render(request, "support/queues/owned.html", shown)
