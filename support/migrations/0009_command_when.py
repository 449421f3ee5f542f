"""The list of all commands, newest first, is read page by page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index over when commands were asked for."""

    dependencies = (("support", "0008_command_ends"),)

    operations = (
        migrations.AddIndex(
            model_name="command", index=models.Index(fields=["requested_at", "id"], name="command_when")
        ),
    )
