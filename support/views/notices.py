"""Notices: the page, the bell's count, and ticking them off."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from support.notices import listing
from support.notices.unread import unread
from support.shown.notices import shown_notices

LONGEST_DIGITS = 18


@requires(Permission.VIEW_NOTICES)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's own, unread first."""
    shown = shown_notices(listing.notices_of(_person(request)))
    return render(request, "support/notices.html", {"notices": shown, "now": timezone.now()})


@requires(Permission.VIEW_NOTICES)
@require_safe
def notices_count(request: HttpRequest) -> HttpResponse:
    """The bell anew; 204 where it shows what is so."""
    if request.GET.get("n", "") == str(unread(request.user)):
        return HttpResponse(status=204)
    return render(request, "support/notices_bell.html")


@requires(Permission.VIEW_NOTICES)
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Tick all off that the page showed."""
    newest = request.POST.get("newest", "")
    if newest.isascii() and newest.isdigit() and len(newest) <= LONGEST_DIGITS:
        listing.read_all(_person(request), int(newest))
    return HttpResponseRedirect(reverse("notices"))


@requires(Permission.VIEW_NOTICES)
@require_POST
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Tick one off, and stay."""
    _read(request, notice_id)
    return HttpResponseRedirect(reverse("notices"))


@requires(Permission.VIEW_NOTICES)
@require_POST
def notice_open(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Tick one off, and go where it leads."""
    return HttpResponseRedirect(_read(request, notice_id))


def _read(request: HttpRequest, notice_id: int) -> str:
    found = listing.read(_person(request), notice_id)
    if found is None:
        raise Http404
    return found.address


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
