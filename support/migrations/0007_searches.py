"""Searches that the audit is still to be told of; what was an erased customer's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """There are no erasures yet."""

    dependencies = [("support", "0006_request_guards")]

    operations = [
        migrations.AddField(model_name="erasure", name="orders", field=models.JSONField(default=list)),
        migrations.AddField(model_name="erasure", name="prints", field=models.JSONField(default=list)),
        migrations.CreateModel(
            name="Search",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("actor", models.CharField(max_length=100)),
                ("role", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=32)),
                ("kinds", models.CharField(max_length=200)),
                ("found", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("typing", models.BooleanField()),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("typing", True)), fields=["actor"], name="search_typing")],
            },
        ),
    ]
