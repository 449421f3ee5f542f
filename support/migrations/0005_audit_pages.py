"""What the pages of the audit ask for: indexes of the events, verifications, anchors that are kept."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """No event is touched."""

    dependencies = [
        ("support", "0004_notes_requests_reveals"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptAnchor",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor", models.CharField(max_length=100)),
                ("asked_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("whole", models.BigIntegerField(default=0)),
                ("checked", models.BigIntegerField(default=0)),
                ("anchors", models.BigIntegerField(default=0)),
                ("number", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("faults", models.BigIntegerField(default=0)),
                ("found", models.JSONField(blank=True, default=list)),
                ("trouble", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["type", "number"], name="audit_type"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                models.Func(
                    models.F("type"),
                    models.Value("."),
                    models.Value(1),
                    function="split_part",
                    output_field=models.CharField(),
                ),
                models.F("number"),
                name="audit_group",
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                django.db.models.functions.text.MD5("target_id"), models.F("number"), name="audit_target"
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["at"], name="audit_at"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("reason_digest", ""), _negated=True), fields=["number"], name="audit_reasons"
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.UniqueConstraint(
                models.Value(1), condition=models.Q(("ended_at", None)), name="audit_one_verification_at_a_time"
            ),
        ),
    ]
