"""The people of a simulated region, engaged by the region's own rules: coordinator, buyers, operations, members."""

from datetime import date

from suksit.accounts.models import User
from suksit.regions.engagements import derive_rights
from suksit.regions.models import Body, BodyKind, Engagement, Membership, Municipality, Region
from workflow.models import Party, PartyKind

BODIES = {"Innkjøp": BodyKind.PROCUREMENT, "Drift": BodyKind.OPERATIONS}
STAFF = (
    ("kari", "coordinator", "Regionen"),
    ("siri", "purchaser", "Innkjøp"),
    ("jon", "signatory", "Innkjøp"),
    ("arne", "operations", "Drift"),
)


def make_region(municipalities: int, since: date) -> tuple[Region, dict[str, tuple[str, str]]]:
    """Make a region with its people. Returns it, and each municipality's member and chief executive by its name."""
    places = {"Regionen": Party.objects.create(kind=PartyKind.COLLECTIVE, name="Regionen")}
    region = Region.objects.create(party=places["Regionen"], slug="simulert")
    for name, kind in BODIES.items():
        places[name] = Party.objects.create(kind=PartyKind.BODY, name=name)
        is_legal = kind == BodyKind.PROCUREMENT
        Body.objects.create(party=places[name], region=region, kind=kind, is_legal_person=is_legal)
    for username, role, place in STAFF:
        engage(username, role, places[place], region, since)
    members = {}
    for number in range(1, municipalities + 1):
        name = f"Kommune {number:03}"
        party = Party.objects.create(kind=PartyKind.ORGANISATION, name=name)
        municipality = Municipality.objects.create(party=party, number=f"9{number:03}", county="Simulert")
        Membership.objects.create(region=region, municipality=municipality, from_date=since)
        members[name] = (f"medlem{number:03}", f"leder{number:03}")
        engage(members[name][0], "member", party, region, since)
        engage(members[name][1], "chief_executive", party, region, since)
    return region, members


def engage(username: str, role: str, place: Party, region: Region, since: date) -> None:
    """Engage a person in one role."""
    person = User.objects.create(username=username, first_name=username.capitalize(), email=f"{username}@demo.invalid")
    Engagement.objects.create(person=person, role=role, party=place, region=region, from_date=since)
    derive_rights(person.pk)
