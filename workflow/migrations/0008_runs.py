"""What one deed wrote bears one number, so that it can be set back as a whole."""

from django.db import migrations, models

import workflow.runs


class Migration(migrations.Migration):
    """A number on what a deed opens, writes down and tells; another on what it closes. The database fills it in."""

    dependencies = [("workflow", "0007_anchors")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="run",
            field=models.BigIntegerField(db_default=workflow.runs.ThisRun(), editable=False, null=True),
        )
        for model in ("assignment", "historyentry", "notification")
    ] + [
        migrations.AddField(
            model_name="assignment",
            name="closed_run",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        )
    ]
