"""The audit: who did and saw what, narrowed and paged by its address; whether it holds; taking it as a file."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from dashboard.roles import roles_of
from support.audit import actors, verification
from support.audit.chain import newest
from support.audit.export import FORMS, Nothing, take
from support.audit.listing import page
from support.audit.record import Actor
from support.audit.selection import Selection, Unclear
from support.audit.standing import standing
from support.audit.types import TYPES
from support.models import AuditEvent
from support.shown.audit import event_page, pages_of, shown_events, told, type_choices

LONGEST_DIGITS = 18
NOTHING = "No event fits these filters, so there is nothing to take."
NO_FORM = "Choose CSV or JSON lines."


@requires(Permission.VIEW_AUDIT)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """One page of the events that the address asks for, newest first."""
    try:
        return _page(request, Selection.read(request.GET.dict()))
    except Unclear as unclear:
        return _page(request, Selection(), problems=dict(unclear.problems), status=422)


@requires(Permission.VIEW_AUDIT)
@require_safe
def audit_standing(request: HttpRequest) -> HttpResponse:
    """Whether it holds, and how far a verification is: the part of the page that follows by itself."""
    if not is_htmx(request):
        return HttpResponseRedirect(reverse("audit"))
    return render(request, "support/audit_standing.html", {"standing": standing()})


@requires(Permission.VIEW_AUDIT)
@require_safe
def audit_event(request: HttpRequest, event_number: str) -> HttpResponse:
    """One event with its hashes, and how to check it by hand."""
    number = _number(event_number)
    event = AuditEvent.objects.select_related("reason").filter(number=number).first() if number else None
    last = newest()
    if event is None or last is None:
        raise Http404
    shown = {"page": event_page(event, roles_of(request.user), last=last.number), "standing": standing()}
    return render(request, "support/audit_event.html", shown)


@requires(Permission.VIEW_AUDIT)
@require_POST
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Have the whole chain read now; the page follows how far that is."""
    verification.ask(Actor.staff(request.user).id)
    if is_htmx(request):
        return render(request, "support/audit_standing.html", {"standing": standing()})
    return HttpResponseRedirect(f"{reverse('audit')}#audit-standing")


@requires(Permission.EXPORT_AUDIT)
@require_POST
def audit_export(request: HttpRequest) -> HttpResponseBase:
    """The selected events as a file; that it was taken is in the audit before its first byte is sent."""
    try:
        selection = Selection.read(request.POST.dict())
    except Unclear as unclear:
        return _page(request, Selection(), problems=dict(unclear.problems), status=422)
    form = FORMS.get(request.POST.get("format", ""))
    if form is None:
        return _page(request, selection, problems={"export": NO_FORM}, status=422)
    try:
        export = take(Actor.staff(request.user), selection, form)
    except Nothing:
        return _page(request, selection, problems={"export": NOTHING}, status=422)
    name = f"printdesk-audit-{export.at:%Y-%m-%d}-{export.head.number}.{form.suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(form.write(export), content_type=form.content_type, headers=headers)


def _page(
    request: HttpRequest, selection: Selection, *, problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """The page; without events where what was asked for is not clear, and with what was typed."""
    given = request.POST if request.method == "POST" else request.GET
    before, after = (_number(request.GET.get(name, "")) for name in ("before", "after"))
    found = None if problems else page(selection, before=before, after=after)
    people = actors.everybody()
    shown = {
        "events": shown_events(found.events, roles_of(request.user)) if found else (),
        "beside": pages_of(found, selection) if found else {},
        "first": before is None and after is None,
        "given": given if problems else selection.given(),
        "filters": selection.given(),
        "query": urlencode(selection.given()),
        "told": told(selection, dict(people)),
        "problems": problems,
        "people": people,
        "types": type_choices(),
        "known": {actor for actor, _ in people} | set(TYPES) | {name.partition(".")[0] for name in TYPES},
        "most": settings.AUDIT_EXPORT_MOST,
        "standing": standing(),
    }
    return render(request, "support/audit.html", shown, status=status)


def _number(text: str) -> int | None:
    """A number of an event; None where none is given. Raises BadRequest where it is none."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS):
        raise BadRequest("this is no number of an event")
    return int(text)
