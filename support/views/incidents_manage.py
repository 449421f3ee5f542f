"""What people do about an incident, each at its own address."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from dashboard.permissions import Permission, requires
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere, Refused
from support.incidents import manage
from support.views.incidents import one

LONGEST_DIGITS = 9


@requires(Permission.MANAGE_INCIDENT)
@require_POST
def incident_owner(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Give it to somebody."""
    asker, chosen = Asker.staff(request.user), request.POST.get("owner", "")
    known = chosen.isascii() and chosen.isdigit() and len(chosen) <= LONGEST_DIGITS
    owner = int(chosen) if known else -1 if chosen else None
    said = "It has an owner." if chosen else "It has no owner."
    return _act(request, incident_id, lambda: manage.give(asker, incident_id, owner), said)


@requires(Permission.MANAGE_INCIDENT)
@require_POST
def incident_note(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Write about it."""
    asker, text = Asker.staff(request.user), request.POST.get("text", "")
    return _act(request, incident_id, lambda: manage.note(asker, incident_id, text), "The note is written.")


@requires(Permission.MANAGE_INCIDENT)
@require_POST
def incident_message(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Tell agents something on every order that it affects."""
    asker, message = Asker.staff(request.user), request.POST.get("message", "")
    said = "Agents read it on every affected order." if message.strip() else "Agents are told nothing more."
    return _act(request, incident_id, lambda: manage.say(asker, incident_id, message), said)


@requires(Permission.MANAGE_INCIDENT)
@require_POST
def incident_close(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Say that it is over."""
    asker, summary = Asker.staff(request.user), request.POST.get("summary", "")
    said = "Closed. If it comes back, it is a new incident that names this one."
    return _act(request, incident_id, lambda: manage.close(asker, incident_id, summary), said)


def _act(request: HttpRequest, incident_id: int, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it, and go to the incident; where it is refused, its page says why."""
    try:
        act()
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return one(request, incident_id, 422, field=field, problem=problem)
    except Refused as refusal:
        return one(request, incident_id, 409, problem=str(refusal))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("incident", args=[incident_id]))
