"""The incidents: the open ones worst first, the closed ones by page; one of them; opening one by hand."""

from __future__ import annotations

from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.incidents.begin import address_of
from support.incidents.listing import closed_incidents, find_incident, open_incidents
from support.incidents.open import OpenAlready, choices, open_by_hand
from support.shown.incident_page import incident_page
from support.shown.incidents import shown_incident

FORM = ["GET", "HEAD", "POST"]
UNCHANGED: Final = 204
NOT_READ: Final = "What went wrong today cannot be read at the moment. Try again in a minute."


@requires(Permission.VIEW_INCIDENTS)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The open ones; their list alone for the page that is open."""
    now = timezone.now()
    shown = {"incidents": [shown_incident(each, now) for each in open_incidents()], "now": now}
    return render(request, "support/incidents/now.html" if is_htmx(request) else "support/incidents/page.html", shown)


@requires(Permission.VIEW_INCIDENTS)
@require_safe
def incidents_closed(request: HttpRequest) -> HttpResponse:
    """Those that are over, newest first."""
    after, now = request.GET.get("after", ""), timezone.now()
    try:
        page = closed_incidents(after)
    except ValueError as error:
        raise BadRequest("no page of incidents ends there") from error
    closed = [shown_incident(each, now) for each in page.incidents]
    return render(
        request, "support/incidents/closed.html", {"incidents": closed, "page": page, "first": not after, "now": now}
    )


@requires(Permission.VIEW_INCIDENTS)
@require_safe
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident; for the page that is open what moves, or nothing where nothing did."""
    return one(request, incident_id)


@requires(Permission.MANAGE_INCIDENT)
@require_http_methods(FORM)
def incident_open(request: HttpRequest) -> HttpResponse:
    """Open one by hand."""
    if request.method != "POST":
        return _form(request)
    try:
        opened = open_by_hand(Asker.staff(request.user), request.POST.get("about", ""), request.POST.get("reason", ""))
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _form(request, 422, field=field, problem=problem)
    except OpenAlready as found:
        return _form(request, 409, problem=str(found), existing=found.incident)
    except (BotoCoreError, ClientError):
        return _form(request, 503)
    messages.success(request, "It is open. Ops and managers are told.")
    return HttpResponseRedirect(address_of(opened))


def one(request: HttpRequest, incident_id: int, status: int = 200, **about: Any) -> HttpResponse:
    """The page of an incident, with what is wrong with a form where something is. Raises Http404."""
    found = find_incident(incident_id)
    if found is None:
        raise Http404
    page = incident_page(found, request.GET.get("after", ""))
    moving = is_htmx(request) and request.method != "POST"
    if moving and request.GET.get("v", "") == page.version:
        return HttpResponse(status=UNCHANGED)
    template = "support/incidents/one_now.html" if moving else "support/incidents/one.html"
    return render(request, template, {"page": page, "typed": request.POST, **about}, status=status)


def _form(request: HttpRequest, status: int = 200, **about: Any) -> HttpResponse:
    """The form; without choices where what went wrong cannot be read."""
    try:
        shown = {"choices": choices(), **about}
    except (BotoCoreError, ClientError):
        shown, status = {"problem": NOT_READ}, 503
    shown |= {"typed": request.POST, "longest": LONGEST_REASON}
    return render(request, "support/incidents/open.html", shown, status=status)
