"""356 municipalities in 40 regions, with those who act for them; made by the loader."""

from dataclasses import dataclass

from suksit.accounts.models import User
from suksit.regions.models import Body, BodyKind, Engagement, Membership, Municipality, Region
from suksit.regions.roles import COORDINATOR, ROLES
from tests.personas import SINCE, Cast
from workflow import permissions
from workflow.models import Party, PartyKind, PartyPermission

MUNICIPALITIES = 356
REGIONS = 40
AT_MUNICIPALITY = ("member", "chief_executive")
AT_BODY = {BodyKind.PROCUREMENT: ("purchaser", "signatory"), BodyKind.OPERATIONS: ("operations",)}


@dataclass
class Made:
    """A region: its party, its coordinator, its bodies' people, and its municipalities with theirs."""

    region: int
    coordinator: int
    bodies: dict[str, tuple[int, dict[str, int]]]
    municipalities: list[tuple[int, dict[str, int]]]


def make(regions: int = REGIONS, municipalities: int = MUNICIPALITIES) -> list[Made]:
    """The regions, their sizes from 5 to 13, with everybody's stored rights."""
    sizes = [5 + number % 9 for number in range(regions)]
    while sum(sizes) > municipalities:
        sizes[sizes.index(max(sizes))] -= 1
    while sum(sizes) < municipalities:
        sizes[sizes.index(min(sizes))] += 1
    people, engagements = _People(), []
    made = [_region(number, size, people, engagements) for number, size in enumerate(sizes)]
    Engagement.objects.bulk_create(engagements, batch_size=500)
    _rights(engagements)
    return made


class _People:
    """Persons, numbered."""

    def __init__(self) -> None:
        self.number = 0

    def one(self, name: str) -> int:
        """A new person."""
        self.number += 1
        return User.objects.create(
            username=name, first_name=name.split("-")[0].capitalize(), last_name=name, email=f"{name}@example.test"
        ).pk


def _region(number: int, size: int, people: _People, engagements: list[Engagement]) -> Made:
    party = Party.objects.create(kind=PartyKind.COLLECTIVE, name=f"Region {number}")
    region = Region.objects.create(party=party, slug=f"region-{number}")

    def engage(role: str, at: int) -> int:
        person = people.one(f"{role}-{number}-{at}")
        engagements.append(Engagement(person_id=person, role=role, party_id=at, region_id=region.pk, from_date=SINCE))
        return person

    bodies = {}
    for kind in (BodyKind.OPERATIONS, BodyKind.PROCUREMENT, BodyKind.COUNCIL):
        body = Party.objects.create(kind=PartyKind.BODY, name=f"{kind} {number}")
        Body.objects.create(party=body, region=region, kind=kind, is_legal_person=kind == BodyKind.PROCUREMENT)
        bodies[str(kind)] = (body.pk, {role: engage(role, body.pk) for role in AT_BODY.get(kind, ())})
    found = []
    for place in range(size):
        home = Party.objects.create(kind=PartyKind.ORGANISATION, name=f"Kommune {number}.{place}")
        Municipality.objects.create(party=home, number=str(6000 + number * 14 + place), county="Buskerud")
        Membership.objects.create(region=region, municipality_id=home.pk, from_date=SINCE)
        found.append((home.pk, {role: engage(role, home.pk) for role in AT_MUNICIPALITY}))
    return Made(region.pk, engage(COORDINATOR, party.pk), bodies, found)


def _rights(engagements: list[Engagement]) -> None:
    """What `derive_rights` stores for each, in one statement: everybody has one engagement."""
    wanted = [(row.person_id, row.party_id, name) for row in engagements for name in ROLES[row.role].permissions]
    rows = permissions.permission_rows({name for _, _, name in wanted})
    PartyPermission.objects.bulk_create(
        (
            PartyPermission(user_id=person, content_object_id=party, permission=rows[name])
            for person, party, name in wanted
        ),
        batch_size=2000,
    )


def variants(made: list[Made]) -> list[tuple[int, int]]:
    """(region, first municipality) of each way to lay a set of cases out: every municipality comes first once.

    The first region is a hub: its first municipality comes first three times as often. In the last, the last
    municipality is sparse: it never comes first.
    """
    found = [(number, first) for number, region in enumerate(made) for first in range(len(region.municipalities))]
    hub, sparse = (0, 0), (len(made) - 1, len(made[-1].municipalities) - 1)
    return [pair for pair in found if pair != sparse] + [hub, hub]


def laid_out(cast: Cast, made: Made, first: int) -> tuple[dict[int, int], dict[int, int]]:
    """(parties, people) of the cast, each with who has that place in a region when this municipality comes first."""
    homes = made.municipalities[first:] + made.municipalities[:first]
    places = dict(zip(("Rollag", "Kongsberg", "Notodden", "Tinn"), homes, strict=False))
    parties = {cast.party("Kongsbergregionen").pk: made.region}
    people = {cast.people[name].pk: made.coordinator for name in ("kari", "berit")}
    for name, kind in (("K-IKT", BodyKind.OPERATIONS), ("KO", BodyKind.PROCUREMENT), ("Regionrådet", BodyKind.COUNCIL)):
        parties[cast.party(name).pk] = made.bodies[str(kind)][0]
    people[cast.people["siri"].pk] = made.bodies[str(BodyKind.PROCUREMENT)][1]["purchaser"]
    people[cast.people["jon"].pk] = made.bodies[str(BodyKind.PROCUREMENT)][1]["signatory"]
    people[cast.people["arne"].pk] = made.bodies[str(BodyKind.OPERATIONS)][1]["operations"]
    people[cast.people["mona"].pk] = made.coordinator
    for name, (home, roles) in places.items():
        parties[cast.party(name).pk] = home
        for role, persons in (
            ("member", {"Rollag": "ola", "Kongsberg": "ingrid", "Notodden": "tor"}),
            ("chief_executive", {"Rollag": "dag", "Kongsberg": "eva", "Notodden": "hans"}),
        ):
            if name in persons:
                people[cast.people[persons[name]].pk] = roles[role]
    people[cast.people["liv"].pk] = people[cast.people["ola"].pk]
    return parties, people
