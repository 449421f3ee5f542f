"""The unsafe calls of programs, kept for their repetition."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of calls."""

    dependencies = (
        ("dashboard", "0001_api_token"),
        ("support", "0002_command"),
    )

    operations = (
        migrations.CreateModel(
            name="StoredCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64)),
                ("begun_at", models.DateTimeField(db_index=True)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("content_type", models.CharField(blank=True, max_length=60)),
                ("body", models.JSONField(blank=True, null=True)),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="dashboard.apitoken"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="stored_call_key")],
            },
        ),
    )
