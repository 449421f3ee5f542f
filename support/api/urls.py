"""Every call under ``/api/v1/``."""

from __future__ import annotations

from django.urls import path, re_path

from support.api import (
    bulk,
    bulk_steer,
    commands,
    docs,
    escalations,
    evidence,
    incidents,
    mails,
    notes,
    nothing,
    printers,
    queues,
    remedies,
    schema,
    sla,
    views,
    webhooks,
)

app_name = "api"

urlpatterns = [
    path("find", views.Find.as_view(), name="find"),
    path("customers/<str:user_id>", views.Customer.as_view(), name="customer"),
    path("customers/<str:user_id>/orders", views.CustomerOrders.as_view(), name="customer-orders"),
    path("orders/<str:order_id>", views.Order.as_view(), name="order"),
    path("orders/<str:order_id>/commands", commands.OrderCommands.as_view(), name="order-commands"),
    path("commands", commands.Commands.as_view(), name="commands"),
    path("commands/<str:command_id>", commands.OneCommand.as_view(), name="command"),
    path("orders/<str:order_id>/escalations", escalations.OrderEscalations.as_view(), name="order-escalations"),
    path("escalations", escalations.Escalations.as_view(), name="escalations"),
    path("escalations/<str:escalation_id>", escalations.OneEscalation.as_view(), name="escalation"),
    path(
        "escalations/<str:escalation_id>/transitions",
        escalations.EscalationTransitions.as_view(),
        name="escalation-transitions",
    ),
    path("escalations/<str:escalation_id>/messages", mails.EscalationMessages.as_view(), name="escalation-messages"),
    path("escalations/<str:escalation_id>/evidence", evidence.EscalationEvidence.as_view(), name="escalation-evidence"),
    path(
        "escalations/<str:escalation_id>/evidence/<str:evidence_id>/sent",
        evidence.EvidenceSent.as_view(),
        name="evidence-sent",
    ),
    path("orders/<str:order_id>/remedies", remedies.OrderRemedies.as_view(), name="order-remedies"),
    path("remedies/<str:remedy_id>", remedies.OneRemedy.as_view(), name="remedy"),
    path("orders/<str:order_id>/notes", notes.OrderNotes.as_view(), name="order-notes"),
    path("orders/<str:order_id>/raw", views.OrderRaw.as_view(), name="order-raw"),
    path("incidents", incidents.Incidents.as_view(), name="incidents"),
    path("incidents/<int:incident_id>", incidents.OneIncident.as_view(), name="incident"),
    path("printers", printers.Printers.as_view(), name="printers"),
    path("printers/<str:printer_id>", printers.OnePrinter.as_view(), name="printer"),
    path("queues", queues.Queues.as_view(), name="queues"),
    path("queues/<str:queue>", queues.QueueRows.as_view(), name="queue"),
    path("bulk-jobs", bulk.BulkJobs.as_view(), name="bulk-jobs"),
    path("bulk-jobs/<str:job_id>", bulk.OneBulkJob.as_view(), name="bulk-job"),
    path("bulk-jobs/<str:job_id>/rows", bulk.BulkJobRows.as_view(), name="bulk-job-rows"),
    path("bulk-jobs/<str:job_id>/start", bulk_steer.Start.as_view(), name="bulk-job-start"),
    path("bulk-jobs/<str:job_id>/approve", bulk_steer.Approve.as_view(), name="bulk-job-approve"),
    path("bulk-jobs/<str:job_id>/pause", bulk_steer.Pause.as_view(), name="bulk-job-pause"),
    path("bulk-jobs/<str:job_id>/resume", bulk_steer.Resume.as_view(), name="bulk-job-resume"),
    path("bulk-jobs/<str:job_id>/cancel", bulk_steer.Cancel.as_view(), name="bulk-job-cancel"),
    path("bulk-jobs/<str:job_id>/retry-failed", bulk_steer.RetryFailed.as_view(), name="bulk-job-retry-failed"),
    path("sla", sla.Sla.as_view(), name="sla"),
    path("webhooks/printers/<str:printer_id>", webhooks.printer_webhook, name="printer-webhook"),
    path("schema/", schema.Schema.as_view(), name="schema"),
    path("docs/", docs.docs, name="docs"),
    re_path("", nothing.nothing, name="nothing"),
]
