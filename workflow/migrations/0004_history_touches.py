"""The history moves a case to the top of the lists."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """A trigger instead of a call that each deed had to make."""

    dependencies = [("workflow", "0003_dropped_mails")]

    operations = [migrations.RunSQL((SQL / "touch.sql").read_text(), (SQL / "touch_undo.sql").read_text())]
