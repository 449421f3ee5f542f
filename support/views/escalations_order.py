"""Taking up a problem with an order, one of its lines, print jobs or parcels."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.read import load_story
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, KeyUsed, NotAllowed, NotThere
from support.commands.wish import LONGEST_KEY
from support.escalations.escalate import Problem, escalate
from support.escalations.models import Escalation
from support.escalations.refusals import AlreadyOpen
from support.notes import drafts
from support.notes.models import LONGEST_TEXT
from support.shown.escalation_form import NAMES, escalate_form, likely_reason


@requires(Permission.ESCALATE)
@require_http_methods(["GET", "HEAD", "POST"])
def order_escalate(request: HttpRequest, order_id: str) -> HttpResponse:
    """The form, with what the address names and what is likely; and what was sent with it."""
    if request.method != "POST":
        return _form(request, Problem(order_id=order_id, reason="", key=uuid.uuid4().hex, **_named(request.GET)))
    problem = Problem(
        order_id=order_id,
        reason=request.POST.get("reason", ""),
        severity=request.POST.get("severity", ""),
        text=request.POST.get("text", ""),
        key=request.POST.get("key", "")[:LONGEST_KEY],
        **_named(request.POST),
    )
    try:
        made = escalate(Asker.staff(request.user), problem)
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, trouble = next(iter(invalid.errors.items()))
        return _form(request, problem, 422, trouble, field=field)
    except AlreadyOpen as found:
        return _form(request, problem, 409, str(found), existing=found.existing)
    except (KeyUsed, Busy) as refusal:
        return _form(request, problem, 409, str(refusal))
    return _made(request, made)


def _form(
    request: HttpRequest,
    problem: Problem,
    status: int = 200,
    trouble: str = "",
    *,
    field: str = "",
    existing: Escalation | None = None,
) -> HttpResponse:
    story = load_story(problem.order_id)
    if story is None:
        raise Http404
    if request.method != "POST":
        problem = replace(problem, reason=likely_reason(story, problem))
    page = escalate_form(story, problem, trouble=trouble, field=field, existing=existing)
    template = "support/escalations/new_form.html" if is_htmx(request) else "support/escalations/new.html"
    return render(request, template, {"page": page, "longest": LONGEST_TEXT}, status=status)


def _made(request: HttpRequest, made: Escalation) -> HttpResponse:
    """To its page, where it goes on from."""
    if isinstance(request.user, User):
        drafts.drop(request.user, f"escalate:{made.order_id}")
    messages.success(request, "Escalated. From here it is moved on, with words for what was done.")
    address = reverse("escalation", args=[made.pk])
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _named(sent: QueryDict) -> dict[str, Any]:
    """What is named by the form's choice, as "line:l1"; nothing where that is the whole order."""
    kind, _, id_ = sent.get("about", "").partition(":")
    return {NAMES[kind]: id_} if kind in NAMES and id_ else {}
