"""What printers tell us: signed calls, stored before they are answered (docs/webhooks.md)."""

from __future__ import annotations

from typing import Final

from django.http import UnreadablePostError
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from dashboard.permissions import Open, requires
from support.api.base import Call
from support.api.problems import problem
from support.printer_api.hint import hint
from support.webhooks import word
from support.webhooks.body import MOST_BYTES, begins_as_json
from support.webhooks.receive import Taken, signed_by, take
from support.webhooks.signature import Headers

TIMESTAMP: Final = "X-Printdesk-Timestamp"
EVENT_ID: Final = "X-Printdesk-Event-Id"
SIGNATURE: Final = "X-Printdesk-Signature"

TOO_LARGE: Final = f"A call has at most {MOST_BYTES:,} bytes."
MISSING: Final = f"A call has the headers {TIMESTAMP}, {EVENT_ID} and {SIGNATURE}."
NO_JSON: Final = "The body is no JSON object."
CUT: Final = "The body broke off."
BAD: Final = "The signature is none of this printer's, or too old. See the API's documentation, “webhooks”."
CLASH: Final = "Another body was stored under this event id. Give each event an id of its own."


class PrinterWebhook(Call):
    """One call of a printer. No token opens it, and no session: its signature says who calls."""

    authentication_classes = ()
    permission_classes = ()

    def get_throttles(self) -> list[BaseThrottle]:
        """None: whoever cannot sign costs a look at two rows, and printers share addresses."""
        return []

    @extend_schema(exclude=True)
    def post(self, request: Request, printer_id: str) -> Response:
        """202 stored, 200 seen before; everything else is a problem, and nothing is kept. Described for printers in
        the document's part about webhooks.
        """
        headers = Headers(*(request.headers.get(name, "") for name in (TIMESTAMP, EVENT_ID, SIGNATURE)))
        body = _body(request)
        if isinstance(body, Response):
            return body
        if not headers.complete:
            if not headers.signature:
                hint(printer_id)
            return problem(401, MISSING)
        if not signed_by(printer_id, headers, body):
            return problem(401, BAD)
        return _taken(printer_id, headers, body)


printer_webhook = requires(Open.PRINTER)(PrinterWebhook.as_view())


def _taken(printer_id: str, headers: Headers, body: bytes) -> Response:
    """Once it is known who calls. What cannot be understood is kept too, and a person looks at it."""
    if not begins_as_json(body):
        word.tell_of_unreadable(printer_id, NO_JSON)
        return problem(422, NO_JSON)
    taken = take(printer_id, headers, body)
    if taken is Taken.CLASHED:
        return problem(409, CLASH)
    return Response({"event_id": headers.event_id, "state": taken.value}, status=202 if taken is Taken.STORED else 200)


def _body(request: Request) -> bytes | Response:
    """The bytes, if there are not too many."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return problem(413, TOO_LARGE)
    try:
        body: bytes = request.body
    except UnreadablePostError:
        return problem(400, CUT)
    return body if len(body) <= MOST_BYTES else problem(413, TOO_LARGE)
