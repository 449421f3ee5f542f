"""Bulk jobs and their rows, and the kinds of notices of what follows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import support.bulk.models


class Migration(migrations.Migration):
    """The tables of bulk jobs."""

    dependencies = (
        ("dashboard", "0002_member_and_limits"),
        ("support", "0009_command_when"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )

    operations = (
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("mention", "Mention"),
                    ("watched", "Watched"),
                    ("request", "Request"),
                    ("command", "Command"),
                    ("bulk", "Bulk"),
                    ("printer", "Printer"),
                    ("incident", "Incident"),
                    ("escalation", "Escalation"),
                    ("work", "Work"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="BulkJob",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=support.bulk.models.new_id, max_length=80, primary_key=True, serialize=False
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("render", "Render"),
                            ("reprint", "Reprint"),
                            ("reroute", "Reroute"),
                            ("escalate", "Escalate"),
                            ("note", "Note"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planning", "Planning"),
                            ("planned", "Planned"),
                            ("awaiting_approval", "Awaiting Approval"),
                            ("canary", "Canary"),
                            ("running", "Running"),
                            ("paused", "Paused"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                            ("declined", "Declined"),
                            ("expired", "Expired"),
                        ],
                        default="planning",
                        max_length=20,
                    ),
                ),
                ("cause", models.CharField(blank=True, max_length=60)),
                ("text", models.TextField(blank=True)),
                ("severity", models.CharField(blank=True, max_length=10)),
                ("printer_id", models.CharField(blank=True, max_length=600)),
                ("source", models.JSONField(default=dict)),
                ("cost", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("canary", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=500)),
                ("changes", models.PositiveIntegerField(default=1)),
                ("actor", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=100)),
                ("start_wanted", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("approved_digest", models.CharField(blank=True, max_length=64)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="support.auditevent",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.auditevent"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dashboard.apitoken",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("order_id", models.CharField(max_length=600)),
                ("order_number", models.CharField(blank=True, max_length=60)),
                ("line_id", models.CharField(blank=True, max_length=600)),
                ("print_job_id", models.CharField(blank=True, max_length=600)),
                ("printer_id", models.CharField(blank=True, max_length=600)),
                ("cost", models.BigIntegerField(default=0)),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("selected", "Selected"),
                            ("ready", "Ready"),
                            ("left_out", "Left Out"),
                            ("asked", "Asked"),
                            ("refused", "Refused"),
                            ("cancelled", "Cancelled"),
                            ("done", "Done"),
                        ],
                        default="selected",
                        max_length=20,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=30)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("made", models.CharField(blank=True, max_length=80)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "command",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_row",
                        to="support.command",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="support.bulkjob"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="bulkjob",
            index=models.Index(fields=["-asked_at"], name="bulk_when"),
        ),
        migrations.AddIndex(
            model_name="bulkjob",
            index=models.Index(
                condition=models.Q(("state__in", ["planning", "canary", "running"])),
                fields=["asked_at"],
                name="bulk_moving",
            ),
        ),
        migrations.AddIndex(
            model_name="bulkjob",
            index=models.Index(
                condition=models.Q(("state", "awaiting_approval")), fields=["expires_at"], name="bulk_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="bulkjob",
            index=models.Index(
                condition=models.Q(("started_at__isnull", False)), fields=["actor", "started_at"], name="bulk_spent"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkjob",
            constraint=models.UniqueConstraint(fields=("actor", "key"), name="bulk_key"),
        ),
        migrations.AddConstraint(
            model_name="bulkjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    ("person__isnull", True),
                    models.Q(("approved_by", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="bulk_four_eyes",
            ),
        ),
        migrations.AddIndex(
            model_name="bulkrow",
            index=models.Index(fields=["job", "state", "number"], name="bulk_row_next"),
        ),
        migrations.AddConstraint(
            model_name="bulkrow",
            constraint=models.UniqueConstraint(fields=("job", "number"), name="bulk_row_number"),
        ),
        migrations.AddConstraint(
            model_name="bulkrow",
            constraint=models.UniqueConstraint(fields=("job", "order_id", "line_id"), name="bulk_row_once"),
        ),
        migrations.AddConstraint(
            model_name="bulkrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("command__isnull", True), ("state", "asked"), _connector="OR"),
                name="bulk_row_asked",
            ),
        ),
    )
