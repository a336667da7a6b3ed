"""The fixed cast, explained once.

Kari coordinates Kongsbergregionen. Ola is the member in Rollag (small), Ingrid in Kongsberg (large), Tor in Notodden,
which is in both regions; Nina is Notodden's member in Naboregionen. Dag is chief executive in Rollag, Eva in
Kongsberg, Hans in Notodden. Liv is an employee in Rollag. Siri is the purchaser and Jon the authorised person of the
region's own legal person. Arne runs operations. Berit is the secretariat, Mona a mayor in the council. Per coordinates
Naboregionen and must see nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from suksit.accounts.models import User
from suksit.regions.engagements import actor_for, derive_rights
from suksit.regions.models import Body, BodyKind, Engagement, Membership, Municipality, Region
from workflow.actors import Actor
from workflow.context import acting_as
from workflow.models import Party, PartyKind

SINCE = date(2005, 1, 1)


@dataclass
class Cast:
    """Everyone, and where they act."""

    region: Region
    neighbour: Region
    parties: dict[str, Party] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    where: dict[str, Region] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """A person of the cast as an actor in the own region."""
        return actor_for(self.people[name].pk, name, self.where[name].pk)

    def do(self, name: str, deed: Any, *args: Any, **kwargs: Any) -> Any:
        """Let a person do a deed in a transaction of its own, as a request would."""
        with acting_as(self.actor(name)) as actor:
            return deed(*args, by=actor, **kwargs)

    def see(self, name: str, read: Any) -> Any:
        """Read something with a person's eyes: `read(actor)` inside that person's transaction."""
        with acting_as(self.actor(name)) as actor:
            return read(actor)

    def party(self, name: str) -> Party:
        """A party by its name."""
        return self.parties[name]


def make_region(name: str, slug: str) -> Region:
    """A region with its party."""
    party = Party.objects.create(kind=PartyKind.COLLECTIVE, name=name)
    return Region.objects.create(party=party, slug=slug)


def make_cast() -> Cast:
    """Build the cast in an empty database."""
    cast = Cast(make_region("Kongsbergregionen", "kongsbergregionen"), make_region("Naboregionen", "naboregionen"))
    cast.parties = {"Kongsbergregionen": cast.region.party, "Naboregionen": cast.neighbour.party}
    numbers = {"Kongsberg": "3303", "Notodden": "4005", "Rollag": "3336", "Tinn": "4026", "Nabodal": "9901"}
    for name, number in numbers.items():
        party = Party.objects.create(kind=PartyKind.ORGANISATION, name=name)
        municipality = Municipality.objects.create(party=party, number=number, county="Buskerud")
        cast.parties[name] = party
        for region in (cast.region, cast.neighbour):
            if (name == "Nabodal") <= (region == cast.neighbour) and (
                region == cast.region or name in ("Notodden", "Nabodal")
            ):
                Membership.objects.create(region=region, municipality=municipality, from_date=SINCE)
    for name, kind in (("K-IKT", BodyKind.OPERATIONS), ("KO", BodyKind.PROCUREMENT), ("Regionrådet", BodyKind.COUNCIL)):
        party = Party.objects.create(kind=PartyKind.BODY, name=name)
        Body.objects.create(party=party, region=cast.region, kind=kind, is_legal_person=kind == BodyKind.PROCUREMENT)
        cast.parties[name] = party
    engage(cast, "kari", "coordinator", "Kongsbergregionen")
    engage(cast, "ola", "member", "Rollag")
    engage(cast, "ingrid", "member", "Kongsberg")
    engage(cast, "tor", "member", "Notodden")
    engage(cast, "dag", "chief_executive", "Rollag")
    engage(cast, "eva", "chief_executive", "Kongsberg")
    engage(cast, "hans", "chief_executive", "Notodden")
    engage(cast, "liv", "staff", "Rollag")
    engage(cast, "siri", "purchaser", "KO")
    engage(cast, "jon", "signatory", "KO")
    engage(cast, "arne", "operations", "K-IKT")
    engage(cast, "berit", "secretariat", "Kongsbergregionen")
    engage(cast, "mona", "body_member", "Regionrådet")
    engage(cast, "per", "coordinator", "Naboregionen", cast.neighbour)
    engage(cast, "nina", "member", "Notodden", cast.neighbour)
    return cast


def engage(cast: Cast, name: str, role: str, party: str, region: Region | None = None) -> User:
    """Engage a person of the cast."""
    person, _ = User.objects.get_or_create(
        username=name, defaults={"first_name": name.capitalize(), "email": f"{name}@example.test"}
    )
    region = region or cast.region
    Engagement.objects.create(person=person, role=role, party=cast.party(party), region=region, from_date=SINCE)
    derive_rights(person.pk)
    cast.people[name] = person
    cast.where.setdefault(name, region)
    return person


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, in a database that is rolled back."""
    return make_cast()
