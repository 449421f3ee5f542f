"""What one shift hands over to the next."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import support.handover.models


class Migration(migrations.Migration):
    """The table of handovers."""

    dependencies = [
        ("support", "0016_incident_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=support.handover.models.new_id, max_length=80, primary_key=True, serialize=False
                    ),
                ),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("key", models.CharField(max_length=100)),
                ("figures", models.JSONField()),
                ("text", models.TextField()),
                ("told", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.auditevent"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-made_at"], name="handover_when")],
                "constraints": [models.UniqueConstraint(fields=["by", "key"], name="handover_key")],
            },
        ),
    ]
