"""An index of the commands that ended badly, for who is to be told."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """No command is touched."""

    dependencies = [
        ("dashboard", "0002_member_and_limits"),
        ("support", "0007_searches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="command",
            index=models.Index(
                condition=models.Q(("state__in", ["failed", "refused", "overdue"])),
                fields=["requested_at"],
                name="command_bad",
            ),
        ),
    ]
