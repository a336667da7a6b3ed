"""The people of the demo, engaged through the region's own rules."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from suksit.accounts.models import User
from suksit.regions.engagements import derive_rights
from suksit.regions.models import Body, BodyKind, Engagement, Region
from workflow.models import Party

PEOPLE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "people.toml"
HOME: str = tomllib.loads(PEOPLE.read_text())["home"]
SPECIAL = {"operations": BodyKind.OPERATIONS, "council": BodyKind.COUNCIL}


def place(region: Region, at: str) -> Party:
    """The party that a role is held for: a body by what it is for, else a party by its name."""
    bodies = Body.objects.filter(region=region).select_related("party")
    if at == "lead_buyer":
        return bodies.get(is_legal_person=True).party
    if at in SPECIAL:
        return bodies.filter(kind=SPECIAL[at]).earliest("pk").party
    return Party.objects.get(name=at)


def engage_all(since: date) -> int:
    """Engage everybody from a day on. Returns how many; people who are known already are left as they are."""
    rows = tomllib.loads(PEOPLE.read_text())["person"]
    for row in rows:
        region = Region.objects.get(party__name=row.get("region", HOME))
        first, _space, last = row["name"].partition(" ")
        person, _made = User.objects.get_or_create(
            username=row["username"],
            defaults={
                "first_name": first,
                "last_name": last,
                "email": f"{row['username']}@demo.invalid",
                "language": row.get("language", "nb"),
            },
        )
        limit = row.get("delegation_limit")
        Engagement.objects.get_or_create(
            person=person,
            role=row["role"],
            party=place(region, row["at"]),
            region=region,
            defaults={
                "from_date": since,
                "title": row.get("title", ""),
                "delegation_limit": Decimal(limit) if limit else None,
                "delegation_note": row.get("delegation_note", ""),
            },
        )
        derive_rights(person.pk)
    return len(rows)
