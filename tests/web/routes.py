"""The site's routes with addresses to call: what the walks over roles and browsers go through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields

from dashboard import access_table
from tests.web import stories
from tests.web.conftest import RECORD_ID

ARGUMENTS = {
    "order_id": stories.ORDER_ID,
    "line_id": "l1",
    "render_id": "r-22aa",
    "print_job_id": "j-9",
    "user_id": stories.USER_ID,
    "record_id": RECORD_ID,
    "command_id": "c-404",
    "request_id": "q-404",
    "job_id": "b-404",
    "note_id": "404",
    "notice_id": "404",
    "event_number": "404",
    "situation": "photo_missing",
    "language": "de",
    "print_id": "p1",
    "page": "1",
    "printer_id": "koeln",
    "parcel_id": "s-5",
    "secret_id": "404",
    "reason": "damaged",
    "limit": "reveals_a_day",
    "role": "agent",
    "person_id": "404",
    "token_id": "404",
    "handover_id": "h-404",
    "escalation_id": "e-404",
    "remedy_id": "m-404",
    "claim_id": "k-404",
    "evidence_id": "f404",
    "link_id": "404",
    "secret": "s" * 43,
    "queue": "failed_renders",
    "view_id": "404",
    "run_id": "r-404",
    "schedule_id": "404",
    "incident_id": "404",
    "mail_id": "m-404",
    "webhook_id": "404",
    "call_id": "c-404",
}
"""What each argument of a route stands for in the walks; a route with another one must be given a value here, or in
``tests.web.objects`` where it is something that one of us has made."""

ARGUMENT = re.compile(r"<\w+:(\w+)>")


class Route(access_table.Route):
    """A route of the site that can be called."""

    @property
    def path(self) -> str:
        """An address of it."""
        return self.filled({})

    def filled(self, values: Mapping[str, str]) -> str:
        """Its address with these arguments, and those of ``ARGUMENTS`` for the rest."""
        known = {**ARGUMENTS, **values}
        unknown = set(self.arguments) - known.keys()
        assert not unknown, f"{self.name}: say in tests/web/routes.py, ARGUMENTS, what stands for {unknown}"
        return ARGUMENT.sub(lambda found: known[found[1]], self.address)


def routes() -> list[Route]:
    """Every route of the URLconf."""
    return [Route(*(getattr(each, field.name) for field in fields(each))) for each in access_table.routes()]
