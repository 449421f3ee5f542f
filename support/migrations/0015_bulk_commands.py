"""Commands name the bulk job that asked for them; a job says since when its first rows are watched, when it moved."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0014_escalation_ladder"),
    ]

    operations = [
        migrations.RemoveField(model_name="bulkjob", name="claimed_until"),
        migrations.AddField(
            model_name="bulkjob",
            name="canary_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="bulkjob",
            name="moved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="command",
            name="bulk",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commands",
                to="support.bulkjob",
            ),
        ),
        migrations.AddIndex(
            model_name="command",
            index=models.Index(condition=models.Q(("bulk__isnull", False)), fields=["bulk"], name="command_bulk"),
        ),
    ]
