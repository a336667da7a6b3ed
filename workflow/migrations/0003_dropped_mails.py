"""A mail may be dropped: what it asked for was done before it left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One state more, and words for each."""

    dependencies = [("workflow", "0002_guards")]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waits to be sent"),
                    ("sent", "sent"),
                    ("not_reached", "did not arrive"),
                    ("dropped", "not sent: the task was done"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
    ]
