"""Loading a region from a file: its municipalities, memberships and bodies. Loading twice changes nothing."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from suksit.regions.models import Body, Membership, Municipality, Population, Region
from workflow.models import Party, PartyKind

REGIONS = Path(settings.BASE_DIR) / "fixtures" / "reference" / "regions.toml"
FACTS = ("county", "language_form")


@transaction.atomic
def load_region(path: Path = REGIONS) -> Region:
    """Load the region of one file, and return it. What the coordinator has changed since is left alone.

    A municipality that another region knows already is the same municipality, found by its number. Facts about it
    follow the file; a membership or a body that is there is not touched. Raises KeyError when the file lacks a name.
    """
    given = tomllib.loads(path.read_text())
    region = _region(given["region"])
    for row in given.get("municipality", ()):
        municipality = _municipality(row)
        if "inhabitants" in row:
            Population.objects.update_or_create(
                municipality=municipality,
                as_of=given["population"]["as_of"],
                defaults={"inhabitants": row["inhabitants"], "source": given["population"]["source"]},
            )
        if not Membership.objects.filter(region=region, municipality=municipality).exists():
            Membership.objects.create(
                region=region,
                municipality=municipality,
                from_date=row["from"],
                to_date=row.get("to"),
                reference=row.get("reference", ""),
            )
    for row in given.get("body", ()):
        _body(region, row)
    return region


def _region(row: Mapping[str, Any]) -> Region:
    region = Region.objects.filter(slug=row["slug"]).first()
    if region is None:
        party = Party.objects.create(kind=PartyKind.COLLECTIVE, name=row["name"])
        region = Region(party=party, slug=row["slug"])
    region.established = row.get("established")
    region.is_demo = row.get("is_demo", False)
    region.save()
    return region


def _municipality(row: Mapping[str, Any]) -> Municipality:
    municipality = Municipality.objects.filter(number=row["number"]).select_related("party").first()
    if municipality is None:
        party = Party.objects.create(
            kind=PartyKind.ORGANISATION,
            name=row["name"],
            organisation_number=row.get("organisation_number", ""),
        )
        return Municipality.objects.create(
            party=party, number=row["number"], **{name: row[name] for name in FACTS if name in row}
        )
    changed = [name for name in FACTS if name in row and getattr(municipality, name) != row[name]]
    if changed:
        for name in changed:
            setattr(municipality, name, row[name])
        municipality.save(update_fields=changed)
    return municipality


def _body(region: Region, row: Mapping[str, Any]) -> None:
    if Body.objects.filter(region=region, party__name=row["name"]).exists():
        return
    party = Party.objects.create(kind=PartyKind.BODY, name=row["name"])
    Body.objects.create(
        party=party,
        region=region,
        kind=row["kind"],
        name_nn=row.get("name_nn", ""),
        is_legal_person=row.get("is_legal_person", False),
        decides=row.get("decides", ""),
    )
