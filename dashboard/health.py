"""The answer for load balancers and container engines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dashboard.permissions import Open, requires


@requires(Open.PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. It asks nothing of PostgreSQL, Redis or AWS: without them pages still say so in words,
    and a balancer that took every process away would make a small fault a large one.
    """
    return HttpResponse("ok\n", content_type="text/plain")
