"""The answers for load balancers and container engines: does this process live, and can it answer people?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from dashboard.permissions import Open, requires
from dashboard.readiness import READINESS, State


@requires(Open.PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. It asks nothing of PostgreSQL, Redis or AWS: restarting it would mend none of them."""
    return HttpResponse("ok\n", content_type="text/plain")


@requires(Open.PUBLIC)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part by name and what it said; 503 where pages cannot answer, 200 where they can, if only just."""
    found = READINESS.now()
    parts = {part.name: {"state": part.state, "ms": part.milliseconds} for part in found.parts}
    return JsonResponse({"state": found.state, **parts}, status=503 if found.state is State.FAILED else 200)
