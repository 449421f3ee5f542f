"""Working on rows of a queue, each act at its own address; afterwards back to the list they were chosen in."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dashboard.permissions import Permission, requires
from orders.queues import QueueRow
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.queues.act import Came, Deed, act
from support.queues.asked import Asked
from support.queues.matching import chosen, matching
from support.queues.snapshot import kept, snapshot
from support.queues.until import until
from support.shown.queue_choices import query
from support.views.queues import check, draw, who

CAME: Final = {
    "take": ("is yours now", "are yours now"),
    "take-over": ("is yours now", "are yours now"),
    "release": ("is nobody’s now", "are nobody’s now"),
    "snooze": ("is put off; it is under Snoozed", "are put off; they are under Snoozed"),
    "done": (
        "is done; it comes back if it says something else",
        "are done; they come back if they say something else",
    ),
    "reopen": ("is open again", "are open again"),
}
LISTS: Final = {"mine": "queues-mine", "team": "queues-team"}
"""Where one may have come from, beside the queue’s own page."""

FORGED: Final = "What was selected could not be read. Select it again."
GONE: Final = "What was selected is in the queue no more."


@requires(Permission.WORK_QUEUE)
@require_POST
def take(request: HttpRequest, queue: str) -> HttpResponse:
    """They are mine, unless they are somebody’s."""
    return _act(request, queue, Deed(kind="take"))


@requires(Permission.WORK_QUEUE)
@require_POST
def take_over(request: HttpRequest, queue: str) -> HttpResponse:
    """They are mine, whosever they were."""
    return _act(request, queue, Deed(kind="take-over"))


@requires(Permission.WORK_QUEUE)
@require_POST
def release(request: HttpRequest, queue: str) -> HttpResponse:
    """They are nobody's."""
    return _act(request, queue, Deed(kind="release"))


@requires(Permission.WORK_QUEUE)
@require_POST
def snooze(request: HttpRequest, queue: str) -> HttpResponse:
    """Put them off until a time, and say why."""
    sent = request.POST
    at = until(sent.get("until", ""), sent.get("until_at", ""), timezone.now())
    return _act(request, queue, Deed(kind="snooze", until=at, reason=_reason(request)))


@requires(Permission.WORK_QUEUE)
@require_POST
def done(request: HttpRequest, queue: str) -> HttpResponse:
    """Be done with them until they say something else."""
    return _act(request, queue, Deed(kind="done", reason=_reason(request)))


@requires(Permission.WORK_QUEUE)
@require_POST
def reopen(request: HttpRequest, queue: str) -> HttpResponse:
    """Take them up again."""
    return _act(request, queue, Deed(kind="reopen"))


def _act(request: HttpRequest, queue: str, deed: Deed) -> HttpResponse:
    check(queue)
    given = QueryDict(request.POST.get("query", ""))
    try:
        asked = Asked.read(given.dict())
        came = act(Asker.staff(request.user), queue, _selected(request, queue, asked), deed)
    except Invalid as invalid:
        return _again(request, queue, given, invalid)
    except NotAllowed as error:
        raise PermissionDenied from error
    _tell(request, deed, came)
    return HttpResponseRedirect(_back(request, queue, given, asked))


def _selected(request: HttpRequest, queue: str, asked: Asked) -> list[QueueRow]:
    """The one row whose own button was pressed, all that match, or those that are ticked: as they were when the list
    was made, while that is known. Raises Invalid.
    """
    sent = request.POST
    here = kept(queue, sent.get("snapshot", "")) or snapshot(queue)
    if sent.get("all") and not sent.get("only"):
        return matching(here, asked.wanted, who(request), timezone.now())
    names = [sent["only"]] if sent.get("only") else sent.getlist("row")
    try:
        found = chosen(here, names)
    except ValueError as error:
        raise Invalid(row=FORGED) from error
    if names and not found:
        raise Invalid(row=GONE)
    return found


def _again(request: HttpRequest, queue: str, given: QueryDict, invalid: Invalid) -> HttpResponse:
    """The list with what was selected and typed; a list of several queues is drawn anew, and says what was wrong."""
    if request.POST.get("back") in LISTS:
        messages.warning(request, " ".join(invalid.errors.values()))
        return HttpResponseRedirect(reverse(LISTS[request.POST["back"]]))
    given = given.copy()
    for name, field in (("at", "snapshot"), ("page", "page"), ("all", "all")):
        given[name] = request.POST.get(field, "")
    return draw(
        request,
        queue,
        given,
        problems=invalid.errors,
        chosen=set(request.POST.getlist("row")),
        typed={name: request.POST.get(name, "") for name in ("reason", "until", "until_at")},
    )


def _tell(request: HttpRequest, deed: Deed, came: Came) -> None:
    one, many = CAME[deed.kind]
    if came.changed:
        rows = "1 row" if came.changed == 1 else f"{came.changed} rows"
        messages.success(request, f"{rows} {one if came.changed == 1 else many}.")
    if came.others:
        told = "1 row is a colleague’s" if came.others == 1 else f"{came.others} rows are colleagues’"
        messages.warning(request, f"{told}, and left alone. Take over what you go on with.")
    if not came.changed and not came.others:
        messages.warning(request, "Nothing was to be changed.")


def _back(request: HttpRequest, queue: str, given: QueryDict, asked: Asked) -> str:
    if request.POST.get("back") in LISTS:
        return reverse(LISTS[request.POST["back"]])
    page = request.POST.get("page", "")
    told = query(asked, page=page if page.isdecimal() and page != "1" else "")
    return f"{reverse('queue', args=[queue])}?{told}"


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:LONGEST_REASON]
