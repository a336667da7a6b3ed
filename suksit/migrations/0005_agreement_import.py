"""The store between the upload of a list of agreements and its reader's yes, seen within its region."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of its own, with row-level security as the register's."""

    dependencies = [
        ("suksit", "0004_benefit_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200)),
                (
                    "rows",
                    models.JSONField(
                        default=list, help_text="The rows with their errors; emptied when they are imported."
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("imported_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="suksit.region"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            """
            ALTER TABLE suksit_agreementimport ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON suksit_agreementimport USING (
                current_setting('app.system', true) = 'on'
                OR (
                    region_id = nullif(current_setting('app.region', true), '')::bigint
                    AND person_id = nullif(current_setting('app.user', true), '')::bigint
                )
            );
            """,
            """
            DROP POLICY own ON suksit_agreementimport;
            ALTER TABLE suksit_agreementimport DISABLE ROW LEVEL SECURITY;
            """,
        ),
    ]
