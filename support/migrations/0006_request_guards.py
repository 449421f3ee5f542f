"""Guards of requests: decided by a second person, approved means a command; when a watched order may read anew."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """There are no requests yet."""

    dependencies = [
        ("support", "0005_audit_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="watch",
            name="until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("state", "open"), _negated=True), fields=["-decided_at"], name="request_decided"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "declined"]), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False), models.Q(("decided_by", models.F("asked_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="request_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("command__isnull", False), ("state", "approved")),
                    models.Q(models.Q(("state", "approved"), _negated=True), ("command__isnull", True)),
                    _connector="OR",
                ),
                name="request_approved_is_a_command",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="request_closed_at",
            ),
        ),
    ]
