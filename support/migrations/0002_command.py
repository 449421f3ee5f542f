"""Commands, and the constraints that let no two of them do the same thing at once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import support.commands.models


class Migration(migrations.Migration):
    """The table of commands."""

    dependencies = (
        ("dashboard", "0001_api_token"),
        ("support", "0001_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )

    operations = (
        migrations.CreateModel(
            name="Command",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=support.commands.models.new_id, max_length=80, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unknown", "unknown"),
                            ("render", "render"),
                            ("reprint", "reprint"),
                            ("reroute", "reroute"),
                            ("cancel_print_job", "cancel_print_job"),
                        ],
                        max_length=20,
                    ),
                ),
                ("order_id", models.CharField(max_length=600)),
                ("line_id", models.CharField(max_length=600)),
                ("render_id", models.CharField(blank=True, max_length=600)),
                ("print_job_id", models.CharField(blank=True, max_length=600)),
                ("printer_id", models.CharField(blank=True, max_length=600)),
                ("cause", models.CharField(max_length=60)),
                ("overrides", models.CharField(blank=True, max_length=600)),
                ("cost", models.BigIntegerField(default=0)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("actor", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=100)),
                ("input", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("started", "started"),
                            ("seen", "seen"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("refused", "refused"),
                            ("overdue", "overdue"),
                        ],
                        default="requested",
                        max_length=20,
                    ),
                ),
                ("changes", models.PositiveIntegerField(default=1)),
                ("requested_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("overdue_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("execution", models.CharField(blank=True, max_length=300)),
                ("made_table", models.CharField(blank=True, max_length=30)),
                ("made_key", models.CharField(blank=True, max_length=600)),
                ("trouble", models.CharField(blank=True, max_length=500)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["order_id", "requested_at"], name="command_order"),
                    models.Index(fields=["actor", "-requested_at"], name="command_actor"),
                    models.Index(
                        condition=models.Q(("state__in", ["requested", "started", "seen", "overdue"])),
                        fields=["requested_at"],
                        name="command_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("actor", "key"), name="command_key"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "render"), ("state__in", ["requested", "started", "seen", "overdue"])
                        ),
                        fields=("order_id", "line_id"),
                        name="command_one_render_a_line",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ["reprint", "reroute"]),
                            ("state__in", ["requested", "started", "seen", "overdue"]),
                            ("overrides", ""),
                        ),
                        fields=("order_id", "print_job_id"),
                        name="command_one_replacement_a_job",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ["reprint", "reroute"]),
                            ("state__in", ["requested", "started", "seen", "overdue"]),
                            models.Q(("overrides", ""), _negated=True),
                        ),
                        fields=("order_id", "print_job_id", "overrides"),
                        name="command_one_override",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "cancel_print_job"), ("state__in", ["requested", "started", "seen", "overdue"])
                        ),
                        fields=("order_id", "print_job_id"),
                        name="command_one_cancellation_a_job",
                    ),
                ],
            },
        ),
    )
