"""What one of us has made, for each argument of a route that names such a thing; made anew for its owner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone

from dashboard.models import ApiToken
from dashboard.roles import Role
from dashboard.tokens import create_token
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.claims.models import Claim
from support.commands.models import Command
from support.escalations.models import Escalation
from support.evidence.models import Evidence, UploadLink
from support.handover.models import Handover
from support.incidents.models import Incident
from support.mail.models import Mail
from support.models import AuditEvent
from support.notes.models import Note
from support.notices.models import Notice, NoticeKind
from support.printer_api.models import PrinterCall
from support.queues.models import SavedView
from support.report_runs.models import ReportRun, ReportSchedule
from support.requests.models import Request
from support.webhooks.models import Webhook
from tests.bulk.jobs import a_job
from tests.web import stories

Owner = User | ApiToken
MADE: Final = EventType("test.made", "made {target}")


def actor_of(owner: Owner) -> Actor:
    """As the audit and the rows of commands and notes name them."""
    return Actor(f"token:{owner.pk}", owner.role) if isinstance(owner, ApiToken) else Actor.staff(owner)


def a_command(owner: Owner) -> str:
    """A render of another order, in flight."""
    whose = {"token": owner} if isinstance(owner, ApiToken) else {"person": owner}
    about = {"kind": "render", "order_id": f"o-of-{owner.pk}", "line_id": "1", "cause": "asset_missing"}
    return Command.objects.create(
        **about,
        **whose,
        actor=actor_of(owner).id,
        key="k",
        event=_event(owner),
        input=b"{}",
        requested_at=timezone.now(),
    ).pk


def a_note(owner: Owner) -> str:
    """A note about the order of the walk, just written."""
    whose = {"token": owner} if isinstance(owner, ApiToken) else {"author": owner}
    about = {"order_id": stories.ORDER_ID, "user_id": stories.USER_ID, "text": "Called back."}
    return str(Note.objects.create(**about, **whose, actor=actor_of(owner).id, key="k", written_at=timezone.now()).pk)


def a_notice(owner: Owner) -> str:
    """An unread notice; of nobody where it would be a program's."""
    if isinstance(owner, ApiToken):
        return "1"
    about = {"kind": NoticeKind.MENTION, "key": "k", "text": "Ana mentioned you", "address": "/", "at": timezone.now()}
    return str(Notice.objects.create(person=owner, **about).pk)


def a_request(owner: Owner) -> str:
    """An open request for a reprint; of nobody where it would be a program's."""
    if isinstance(owner, ApiToken):
        return "r-404"
    now = timezone.now()
    about = {"kind": "reprint", "order_id": stories.ORDER_ID, "line_id": "l2", "print_job_id": "j-9", "key": "k"}
    return Request.objects.create(
        **about, cause="damaged", digest="0" * 64, asked_by=owner, asked_at=now, event=_event(owner),
        expires_at=now + timedelta(hours=1),
    ).pk  # fmt: skip


def a_bulk_job(owner: Owner) -> str:
    """A job that is worked out and may be started."""
    return a_job(owner).pk


def an_escalation(owner: Owner) -> str:
    """A live escalation of the order of the walk, owned by a person; a program's is nobody's yet."""
    now = timezone.now()
    whose = {"token": owner} if isinstance(owner, ApiToken) else {"person": owner, "owner": owner}
    about = {"order_id": stories.ORDER_ID, "line_id": "l2", "reason": "damaged", "party": "carrier", "text": "Torn."}
    return Escalation.objects.create(
        **about, **whose, subject=actor_of(owner).id, actor=actor_of(owner).id, key="k", event=_event(owner),
        opened_at=now, moved_at=now,
    ).pk  # fmt: skip


def a_file(owner: Owner) -> str:
    """A photo of an escalation that was checked; they are nobody's."""
    now = timezone.now()
    about = {"escalation_id": _their_escalation(owner), "key": "k", "name": "a.jpg", "actor": actor_of(owner).id}
    checked = {"state": "ready", "kind": "image/jpeg", "sha256": "0" * 64, "width": 9, "height": 9}
    return Evidence.objects.create(**about, **checked, expected_at=now, came_at=now).pk


def an_upload_link(owner: Owner) -> str:
    """A link by which a customer may send photos; they are nobody's."""
    now = timezone.now()
    about = {"escalation_id": _their_escalation(owner), "digest": f"{owner.pk:064}", "event": _event(owner)}
    return str(UploadLink.objects.create(**about, made_at=now, expires_at=now + timedelta(days=1)).pk)


def a_claim(owner: Owner) -> str:
    """A claim of an escalation of theirs that is not sent yet."""
    about = {"order_id": stories.ORDER_ID, "party": "carrier", "against": "dhl", "amount": 1200, "currency": "EUR"}
    whose = {} if isinstance(owner, ApiToken) else {"person": owner}
    return Claim.objects.create(
        **about, **whose, escalation_id=an_escalation(owner), basis="own", actor=actor_of(owner).id, key="k",
        event=_event(owner), made_at=timezone.now(),
    ).pk  # fmt: skip


def a_person(owner: Owner) -> str:
    """Somebody themselves."""
    return str(owner.pk)


def a_view(owner: Owner) -> str:
    """A saved view that nobody else uses; of nobody where it would be a program's."""
    if isinstance(owner, ApiToken):
        return "404"
    about = {"queue": "failed_renders", "name": "Mine", "query": "printer=koeln", "saved_at": timezone.now()}
    return str(SavedView.objects.create(owner=owner, **about).pk)


def a_handover(owner: Owner) -> str:
    """A shift that was handed over; anybody may read it."""
    now = timezone.now()
    whose = {} if isinstance(owner, ApiToken) else {"by": owner}
    about = {"begins_at": now - timedelta(hours=8), "ends_at": now, "made_at": now, "figures": [], "text": "Nothing."}
    return Handover.objects.create(**about, **whose, key=f"of{owner.pk}", event=_event(owner)).pk


def a_token(owner: Owner) -> str:
    """A token; they are nobody's."""
    return str(create_token("a test's", Role.AGENT)[0].pk)


def an_incident(owner: Owner) -> str:
    """An open incident of the order of the walk; they are nobody's."""
    now = timezone.now()
    about = {"signal": "rejects", "dimension": "printer_product", "subject": f"koeln/book-{owner.pk}"}
    when = {"began_at": now, "opened_at": now, "last_at": now}
    incident = Incident.objects.create(**about, **when, bad=5, seen=8, expected=0.1, chance=1e-7, event=_event(owner))
    incident.affected.create(order_id=stories.ORDER_ID, line_id="l2", row_id="j-9", at=now)
    return str(incident.pk)


def a_webhook(owner: Owner) -> str:
    """A call that nobody understood; they are nobody's."""
    now = timezone.now()
    about = {"printer_id": "koeln", "event_id": f"of-{owner.pk}", "body": b"{}", "state": "unknown"}
    return str(Webhook.objects.create(**about, signed_at=now, heard_at=now).pk)


def a_printer_call(owner: Owner) -> str:
    """What a printer refused to take by its API, of an escalation of theirs."""
    now = timezone.now()
    about = {"printer_id": "koeln", "act": "open", "adapter": "claims-v1", "body": b"{}", "state": "refused"}
    call = PrinterCall(**about, escalation_id=_their_escalation(owner), key=f"of{owner.pk}{now}", asked_at=now)
    call.actor, call.not_before, call.settled_at = actor_of(owner).id, now, now
    call.save(force_insert=True)
    return call.pk


def a_mail(owner: Owner) -> str:
    """A mail of which nobody knows whether it was sent; they are nobody's."""
    now = timezone.now()
    about = {"recipient": "printer", "recipient_id": "koeln", "address": "a@koeln.example", "subject": "A", "text": "B"}
    when = {"not_before": now, "made_at": now}
    mail = Mail(**about, **when, key=f"of{owner.pk}{now}", state="maybe_sent", attempts=1, actor=actor_of(owner).id)
    mail.save(force_insert=True)
    return mail.pk


def a_schedule(owner: Owner) -> str:
    """A report by mail: every morning."""
    now = timezone.now()
    about = {"name": "figures", "query": "", "covers": "yesterday", "every": "day", "hour": 7, "timezone": "UTC"}
    person = owner if isinstance(owner, User) else User.objects.create_user(f"for-{owner.pk}")
    return str(ReportSchedule.objects.create(**about, owner=person, next_at=now, made_at=now, event=_event(owner)).pk)


def a_run(owner: Owner) -> str:
    """A file of a report that waits to be written."""
    person = owner if isinstance(owner, User) else User.objects.create_user(f"for-{owner.pk}")
    return ReportRun.objects.create(kind="units", query="unit=order", person=person, asked_at=timezone.now()).pk


OBJECTS: Final[Mapping[str, Callable[[Owner], str]]] = {
    "command_id": a_command,
    "note_id": a_note,
    "notice_id": a_notice,
    "request_id": a_request,
    "escalation_id": an_escalation,
    "claim_id": a_claim,
    "evidence_id": a_file,
    "link_id": an_upload_link,
    "job_id": a_bulk_job,
    "person_id": a_person,
    "token_id": a_token,
    "handover_id": a_handover,
    "view_id": a_view,
    "incident_id": an_incident,
    "mail_id": a_mail,
    "webhook_id": a_webhook,
    "call_id": a_printer_call,
    "schedule_id": a_schedule,
    "run_id": a_run,
}
"""By the name of the argument."""


def _their_escalation(owner: Owner) -> str:
    """The escalation that was made for an address already, or else one of their own."""
    made = Escalation.objects.filter(actor=actor_of(owner).id, key="k").first()
    return made.pk if made is not None else an_escalation(owner)


def _event(owner: Owner) -> AuditEvent:
    return record(actor_of(owner), MADE, Target("order", "o-1"))
