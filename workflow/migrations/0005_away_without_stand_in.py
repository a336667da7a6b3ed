"""A person may be away with nobody in the place."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The stand-in of an absence may be left out."""

    dependencies = [("workflow", "0004_history_touches"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AlterField(
            model_name="substitution",
            name="stand_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stand_ins",
                to=settings.AUTH_USER_MODEL,
            ),
        )
    ]
