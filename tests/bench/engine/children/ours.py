"""Our engine on its own small domain, with everything on: rights, history, row-level security, inbox and mail jobs."""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[4]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suksit.settings.test")

import django

django.setup()

from django.db import connection  # noqa: E402
from protocol import Engine  # noqa: E402

from suksit.accounts.models import User  # noqa: E402
from suksit.regions.engagements import actor_for, derive_rights  # noqa: E402
from suksit.regions.models import Engagement, Region  # noqa: E402
from tests.bench.engine.children import our_cases  # noqa: E402
from tests.bench.engine.children.our_races import races  # noqa: E402
from tests.bench.engine.children.statements import counted  # noqa: E402
from tests.conftest import use  # noqa: E402
from workflow import database  # noqa: E402
from workflow.context import acting_as  # noqa: E402
from workflow.models import Party, PartyKind  # noqa: E402

SINCE = date(2005, 1, 1)
COORDINATOR = "bench"


class Field:
    """The region that the cases are in: one that the loader made, else one of its own."""

    def __init__(self) -> None:
        self.region = Region.objects.filter(slug="region-20").first() or self._region()
        row = Engagement.objects.filter(region=self.region, role="coordinator").select_related("person").first()
        self.coordinator = row.person if row else self._engage(COORDINATOR, "coordinator", self.region.party)
        self.members: list[tuple[User, int]] = [
            (row.person, row.party_id)
            for row in Engagement.objects.filter(region=self.region, role="member").select_related("person")
        ]
        self.number = 0

    @staticmethod
    def _region() -> Region:
        party = Party.objects.create(kind=PartyKind.COLLECTIVE, name="Bench")
        return Region.objects.create(party=party, slug="bench")

    def _engage(self, name: str, role: str, party: Party) -> User:
        person = User.objects.create(username=name, first_name=name, email=f"{name}@example.test")
        Engagement.objects.create(person=person, role=role, party=party, region=self.region, from_date=SINCE)
        derive_rights(person.pk)
        return person

    def asked(self, parties: int) -> list[tuple[User, int]]:
        """So many members, each of a municipality of its own."""
        while len(self.members) < parties:
            name = f"bench{len(self.members)}"
            party = Party.objects.create(kind=PartyKind.ORGANISATION, name=name)
            self.members.append((self._engage(name, "member", party), party.pk))
        return self.members[:parties]

    def do(self, person: User, deed: Callable[..., Any], *args: Any) -> Any:
        """One request's worth: find out who the person is here, then one transaction."""
        with acting_as(actor_for(person.pk, person.username, self.region.pk)) as actor:
            return deed(*args, by=actor)

    def title(self) -> str:
        """A title of its own for each case."""
        self.number += 1
        return f"Errand {self.number}"


def main() -> None:
    """Serve."""
    field = Field()
    Engine(
        lambda parties: our_cases.case(field, parties),
        counted(connection),
        lambda: connection.connection.info.backend_pid,
        races(field),
    ).serve()


if __name__ == "__main__":
    database.ensure_running()
    use(os.environ["BENCH_NAME"])
    main()
