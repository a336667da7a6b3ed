"""Every table that hangs on a case is seen by those who see the case; a case's state is one that is known."""

from django.db import migrations

TABLES = ("changereport", "reporter", "assessment", "decisionrecord", "rollout", "benefit", "harvest", "measurement")
STATES = (
    "draft",
    "reported",
    "assessment",
    "accepted",
    "invitation",
    "commitment",
    "planning",
    "competition",
    "award",
    "contract",
    "procured",
    "rollout",
    "benefits",
    "closed",
    "rejected",
    "handled_locally",
    "merged",
    "withdrawn",
    "cancelled",
)
KNOWN = ", ".join(f"'{state}'" for state in STATES)


class Migration(migrations.Migration):
    """Row-level security on the product's tables, and the closed list of states."""

    dependencies = [("suksit", "0002_initial"), ("workflow", "0002_guards")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE workflow_case ADD CONSTRAINT case_state_known CHECK (state IN ({KNOWN}))",
            "ALTER TABLE workflow_case DROP CONSTRAINT case_state_known",
        ),
        migrations.RunSQL(
            """
            ALTER TABLE suksit_agreement ENABLE ROW LEVEL SECURITY;
            CREATE POLICY by_region ON suksit_agreement USING (
                current_setting('app.system', true) = 'on'
                OR region_id = nullif(current_setting('app.region', true), '')::bigint
            );
            CREATE TRIGGER region_event_fixed BEFORE UPDATE OR DELETE ON suksit_regionevent
                FOR EACH ROW EXECUTE FUNCTION workflow_refuse_change();
            CREATE TRIGGER region_event_not_emptied BEFORE TRUNCATE ON suksit_regionevent
                FOR EACH STATEMENT EXECUTE FUNCTION workflow_refuse_change();
            """,
            """
            DROP TRIGGER region_event_not_emptied ON suksit_regionevent;
            DROP TRIGGER region_event_fixed ON suksit_regionevent;
            DROP POLICY by_region ON suksit_agreement;
            ALTER TABLE suksit_agreement DISABLE ROW LEVEL SECURITY;
            """,
        ),
        *(
            migrations.RunSQL(
                f"SELECT workflow_guard_case_table('suksit_{table}')",
                f"DROP POLICY by_case ON suksit_{table}; ALTER TABLE suksit_{table} DISABLE ROW LEVEL SECURITY",
            )
            for table in TABLES
        ),
    ]
