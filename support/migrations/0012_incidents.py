"""Incidents and what they affect."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of incidents."""

    dependencies = (
        ("dashboard", "0002_member_and_limits"),
        ("support", "0011_queues_and_pauses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )

    operations = (
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signal",
                    models.CharField(
                        choices=[
                            ("render_failures", "Render Failures"),
                            ("rejects", "Rejects"),
                            ("print_errors", "Print Errors"),
                            ("claims", "Claims"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("printer_product", "Printer Product"),
                            ("template", "Template"),
                            ("renderer", "Renderer"),
                            ("failure_code", "Failure Code"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject", models.CharField(max_length=600)),
                ("began_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("bad", models.PositiveIntegerField(default=0)),
                ("seen", models.PositiveIntegerField(default=0)),
                ("expected", models.FloatField(default=0)),
                ("message", models.CharField(blank=True, max_length=500)),
                ("summary", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "end_event",
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
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Affected",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order_id", models.CharField(max_length=600)),
                ("line_id", models.CharField(blank=True, max_length=600)),
                ("row_id", models.CharField(blank=True, max_length=600)),
                ("at", models.DateTimeField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="affected", to="support.incident"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="support.incident"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["-opened_at"], name="incident_when"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("signal", "dimension", "subject"),
                name="incident_one_open",
            ),
        ),
        migrations.AddIndex(
            model_name="affected",
            index=models.Index(fields=["order_id"], name="affected_order"),
        ),
        migrations.AddConstraint(
            model_name="affected",
            constraint=models.UniqueConstraint(fields=("incident", "order_id", "line_id"), name="affected_once"),
        ),
        migrations.AddIndex(
            model_name="incidentnote",
            index=models.Index(fields=["incident", "written_at"], name="incident_notes"),
        ),
    )
