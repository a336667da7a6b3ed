"""The law's figures as rows, which the product reads and never writes; the environment's route in the plan."""

from django.db import migrations, models

READ_ONLY = """
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'app_rw') THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON procurement_threshold, procurement_legaldeadline FROM app_rw;
    END IF;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0003_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="environment_route",
            field=models.CharField(
                blank=True,
                default="",
                help_text="How the environment is weighed, by the law's own routes.",
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="environment",
            field=models.TextField(blank=True, default="", help_text="Why the environment is weighed so."),
        ),
        migrations.CreateModel(
            name="LegalDeadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("citation", models.CharField(max_length=120)),
                ("source", models.CharField(max_length=200)),
                ("verified", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tender_open", "Tenders, open procedure"),
                            ("tender_open_paper", "Tenders, open procedure, not electronic"),
                            ("tender_open_short", "Tenders, open procedure, shortened"),
                            ("request_restricted", "Requests to take part, restricted procedure"),
                            ("request_restricted_short", "Requests to take part, restricted procedure, urgent"),
                            ("tender_restricted", "Tenders, restricted procedure"),
                            ("tender_restricted_paper", "Tenders, restricted procedure, not electronic"),
                            ("tender_restricted_short", "Tenders, restricted procedure, shortened"),
                            ("standstill", "Standstill after an electronic award letter"),
                            ("standstill_paper", "Standstill after an award letter on paper"),
                            ("award_notice", "Notice of the contract, at the latest"),
                        ],
                        max_length=30,
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField(help_text="Calendar days.")),
                ("unit", models.CharField(default="calendar_days", max_length=20)),
            ],
            options={
                "ordering": ["kind", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="legaldeadline_ends_after_start",
                    ),
                    models.UniqueConstraint(fields=("kind", "valid_from"), name="legaldeadline_once_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("citation", models.CharField(max_length=120)),
                ("source", models.CharField(max_length=200)),
                ("verified", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("act", "The Act applies from"),
                            ("national", "National threshold"),
                            ("eea", "EEA threshold for municipalities"),
                            ("eea_state", "EEA threshold for the state"),
                            ("eea_works", "EEA threshold for works"),
                            ("eea_social", "EEA threshold for health, social and special services"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, help_text="NOK excl. VAT.", max_digits=14)),
            ],
            options={
                "ordering": ["kind", "valid_from"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="threshold_ends_after_start",
                    ),
                    models.UniqueConstraint(fields=("kind", "valid_from"), name="threshold_once_a_day"),
                ],
            },
        ),
        migrations.RunSQL(READ_ONLY, migrations.RunSQL.noop),
    ]
