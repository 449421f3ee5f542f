"""``Idempotency-Key``: a program that is not sure whether its call arrived makes it again, and it counts once.

The same key and body give the first answer again, another body is refused, and so is a second call while the first
runs. Kept in SQL for two days.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.db.models.functions import Now
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.models import ApiToken
from support.api.problems import SERVER_FAULT, problem
from support.api.stored import LONGEST_KEY, StoredCall

HEADER: Final = "Idempotency-Key"
RUNS_AT_MOST: Final = timedelta(minutes=1)
"""A call that runs longer died: whoever makes it again begins anew, which the action itself must bear."""

KEPT: Final = timedelta(days=2)


def key_of(request: Request) -> str:
    """The call's key, "" where it brings none."""
    return str(request.headers.get(HEADER, "")).strip()


def once(request: Request, act: Callable[[], Response]) -> Response:
    """The answer of ``act``, or the one that it gave when it was called first."""
    key, token = key_of(request), request.auth
    try:
        digest = _digest(request)
    except RequestDataTooBig:
        return problem(413, "The body is too long.")
    if not key or not isinstance(token, ApiToken):
        return act()
    if len(key) > LONGEST_KEY or not key.isprintable():
        return problem(400, "See errors.", errors={HEADER: [f"At most {LONGEST_KEY} printable characters."]})
    return _known(token, key, digest) or _run(token, key, act)


def forget() -> None:
    """Drop what nobody asks about any more."""
    StoredCall.objects.filter(begun_at__lt=Now() - KEPT).delete()


def _known(token: ApiToken, key: str, digest: str) -> Response | None:
    """The answer to a call that was made before; None where this one is the first, or goes on for one that died."""
    call, new = StoredCall.objects.get_or_create(token=token, key=key, defaults={"digest": digest, "begun_at": Now()})
    if call.digest != digest:
        return problem(422, "This Idempotency-Key was used for another call.")
    if call.status is not None:
        return Response(call.body, status=call.status, content_type=call.content_type)
    if not new and not _take_over(call):
        return problem(409, "The first call with this Idempotency-Key still runs.", headers={"Retry-After": "1"})
    return None


def _run(token: ApiToken, key: str, act: Callable[[], Response]) -> Response:
    """Act and keep the answer; what is our own fault is forgotten, so that the call can be made again."""
    ours = StoredCall.objects.filter(token=token, key=key)
    try:
        answer = act()
    except BaseException:
        ours.delete()
        raise
    if answer.status_code >= SERVER_FAULT:
        ours.delete()
        return answer
    body = json.loads(JSONRenderer().render(answer.data))
    ours.update(status=answer.status_code, content_type=answer.content_type or "application/json", body=body)
    return answer


def _take_over(call: StoredCall) -> bool:
    """Whether the first call is taken to be dead, and this one goes on in its place."""
    dead = StoredCall.objects.filter(pk=call.pk, status=None, begun_at__lt=Now() - RUNS_AT_MOST)
    return dead.update(begun_at=Now()) == 1


def _digest(request: Request) -> str:
    told = f"{request.method} {request.get_full_path()}\n".encode() + request._request.body
    return hashlib.sha256(told).hexdigest()
