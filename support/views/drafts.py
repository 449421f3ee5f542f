"""Keeping what is typed while it is typed."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from support.commands.refusals import Invalid
from support.notes import drafts

PLAIN = "text/plain; charset=utf-8"


@requires(Permission.WRITE_NOTE)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep it. 409 where somebody else has signed in since the page was opened, 422 where it cannot be kept."""
    person = request.user
    if not isinstance(person, User) or request.POST.get("person", "") != str(person.pk):
        return HttpResponse("Somebody else is signed in now.", status=409, content_type=PLAIN)
    try:
        drafts.keep(person, request.POST.get("place", ""), request.POST.get("text", ""))
    except Invalid as invalid:
        return HttpResponse(str(invalid), status=422, content_type=PLAIN)
    return HttpResponse(status=204)


@requires(Permission.WRITE_NOTE)
@require_safe
def draft_token(request: HttpRequest) -> HttpResponse:
    """What a page that was opened before its person signed in again puts into its forms; for that person alone."""
    if request.GET.get("person", "") != str(request.user.pk):
        return HttpResponse("Somebody else is signed in now.", status=409, content_type=PLAIN)
    return HttpResponse(get_token(request), content_type=PLAIN)


def drop_of_form(request: HttpRequest) -> None:
    """What was typed in the form of this address was sent. Such forms name their draft ``act:`` and the address."""
    if isinstance(request.user, User):
        drafts.drop(request.user, f"act:{request.path}")
