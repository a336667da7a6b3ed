"""What the database itself refuses: foreign rows, a changed history, a way around the participants."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


def script(name: str) -> migrations.RunSQL:
    """One SQL file as an operation, with its undoing beside it."""
    return migrations.RunSQL((SQL / f"{name}.sql").read_text(), (SQL / f"{name}_undo.sql").read_text())


class Migration(migrations.Migration):
    """Row-level security, the history's chain, and the checked functions."""

    dependencies = [("workflow", "0001_initial")]

    operations = [script("row_security"), script("history"), script("functions")]
