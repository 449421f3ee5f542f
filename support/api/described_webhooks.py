"""What the OpenAPI document says of the calls that printers make to us."""

from __future__ import annotations

from typing import Any, Final

from support.webhooks.body import LONGEST_NOTE, LONGEST_TEXT, LONGEST_WORD, MOST_BYTES

PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemShape"}}}
ANSWERS: Final = {
    "202": "Stored: it is safe with us.",
    "200": "Stored before: nothing is to be done.",
    "400": "A header is missing.",
    "401": "The signature is none of this printer's, or too old.",
    "409": "Another body was stored under this event id.",
    "413": f"The body has more than {MOST_BYTES:,} bytes.",
    "422": "The body is no JSON object.",
    "503": "It cannot be stored now: the same again after `Retry-After` seconds.",
}
HEADERS: Final = (
    ("X-Printdesk-Timestamp", "^[0-9]{1,12}$", "Seconds since 1970 as it is signed; 300 seconds off at most."),
    ("X-Printdesk-Event-Id", "^[!-Z\\\\\\]^_`a-z|}~]{1,200}$", "One id an event, the same at each try; no [ and {."),
    (
        "X-Printdesk-Signature",
        "v1=[0-9a-f]{64}",
        'v1=hex(hmac_sha256(secret, timestamp + "." + event_id + "." + body)); several with commas between them.',
    ),
)


def webhooks() -> dict[str, Any]:
    """The section ``webhooks`` of the document."""
    return {
        "printer_claim": {
            "post": {
                "operationId": "printer_claim",
                "summary": "A printer tells how a claim stands",
                "description": "Sent to /api/v1/webhooks/printers/{printer_id}, signed with the printer's secret.",
                "tags": ["Webhooks"],
                "security": [],
                "parameters": [_header(*each) for each in HEADERS],
                "requestBody": {"required": True, "content": {"application/json": {"schema": _body()}}},
                "responses": {status: _answer(status, said) for status, said in ANSWERS.items()},
            }
        }
    }


def _header(name: str, pattern: str, said: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "header", "required": True, "description": said, "schema": schema}


def _answer(status: str, said: str) -> dict[str, Any]:
    if status not in ("200", "202"):
        return {"description": said, "content": PROBLEM}
    told = {"event_id": {"type": "string"}, "state": {"type": "string", "enum": ["stored", "seen before"]}}
    return {
        "description": said,
        "content": {"application/json": {"schema": {"type": "object", "properties": told, "required": [*told]}}},
    }


def _body() -> dict[str, Any]:
    word = {"type": "string", "maxLength": LONGEST_WORD}
    return {
        "type": "object",
        "required": ["status"],
        "anyOf": [{"required": ["escalation_id"]}, {"required": ["reference"]}],
        "properties": {
            "status": word | {"description": "The printer's word; unknown ones are kept, and a person looks."},
            "escalation_id": word | {"description": "Our id of the claim."},
            "reference": word | {"description": "The printer's id of the claim."},
            "text": {"type": "string", "maxLength": LONGEST_TEXT},
            "amount": {"type": "integer", "minimum": 0, "description": "Granted, in minor units of `currency`."},
            "currency": {"type": "string", "pattern": "^[A-Za-z]{3}$"},
            "credit_note": {"type": "string", "maxLength": LONGEST_NOTE},
            "at": {"type": "string", "format": "date-time", "description": "When it happened."},
        },
    }
