"""How the chances of being late are worked out, and whether they come true."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.permissions import Permission, requires
from orders.sla.risk.kept import learned
from orders.store import live_store
from support.shown.risk import risk_page

AWAY = 503


@requires(Permission.VIEW_REPORTS)
@require_safe
def risk(request: HttpRequest) -> HttpResponse:
    """What was learned last."""
    try:
        found = learned(live_store().table)
    except (BotoCoreError, ClientError):
        response = render(request, "support/risk/page.html", {"away": True}, status=AWAY)
        response["Retry-After"] = "10"
        return response
    return render(request, "support/risk/page.html", {"page": risk_page(found, timezone.now()) if found else None})
