"""Whose order an escalation is about, since when it is in its state, and which rung of its ladder is next."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    """Further columns of escalations."""

    dependencies = (("support", "0013_escalations"),)

    operations = (
        migrations.AddField(
            "escalation",
            "order_number",
            models.CharField(blank=True, default="", max_length=600),
            preserve_default=False,
        ),
        migrations.AddField(
            "escalation", "user_id", models.CharField(blank=True, default="", max_length=600), preserve_default=False
        ),
        migrations.AddField(
            "escalation", "moved_at", models.DateTimeField(default=timezone.now), preserve_default=False
        ),
        migrations.AddField("escalation", "rung", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("escalation", "rung_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "escalation",
            models.Index(condition=~models.Q(user_id=""), fields=["user_id", "opened_at"], name="escalation_customer"),
        ),
        migrations.AddIndex(
            "escalation",
            models.Index(condition=models.Q(rung_at__isnull=False), fields=["rung_at"], name="escalation_rung"),
        ),
    )
