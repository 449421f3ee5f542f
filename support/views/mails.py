"""Mails: the list, one of them, and deciding about one of which nobody knows whether it was sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed, NotThere, Refused
from support.mail import mend
from support.mail.listing import Wanted, find_mail
from support.mail.models import Mail
from support.shown.mails import mask_of, shown_mail
from support.shown.mails_page import mails_page

LONGEST_DIGITS = 9


@requires(Permission.VIEW_MAILS)
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Those that somebody has to see to, and the list that the address asks for."""
    try:
        wanted = Wanted.read(request.GET.get("state", ""), request.GET.get("to", ""))
        page = mails_page(wanted, request.GET.get("after", ""))
    except ValueError as error:
        raise BadRequest("there is no such list") from error
    return render(request, "support/mails/list.html", {"page": page})


@requires(Permission.VIEW_MAILS)
@require_safe
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    """One; for the page that is open, what may change of it, or 204 while that holds."""
    found = _found(mail_id)
    if not is_htmx(request):
        return _one(request, found)
    if request.GET.get("v", "") == str(found.changes):
        return HttpResponse(status=204)
    return _one(request, found, template="support/mails/one_now.html")


@requires(Permission.MEND_MAIL)
@require_POST
def mail_was_sent(request: HttpRequest, mail_id: str) -> HttpResponse:
    """Somebody knows that it was."""
    return _decide(request, mail_id, partial(mend.was_sent, mail_id=mail_id, seen=_seen(request)), "Noted as sent.")


@requires(Permission.MEND_MAIL)
@require_POST
def mail_once_more(request: HttpRequest, mail_id: str) -> HttpResponse:
    """Send it again, though it may arrive twice."""
    act = partial(mend.once_more, mail_id=mail_id, seen=_seen(request))
    return _decide(request, mail_id, act, "It is sent once more.")


def _decide(request: HttpRequest, mail_id: str, act: Callable[[Asker], Mail], said: str) -> HttpResponse:
    try:
        act(Asker.staff(request.user))
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Refused as refusal:
        return _one(request, _found(mail_id), problem=str(refusal), status=409)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("mail", args=[mail_id]))


def _one(
    request: HttpRequest, found: Mail, *, template: str = "support/mails/one.html", problem: str = "", status: int = 200
) -> HttpResponse:
    shown = shown_mail(found, mask_of(found))
    about = {"shown": shown, "mail": found, "problem": problem, "now": timezone.now()}
    return render(request, template, about, status=status)


def _found(mail_id: str) -> Mail:
    found = find_mail(mail_id)
    if found is None:
        raise Http404
    return found


def _seen(request: HttpRequest) -> int:
    """The number of changes that the form was drawn with; a form that says none was never drawn."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS else 0
