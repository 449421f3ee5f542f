"""What a list shows, as a file."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dashboard.permissions import Permission, requires
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.queues.asked import Asked
from support.queues.export import as_csv, take
from support.queues.snapshot import kept, snapshot
from support.views.queues import check, draw


@requires(Permission.EXPORT_QUEUE)
@require_POST
def export_queue(request: HttpRequest, queue: str) -> HttpResponseBase:
    """The rows of the list as CSV, as they were when it was made while that is known; the audit has it first."""
    check(queue)
    given = QueryDict(request.POST.get("query", ""))
    here = kept(queue, request.POST.get("snapshot", "")) or snapshot(queue)
    try:
        export = take(Asker.staff(request.user), here, Asked.read(given.dict()), timezone.now())
    except Invalid as invalid:
        return draw(request, queue, given, problems=invalid.errors)
    except NotAllowed as error:
        raise PermissionDenied from error
    name = f"printdesk-{queue}-{export.at:%Y-%m-%dT%H%M}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(as_csv(export), content_type="text/csv; charset=utf-8", headers=headers)
