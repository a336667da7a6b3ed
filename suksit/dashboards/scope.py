"""Whose desk it is, and who holds what: what every part of the desk and the board asks about."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from suksit.cases.stages import Stage
from suksit.regions.queries import member_parties
from suksit.regions.roles import ROLES
from workflow import people
from workflow.actors import Actor
from workflow.deeds import REGISTRY
from workflow.inbox.queries import is_mine
from workflow.models import Assignment, Party, PartyKind


class Holders:
    """The names of those who hold a permission at a party today, the member first. One query for all parties."""

    def __init__(self, parties: list[int], region_id: int) -> None:
        self._names: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._titled: dict[tuple[int, str], str] = {}
        places = {role: place for place, role in enumerate(ROLES)}
        for person in sorted(people.of_parties(parties, region_id), key=lambda person: places[person.role]):
            for permission in ROLES[person.role].permissions:
                key = (person.party_id, permission)
                self._names[key].append(person.name)
                self._titled.setdefault(key, f"{person.name}, {uncapitalised(str(ROLES[person.role].label))}")

    def names(self, party_id: int, permission: str) -> list[str]:
        """Their names; empty when nobody is engaged."""
        return self._names.get((party_id, permission), [])

    def titled(self, party_id: int, permission: str) -> str:
        """The first of them with the role behind the name; empty when nobody is engaged."""
        return self._titled.get((party_id, permission), "")


def uncapitalised(words: str) -> str:
    """Words for the middle of a sentence: a capital at the beginning goes, one that belongs to a name stays."""
    return words[:1].lower() + words[1:] if words.split(maxsplit=1)[0][1:].islower() else words


@dataclass(frozen=True)
class Scope:
    """The desk of one municipality's chief executive beside its region; or the region's alone, when `own` is none."""

    actor: Actor
    own: Party | None
    members: tuple[Party, ...]
    holders: Holders

    @property
    def region_id(self) -> int:
        """The region that is acted in."""
        return self.actor.region_id or 0

    @property
    def parties(self) -> dict[str, int]:
        """A filter on a field `party`: one's own, or every party of the region."""
        return {"party_id": self.own.pk} if self.own else {}

    def is_mine(self, assignment: Assignment) -> bool:
        """Whether the actor may take an assignment."""
        return is_mine(assignment, self.actor)

    def holder(self, assignment: Assignment) -> str:
        """With whom something is, in words: a person of one's own or, with the role, of a body; or the municipality."""
        if assignment.person:
            return assignment.person.display_name
        names = self.holders.names(assignment.party_id, assignment.permission)
        if self.own and assignment.party_id == self.own.pk and names:
            return names[0]
        return self.holders.titled(assignment.party_id, assignment.permission) or assignment.party.name


def scope_of(actor: Actor) -> Scope:
    """The scope of an actor: the municipality whose desk may be read, if there is one. Four queries."""
    members = tuple(member_parties(actor.region_id or 0))
    keys = actor.parties_with("read_desk")
    own = next((party for party in members if party.pk in keys), None)
    if own is None:
        own = Party.objects.filter(pk__in=keys, kind=PartyKind.ORGANISATION).order_by("sort_key").first()
    named = [*([own.pk] if own else []), *bodies_of(actor.region_id or 0)]
    return Scope(actor, own, members, Holders(named, actor.region_id or 0))


def bodies_of(region_id: int) -> list[int]:
    """The parties whose people are named instead of them: the region itself, and its bodies. One query."""
    return list(Party.objects.filter(Q(as_body__region_id=region_id) | Q(pk=region_id)).values_list("pk", flat=True))


def task_title(assignment: Assignment) -> str:
    """What is to be done, in the inbox's words."""
    deed = REGISTRY.get(assignment.step)
    if deed is None:
        return str(assignment.case.title)
    words = {"party": assignment.party.name, "case": assignment.case.title}
    return _("%(deed)s: %(case)s") % {"deed": str(deed.title or deed.label) % words, "case": assignment.case.title}


def task_url(assignment: Assignment, actor: Actor) -> str:
    """Where it is done, for the one who may do it; the case for everybody else."""
    deed = REGISTRY.get(assignment.step)
    if deed is not None and is_mine(assignment, actor):
        return deed.url(assignment.case, assignment.subject)
    return case_url(assignment.case_id)


def case_url(case_id: Any) -> str:
    """The page of a case."""
    return reverse("case", args=[case_id])


def cases_url(*, mine: bool, stage: Stage | None = None) -> str:
    """The list of cases behind a number: `hvem` says whose, `steg` which step."""
    query = {"hvem": "mine" if mine else "alle"} | ({"steg": stage.slug} if stage else {})
    return f"{reverse('case_list')}?{urlencode(query)}"
