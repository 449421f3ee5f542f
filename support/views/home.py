"""What concerns somebody when they come in: a part of Find that comes after it, and a page of its own."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.shown.home import shown_home


@requires(Permission.FIND)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is to see to, worst first; the list alone for the page that is open."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    shown = {"home": shown_home(request.user), "now": timezone.now()}
    return render(request, "support/home/now.html" if is_htmx(request) else "support/home/page.html", shown)
