"""The adapter "claims-v1": claims as JSON over HTTP, with idempotency keys (docs/printer-adapters.md)."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any, Final
from urllib.parse import quote

from support.claims.models import Claim
from support.escalations.models import Escalation
from support.mail.attach import Loaded
from support.printer_api.message import Act, Message, Refusal
from support.printer_api.wire import Line, Reply, Unreached
from support.reasons import reasons
from support.webhooks.body import Told, Unreadable, read

OK: Final = frozenset({200, 201, 202})
NOT_FOUND: Final = 404
CONFLICT: Final = 409


class ClaimsV1:
    """``POST /claims``, ``POST /claims/{reference}/answers``, ``POST /claims/{reference}/close``,
    ``GET /claims/{reference}`` and ``GET /claims?escalation_id=``.
    """

    name: Final = "claims-v1"

    def message(
        self, act: str, escalation: Escalation, text: str, evidence: tuple[Loaded, ...], claim: Claim | None
    ) -> bytes:
        """Nothing about the customer but what somebody wrote into the text or is to be seen on a photo."""
        told: dict[str, Any] = {"escalation_id": escalation.pk, "text": text}
        if act == Act.OPEN:
            told |= _about(escalation)
        if claim is not None and claim.amount:
            told |= {"amount": claim.amount, "currency": claim.currency}
        if act != Act.CLOSE:
            told["evidence"] = [_photo(each) for each in evidence]
        return json.dumps(told, ensure_ascii=False).encode()

    def send(self, line: Line, message: Message) -> Told:
        """See ``Adapter``. A 409 says that the claim is there already, in whatever state: that one is read."""
        reply = line.ask("POST", _path(message), message.body, message.key)
        if reply.status == CONFLICT:
            return self._there(line, message)
        if reply.status not in OK:
            raise Refusal(f"It answered {reply.status}.", reply.status)
        return _told(reply)

    def read(self, line: Line, escalation_id: str, reference: str) -> Told | None:
        """See ``Adapter``."""
        path = f"/claims/{_spelt(reference)}" if reference else f"/claims?escalation_id={_spelt(escalation_id)}"
        reply = line.ask("GET", path)
        if reply.status == NOT_FOUND:
            return None
        if reply.status not in OK:
            raise Refusal(f"It answered {reply.status}.", reply.status)
        return _told(reply)

    def _there(self, line: Line, message: Message) -> Told:
        found = self.read(line, message.escalation_id, message.reference)
        if found is None:
            raise Refusal("It says that there is a conflict, and has no such claim.", CONFLICT)
        return found


def _about(escalation: Escalation) -> dict[str, Any]:
    reason = reasons().get(escalation.reason)
    return {
        "order": escalation.order_number or escalation.order_id,
        "print_job": escalation.print_job_id,
        "line": escalation.line_id,
        "reason": escalation.reason,
        "reason_text": reason.label if reason else escalation.reason,
        "severity": str(escalation.severity),
    }


def _photo(loaded: Loaded) -> dict[str, Any]:
    return {
        "name": loaded.attachment.name,
        "type": loaded.attachment.type,
        "sha256": hashlib.sha256(loaded.body).hexdigest(),
        "data": base64.b64encode(loaded.body).decode(),
    }


def _path(message: Message) -> str:
    if message.act is Act.OPEN:
        return "/claims"
    return f"/claims/{_spelt(message.reference)}/{'answers' if message.act is Act.ANSWER else 'close'}"


def _told(reply: Reply) -> Told:
    """What it says. An answer that cannot be read is no answer: what was asked may have been done."""
    try:
        return read(reply.body)
    except Unreadable as error:
        raise Unreached(f"Its answer cannot be read. {error}", status=reply.status) from error


def _spelt(part: str) -> str:
    return quote(part, safe="")
