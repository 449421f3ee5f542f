"""Who looks at an order now; watching one, and the list of those that one watches."""

from __future__ import annotations

import hashlib
from typing import Final

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.commands.refusals import NotThere
from support.shown.watching import shown_watches
from support.watching import presence
from support.watching.watch import TooMany, unwatch, watch, watched_by

LIST: Final = "list"


@requires(Permission.BE_SEEN)
@require_POST
def order_presence(request: HttpRequest, order_id: str) -> HttpResponse:
    """Say that one looks at it; who else does, or 204 where that is as the page shows it."""
    names = presence.look(order_id, _person(request))
    shown = hashlib.sha256("\n".join(names).encode()).hexdigest()[:16] if names else "0"
    if shown == request.GET.get("shown", ""):
        return HttpResponse(status=204)
    return render(request, "support/order/presence_now.html", {"order_id": order_id, "names": names, "shown": shown})


@requires(Permission.BE_SEEN)
@require_POST
def order_leave(request: HttpRequest, order_id: str) -> HttpResponse:
    """One looks at it no longer: the page is closed or hidden."""
    presence.leave(order_id, _person(request))
    return HttpResponse(status=204)


@requires(Permission.WATCH)
@require_POST
def order_watch(request: HttpRequest, order_id: str) -> HttpResponse:
    """Be told of it from now on."""
    try:
        watch(_person(request), order_id)
    except NotThere as error:
        raise Http404 from error
    except TooMany as refusal:
        messages.warning(request, str(refusal))
        return HttpResponseRedirect(reverse("order", args=[order_id]))
    return _toggled(request, order_id, watched=True)


@requires(Permission.WATCH)
@require_POST
def order_unwatch(request: HttpRequest, order_id: str) -> HttpResponse:
    """Be told of it no more."""
    unwatch(_person(request), order_id)
    if request.POST.get("from") == LIST:
        return HttpResponseRedirect(reverse("watching"))
    return _toggled(request, order_id, watched=False)


@requires(Permission.WATCH)
@require_safe
def watching(request: HttpRequest) -> HttpResponse:
    """The orders that one watches."""
    shown = shown_watches(watched_by(_person(request)))
    return render(request, "support/watching.html", {"watches": shown, "now": timezone.now()})


def _toggled(request: HttpRequest, order_id: str, *, watched: bool) -> HttpResponse:
    if is_htmx(request):
        return render(request, "support/order/watch.html", {"order_id": order_id, "watched": watched})
    return HttpResponseRedirect(reverse("order", args=[order_id]))


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
