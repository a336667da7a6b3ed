"""What waits for me, what I wait for, and what has happened: each by a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from workflow import clock
from workflow.actors import Actor
from workflow.deeds import REGISTRY, Deed
from workflow.models import Assignment, Grade, HistoryEntry


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody."""

    assignment: Assignment
    deed: Deed

    @property
    def title(self) -> Any:
        """What is to be done."""
        return self.deed.title or self.deed.label

    @property
    def url(self) -> str:
        """Where it is done."""
        return self.deed.url(self.assignment.case, self.assignment.subject)

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed."""
        return bool(self.assignment.due and self.assignment.due < clock.today())


def mine(actor: Actor) -> Q:
    """The assignments that an actor may take: the right at the party, and nobody else named."""
    held: dict[int, list[str]] = defaultdict(list)
    for party, permission in actor.grants:
        held[party].append(permission)
    rights = Q(pk__in=[])
    for party, permissions in held.items():
        rights |= Q(party_id=party, permission__in=permissions)
    people = {actor.user_id} | {grant.on_behalf_of for grant in actor.grants.values() if grant.on_behalf_of}
    return rights & (Q(person__isnull=True) | Q(person_id__in=people))


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits for the actor, the oldest last day first; what has none comes last. One query."""
    rows = (
        Assignment.objects.filter(
            mine(actor),
            state=Assignment.State.OPEN,
            case__on_hold_since__isnull=True,
            case__region_id=actor.region_id,
        )
        .select_related("case", "party", "person")
        .order_by(F("due").asc(nulls_last=True), "opened_at", "pk")
    )
    return [Waiting(row, REGISTRY[row.step]) for row in rows]


def waited_for(actor: Actor, limit: int = 10) -> list[Waiting]:
    """What the actor's own cases wait for others to do, the longest first. One query."""
    rows = (
        Assignment.objects.filter(
            state=Assignment.State.OPEN,
            case__on_hold_since__isnull=True,
            case__region_id=actor.region_id,
            case__participants__party_id__in=actor.parties,
            case__participants__grade__gte=Grade.TAKES_PART,
        )
        .exclude(mine(actor))
        .select_related("case", "party", "person")
        .order_by("opened_at", "pk")
        .distinct()[:limit]
    )
    return [Waiting(row, REGISTRY[row.step]) for row in rows]


def happened(actor: Actor, since: datetime | date, limit: int = 6) -> list[HistoryEntry]:
    """What others have done in the region's cases since a moment, newest first. One query."""
    return list(
        HistoryEntry.objects.filter(
            happened_at__gte=since,
            case__region_id=actor.region_id,
            case__participants__party_id__in=actor.parties,
            deed__in=list(REGISTRY),
        )
        .exclude(actor_id=actor.user_id)
        .select_related("case", "actor", "party")
        .order_by("-happened_at", "-pk")
        .distinct()[:limit]
    )
