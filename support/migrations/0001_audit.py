"""The audit, and the triggers that make its events append-only for whoever uses this database."""

import django.db.models.deletion
from django.db import migrations, models

# TRUNCATE is refused too, except where a connection was opened to allow it: tests empty every table that way.
REFUSE = """
CREATE FUNCTION support_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('printdesk.may_truncate_audit', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the audit is append-only: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER support_audit_event_rows BEFORE UPDATE OR DELETE ON support_auditevent
    FOR EACH ROW EXECUTE FUNCTION support_audit_append_only();
CREATE TRIGGER support_audit_event_all BEFORE TRUNCATE ON support_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION support_audit_append_only();
CREATE TRIGGER support_audit_reason_rows BEFORE UPDATE ON support_auditreason
    FOR EACH ROW EXECUTE FUNCTION support_audit_append_only();
CREATE TRIGGER support_audit_reason_all BEFORE TRUNCATE ON support_auditreason
    FOR EACH STATEMENT EXECUTE FUNCTION support_audit_append_only();
"""

ALLOW = """
DROP TRIGGER support_audit_reason_all ON support_auditreason;
DROP TRIGGER support_audit_reason_rows ON support_auditreason;
DROP TRIGGER support_audit_event_all ON support_auditevent;
DROP TRIGGER support_audit_event_rows ON support_auditevent;
DROP FUNCTION support_audit_append_only();
"""


class Migration(migrations.Migration):
    """Events, the words of their reasons, and the refusal to change either."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=100)),
                ("role", models.CharField(max_length=100)),
                ("type", models.CharField(max_length=60)),
                ("target_kind", models.CharField(max_length=30)),
                ("target_id", models.CharField(max_length=1000)),
                ("order_id", models.CharField(blank=True, max_length=600)),
                ("reason_digest", models.CharField(blank=True, max_length=64)),
                ("details", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["order_id", "number"], name="audit_order", condition=~models.Q(order_id="")),
                    models.Index(fields=["actor", "number"], name="audit_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditReason",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reason",
                        serialize=False,
                        to="support.auditevent",
                    ),
                ),
                ("salt", models.CharField(max_length=32)),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    )
