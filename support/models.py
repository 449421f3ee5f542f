"""What people did, in SQL: the audit, which ``support.audit.record`` alone writes and the database keeps unchanged, and
the models of each room of this package.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import MD5

from support.api.stored import StoredCall
from support.audit.models import KeptAnchor, Verification
from support.bulk.models import BulkJob, BulkRow
from support.claims.models import Claim, ClaimStep
from support.commands.models import Command
from support.erasure.models import Erasure
from support.escalations.models import Escalation, Step
from support.evidence.models import Evidence, UploadLink
from support.finds.models import Search
from support.handover.models import Handover
from support.incidents.models import Affected, Incident, IncidentNote
from support.mail.models import Mail, MailEvent
from support.notes.models import Draft, Note
from support.notices.models import Notice
from support.printer_api.models import PrinterCall
from support.printer_rules.models import MailTemplate, PrinterRules, PrinterSecret
from support.printers.models import PrinterPause
from support.queues.models import DefaultView, SavedView, WorkItem
from support.remedies.models import Remedy
from support.replies.models import ReplyText
from support.report_runs.models import ReportRun, ReportSchedule
from support.requests.models import Request
from support.reveals.models import Reveal
from support.targets.models import Target
from support.watching.models import Watch
from support.webhooks.models import Webhook

__all__ = [
    "Affected", "AuditEvent", "AuditReason", "BulkJob", "BulkRow", "Claim", "ClaimStep", "Command",
    "DefaultView", "Draft", "Erasure", "Escalation", "Evidence", "Handover", "Incident", "IncidentNote",
    "KeptAnchor", "Mail", "MailEvent", "MailTemplate", "Note", "Notice", "PrinterCall", "PrinterPause",
    "PrinterRules", "PrinterSecret", "Remedy", "ReplyText", "ReportRun", "ReportSchedule", "Request", "Reveal",
    "SavedView", "Search", "Step", "StoredCall", "Target", "UploadLink", "Verification", "Watch", "Webhook",
    "WorkItem",
]  # fmt: skip

GROUP = models.Func(
    models.F("type"), models.Value("."), models.Value(1), function="split_part", output_field=models.CharField()
)
"""The first word of an event's type: what it is about."""


class AuditEvent(models.Model):
    """One thing that somebody did, chained to the one before by ``hash``; holds no personal data.

    ``actor`` is a stable id ("staff:17", "shell:deploy"), ``role`` what they acted as, ``type`` a name of
    ``support.audit.types``. ``number`` counts without gaps. The words of the reason lie apart, where they can be
    erased: the event keeps their salted digest.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    role = models.CharField(max_length=100)
    type = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=30)
    target_id = models.CharField(max_length=1000)
    order_id = models.CharField(max_length=600, blank=True)
    reason_digest = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = (
            models.Index(fields=["order_id", "number"], name="audit_order", condition=~models.Q(order_id="")),
            models.Index(fields=["actor", "number"], name="audit_actor"),
            models.Index(fields=["type", "number"], name="audit_type"),
            models.Index(GROUP, "number", name="audit_group"),
            # A target's id may be longer than an index takes.
            models.Index(MD5("target_id"), "number", name="audit_target"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["number"], name="audit_reasons", condition=~models.Q(reason_digest="")),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.type} by {self.actor}"


class AuditReason(models.Model):
    """The words somebody gave as their reason, until they are erased."""

    event = models.OneToOneField(AuditEvent, models.PROTECT, primary_key=True, related_name="reason")
    salt = models.CharField(max_length=32)
    text = models.TextField()

    def __str__(self) -> str:
        return f"reason of {self.event_id}"
