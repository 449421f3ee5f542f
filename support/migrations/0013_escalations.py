"""Escalations and their steps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import support.escalations.models


class Migration(migrations.Migration):
    """The tables of escalations."""

    dependencies = (
        ("dashboard", "0002_member_and_limits"),
        ("support", "0012_incidents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )

    operations = (
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=support.escalations.models.new_id, max_length=80, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.CharField(max_length=64)),
                ("order_id", models.CharField(blank=True, max_length=600)),
                ("line_id", models.CharField(blank=True, max_length=600)),
                ("print_job_id", models.CharField(blank=True, max_length=600)),
                ("parcel_id", models.CharField(blank=True, max_length=600)),
                ("printer_id", models.CharField(blank=True, max_length=600)),
                ("reason", models.CharField(max_length=60)),
                ("party", models.CharField(max_length=20)),
                (
                    "severity",
                    models.CharField(
                        choices=[("low", "Low"), ("normal", "Normal"), ("high", "High"), ("urgent", "Urgent")],
                        default="normal",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("awaiting_evidence", "Awaiting Evidence"),
                            ("sent_to_printer", "Sent"),
                            ("acknowledged", "Acknowledged"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("disputed", "Disputed"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("actor", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=100)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("changes", models.PositiveIntegerField(default=1)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.auditevent"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="dashboard.apitoken",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="escalations",
                        to="support.incident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("was", models.CharField(blank=True, max_length=20)),
                ("now", models.CharField(max_length=20)),
                ("text", models.TextField(blank=True)),
                (
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="support.escalation"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.auditevent"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(
                condition=models.Q(("order_id", ""), _negated=True),
                fields=["order_id", "opened_at"],
                name="escalation_order",
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(
                condition=models.Q(("state__in", ["resolved", "closed"]), _negated=True),
                fields=["printer_id", "opened_at"],
                name="escalation_printer",
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(
                condition=models.Q(("state__in", ["resolved", "closed"]), _negated=True),
                fields=["due_at"],
                name="escalation_due",
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(fields=["-opened_at"], name="escalation_when"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(fields=("actor", "key"), name="escalation_key"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["resolved", "closed"]), _negated=True),
                fields=("subject",),
                name="escalation_one_live",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["escalation", "at"], name="escalation_steps"),
        ),
    )
