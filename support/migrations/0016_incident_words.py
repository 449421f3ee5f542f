"""What an incident has in common besides its subject, how unlikely it was, who opened it, which it brings back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Further columns of incidents."""

    dependencies = (("support", "0015_bulk_commands"), migrations.swappable_dependency(settings.AUTH_USER_MODEL))

    operations = (
        migrations.AddField(
            "incident", "code", models.CharField(blank=True, default="", max_length=60), preserve_default=False
        ),
        migrations.AddField("incident", "chance", models.FloatField(default=0)),
        migrations.AddField("incident", "changes", models.PositiveIntegerField(default=1)),
        migrations.AddField(
            "incident",
            "opened_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "incident",
            "previous",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="later",
                to="support.incident",
            ),
        ),
        migrations.AddIndex(
            "incident",
            models.Index(
                condition=models.Q(("closed_at", None), _negated=True),
                fields=["-closed_at", "-id"],
                name="incident_closed",
            ),
        ),
    )
