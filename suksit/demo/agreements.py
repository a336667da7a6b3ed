"""The agreements that the municipalities have when the demo begins: what they run, from whom, until when."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from suksit.regions.models import Region
from suksit.solutions.models import Agreement
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Party

AGREEMENTS = Path(settings.BASE_DIR) / "fixtures" / "demo" / "agreements.csv"
WRITTEN_IN = 2026


def load_agreements(region: Region, today: date) -> int:
    """Load the agreements, with their last days moved so many years that they lie ahead. Returns how many."""
    parties = {row.name: row for row in Party.objects.filter(kind="organisation")}
    with AGREEMENTS.open(newline="") as file, acting_as(SYSTEM):
        rows = Agreement.objects.bulk_create(
            Agreement(
                region=region,
                party=parties[row["Kommune"]],
                system=row["System"],
                supplier=row["Leverandør"],
                ends_on=_moved(row["Slutt"], today.year - WRITTEN_IN),
                notice_months=int(row["Oppsigelse (måneder)"]),
                options=row["Opsjoner"],
                yearly_cost=Decimal(row["Årlig kostnad (kr uten mva.)"]),
                updated_on=today,
            )
            for row in csv.DictReader(file, delimiter=";")
        )
    return len(rows)


def _moved(day: str, years: int) -> date | None:
    if not day:
        return None
    known = datetime.strptime(day, "%d.%m.%Y").date()  # noqa: DTZ007  (a day, not a moment)
    return known.replace(year=known.year + years)
