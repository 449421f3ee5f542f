"""Targets: what is aimed at for each lane and product, since when, and adding a version."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.shown.targets import shown_targets, usual_words
from support.targets.add import add, version_from
from support.targets.listing import all_targets

FIELDS = ("country", "product", "starts_on", "per_cent", "reason")


@requires(Permission.VIEW_REPORTS)
@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Every target with its history; the form to add a version where somebody may."""
    typed = {name: request.GET.get(name, "") for name in FIELDS}
    typed["starts_on"] = typed["starts_on"] or timezone.now().date().isoformat()
    return _page(request, typed)


@requires(Permission.MANAGE_TARGETS)
@require_POST
def target_add(request: HttpRequest) -> HttpResponse:
    """From a day on, let another number count, or take a target back."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        about = (typed["country"], typed["product"], typed["starts_on"], typed["per_cent"])
        wanted = version_from(*about, take_back="take_back" in request.POST)
        add(Asker.staff(request.user), wanted, typed["reason"])
    except Invalid as invalid:
        return _page(request, typed, invalid.errors, status=422)
    except NotAllowed as error:
        raise PermissionDenied from error
    messages.success(request, "The target has a new version. Reports draw it from its day on.")
    return HttpResponseRedirect(reverse("targets"))


def _page(
    request: HttpRequest, typed: dict[str, str], problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.now().date()
    shown = {
        "targets": shown_targets(all_targets(), today),
        "usual": usual_words(),
        "today": today,
        "typed": typed,
        "take_back": "take_back" in request.POST,
        "problems": problems or {},
        "longest": LONGEST_REASON,
    }
    return render(request, "support/targets/page.html", shown, status=status)
