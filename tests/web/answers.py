"""What each route answers to who may, where it is not 200: the outcomes that the walk over all routes expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Answer = int | frozenset[int]

LEADS_ON: Final = 302
GET: Final[Mapping[str, Answer]] = {
    # Fragments lead to the page they are part of.
    "order-live": LEADS_ON,
    "order-reply": LEADS_ON,
    "order-notes": LEADS_ON,
    "customer-who": LEADS_ON,
    "customer-notes": LEADS_ON,
    "audit-standing": LEADS_ON,
    # Sharp pictures and files are shown while something is revealed; others only to htmx.
    "render-page": LEADS_ON,
    "render-file": LEADS_ON,
    "print-cover": LEADS_ON,
    "order-pictures": 404,
    "render-pictures": 404,
    "order-compare-pictures": 404,
    "company-back": 404,  # without Cognito
    "audit-event": 404,  # there is none of that number
    "order-parcel": 404,  # the order of the walk has none yet
    "draft-token": 409,
    "bulk-new": LEADS_ON,  # rows are selected in queues
    "bulk-now": LEADS_ON,
    "queue-new": LEADS_ON,
    "escalation-mails": LEADS_ON,
    "evidence-upload": LEADS_ON,  # it has come
    "evidence-small": LEADS_ON,
    "evidence-customer": 410,
    "api:remedy": 404,  # nothing was made right in the walk
    "api:find": 400,  # it needs a query
    "api:sla": 400,  # it needs days
}
"""To GET and HEAD without a query, asked for as a page."""

SENT: Final[Mapping[str, Answer]] = {
    "sign-in": 422,
    "sign-out": LEADS_ON,
    "find": LEADS_ON,
    "find-typing": 200,
    "quarantine-replay": 409,
    "quarantine-discard": 409,
    "command-give-up": LEADS_ON,
    "audit-verify": LEADS_ON,
    "audit-export": 422,
    "reply": 422,
    "reply-back": 422,
    "reply-preview": 200,
    "order-render": 422,
    "order-reprint": 422,
    "order-reroute": 422,
    "order-cancel-job": 422,
    "order-ask-reprint": 422,
    "order-ask-reroute": 422,
    "request-approve": 409,  # the order has changed since the page that was not looked at
    "request-decline": LEADS_ON,
    "request-withdraw": LEADS_ON,
    "bulk-new": 422,
    "bulk-start": LEADS_ON,
    "bulk-approve": 409,  # nobody has started it, so that nobody is to decide
    "bulk-decline": 409,
    "bulk-pause": 409,
    "bulk-resume": 409,
    "bulk-retry-failed": 409,
    "bulk-cancel": LEADS_ON,
    "order-escalate": 422,
    "order-remedy": 422,
    "escalation-move": 422,
    "escalation-owner": 422,
    "escalation-severity": 422,
    "escalation-words": 422,
    "escalation-call-again": LEADS_ON,
    "claims-export": 200,
    "claim-make": 422,
    "claim-move": 422,
    "webhook-again": LEADS_ON,
    "webhook-dismiss": 422,
    "api:printer-webhook": 401,  # without the headers of its signature
    "evidence-add": LEADS_ON,
    "evidence-link": 422,
    "evidence-revoke": LEADS_ON,
    "evidence-sent": LEADS_ON,
    "evidence-look": LEADS_ON,
    "evidence-shows": LEADS_ON,
    "evidence-withdraw": LEADS_ON,
    "evidence-customer-add": 410,
    "evidence-customer-came": 410,
    "evidence-customer-done": 410,
    "order-reveal": 422,
    "report-export": 200,
    "report-run-ask": LEADS_ON,
    "report-run-cancel": LEADS_ON,
    "report-run-file": 404,  # it is not written yet
    "report-schedule-new": 422,
    "report-schedule-end": LEADS_ON,
    "target-add": 422,
    "letter-write": 422,
    "letter-preview": 200,
    "letter-back": 422,
    "printer-letter-write": 422,
    "printer-letter-preview": 200,
    "printer-letter-back": 422,
    "printer-secret-add": 422,
    "printer-secret-retire": 422,
    "printer-rules-change": 422,
    "printer-rules-back": 422,
    "printer-pause": 422,
    "printer-resume": 422,
    "order-hide": LEADS_ON,
    "customer-reveal": 422,
    "customer-hide": LEADS_ON,
    "order-notes": 422,
    "customer-notes": 422,
    "note-edit": 422,
    "note-withdraw": LEADS_ON,
    "note-pin": LEADS_ON,
    "note-unpin": LEADS_ON,
    "draft": 409,
    "order-presence": 200,
    "order-leave": 204,
    "order-watch": LEADS_ON,
    "order-unwatch": LEADS_ON,
    "notices-read": LEADS_ON,
    "notice-read": LEADS_ON,
    "notice-open": LEADS_ON,
    "staff-roles": 422,
    "staff-deactivate": 422,
    "staff-reactivate": 422,
    "staff-end-sessions": 422,
    "staff-limit": 422,
    "staff-limit-reset": 422,
    "staff-token-new": 422,
    "staff-token-revoke": 422,
    # No row is selected, nothing is typed.
    "queue-take": 422,
    "queue-take-over": 422,
    "queue-release": 422,
    "queue-snooze": 422,
    "queue-done": 422,
    "queue-reopen": 422,
    "queue-view-save": 422,
    "queue-view-default": LEADS_ON,
    "queue-view-rename": 422,
    "queue-view-share": LEADS_ON,
    "queue-view-unshare": LEADS_ON,
    "queue-view-delete": LEADS_ON,
    "queue-export": 200,
    "api:order-commands": 400,
    "api:order-notes": 400,
    "api:bulk-jobs": 400,
    "api:bulk-job-start": 200,
    "api:bulk-job-approve": 403,  # no program does
    "api:bulk-job-pause": 409,
    "api:bulk-job-resume": 409,
    "api:bulk-job-cancel": 200,
    "api:bulk-job-retry-failed": 409,
    "api:order-remedies": 400,
    "api:order-escalations": 400,
    "api:escalation-transitions": 400,
    "api:escalation-claim": 409,  # nobody knows whose carrier it was
    "api:claim-transitions": 400,
    "api:escalation-evidence": 201,
    "api:evidence-sent": 200,
    "handover-send": 422,
    "incident-open": 422,
    "incident-owner": LEADS_ON,
    "incident-note": 422,
    "incident-message": LEADS_ON,
    "incident-close": 422,
    "escalation-letter": 409,  # no printer is named there
    "mail-was-sent": 409,  # it was not looked at
    "mail-once-more": 409,
    "api:escalation-messages": 400,
}
"""To POST with the body of ``BODIES``, or an empty one: every route that takes it has its line here."""

BODIES: Final[Mapping[str, Mapping[str, str]]] = {
    "request-decline": {"reason": "wrong order"},
    "bulk-decline": {"reason": "wrong rows"},
}
"""What a form sends where nothing at all would be refused before it is looked at whose the object is."""

OTHER: Final[Mapping[tuple[str, str], Answer]] = {
    ("PUT", "sign-in"): 422,
}
"""To methods that few take."""

ALWAYS: Final[Mapping[str, Answer]] = {"api:nothing": 404, "company-sign-in": 404}
"""To every method, whoever asks; company accounts need Cognito, which is not there."""

ONCE_IN: Final[Mapping[str, Answer]] = {"sign-in": LEADS_ON}
"""To every method of whoever is signed in already."""


def always(name: str, *, signed_in: bool) -> frozenset[int]:
    """The statuses that are right whatever the method; none where it depends."""
    found = ALWAYS.get(name) or (ONCE_IN.get(name) if signed_in else None)
    return frozenset() if found is None else _statuses(found)


def answer_of(name: str, method: str) -> frozenset[int] | None:
    """The statuses that are right; None where nobody has said."""
    found: Answer | None
    if method in ("GET", "HEAD"):
        found = GET.get(name, 200)
    elif method == "POST":
        found = SENT.get(name)
    elif method == "OPTIONS":
        found = 200
    else:
        found = OTHER.get((method, name))
    return None if found is None else _statuses(found)


def _statuses(said: Answer) -> frozenset[int]:
    return frozenset({said}) if isinstance(said, int) else said
