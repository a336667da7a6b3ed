"""Every table that hangs on a case is seen and written by those who see the case."""

from django.db import migrations

TABLES = (
    "invitation",
    "answer",
    "authorisation",
    "plan",
    "responsible",
    "competition",
    "tender",
    "award",
    "contract",
)


class Migration(migrations.Migration):
    """Row-level security on the domain's tables."""

    dependencies = [("procurement", "0002_initial"), ("workflow", "0002_guards")]

    operations = [
        migrations.RunSQL(
            f"SELECT workflow_guard_case_table('procurement_{table}')",
            f"DROP POLICY by_case ON procurement_{table}; ALTER TABLE procurement_{table} DISABLE ROW LEVEL SECURITY",
        )
        for table in TABLES
    ]
