"""Anchors: roots over the heads of all chains, which nobody changes or takes away."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    """The two tables, and what the database refuses on them."""

    dependencies = [("workflow", "0005_away_without_stand_in")]

    operations = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("made_at", models.DateTimeField()),
                (
                    "by_hand",
                    models.BooleanField(default=False, help_text="Made by a command, beside the one of each day."),
                ),
                ("cases", models.PositiveIntegerField(help_text="How many chains it is over.")),
                ("root", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("by_hand", False)), fields=("day",), name="anchor_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnchoredHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "anchor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="heads", to="workflow.anchor"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflow.case"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["case", "anchor"], name="anchored_head_once")],
            },
        ),
        migrations.RunSQL((SQL / "anchors.sql").read_text(), (SQL / "anchors_undo.sql").read_text()),
    ]
