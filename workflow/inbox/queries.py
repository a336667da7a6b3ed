"""What waits for me, what I wait for, and what has happened: each by a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from workflow import clock, gathering
from workflow.actors import Actor
from workflow.deeds import REGISTRY, Deed
from workflow.models import Assignment, Grade, HistoryEntry, Visibility

MANY = 60


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody; `others` are the same step's rows of the same case at other parties.

    `about` is what its child record is about, when the deed can tell. `deed` is none when the code has lost it.
    """

    assignment: Assignment
    deed: Deed | None
    others: list[Assignment] = field(default_factory=list)
    about: str = ""

    @property
    def title(self) -> Any:
        """What is to be done; the step's name, where no deed is known."""
        return self.deed.title or self.deed.label if self.deed else self.assignment.step

    @property
    def url(self) -> str:
        """Where it is done; empty where no deed is known."""
        return self.deed.url(self.assignment.case, self.assignment.subject) if self.deed else ""

    @property
    def minutes(self) -> int:
        """About how long it takes; what nobody can do takes none."""
        return self.deed.minutes if self.deed else 0

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed."""
        return bool(self.assignment.due and self.assignment.due < clock.today())


def people_acted_for(actor: Actor) -> set[int | None]:
    """The actor, and those for whom the actor stands in today."""
    return {actor.user_id, *actor.stands_in_for}


def is_mine(row: Assignment, actor: Actor) -> bool:
    """Whether the actor may take an assignment: the right at the party, and nobody else named."""
    held = actor.may(row.permission, row.party_id)
    return held and (row.person_id is None or row.person_id in people_acted_for(actor))


def mine(actor: Actor) -> Q:
    """The assignments that an actor may take, as `is_mine`, as a condition."""
    held: dict[int, list[str]] = defaultdict(list)
    for party, permission in actor.grants:
        held[party].append(permission)
    rights = Q(pk__in=[])
    for party, permissions in held.items():
        rights |= Q(party_id=party, permission__in=permissions)
    return rights & (Q(person__isnull=True) | Q(person_id__in=people_acted_for(actor)))


def open_in_region(actor: Actor) -> Q:
    """What is open, and whose turn has come, in the region in which the actor acts. Cases on hold rest."""
    return gathering.ready() & Q(
        state=Assignment.State.OPEN, case__on_hold_since__isnull=True, case__region_id=actor.region_id
    )


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits for the actor, the oldest last day first; what has none comes last.

    One query, and one for each deed that tells what its child records are about. What no deed in the code can do is
    shown as well, so that it does not wait in silence.
    """
    rows = (
        Assignment.objects.filter(mine(actor), open_in_region(actor))
        .select_related("case", "party", "person")
        .order_by(F("due").asc(nulls_last=True), "opened_at", "pk")
    )
    rows = list(rows)
    about = what_about(rows)
    return [Waiting(row, REGISTRY.get(row.step), about=about.get(row.pk, "")) for row in rows]


def what_about(rows: Iterable[Assignment]) -> dict[int, str]:
    """What the child records of assignments are about, by assignment, as far as their deeds can tell."""
    by_step: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        if row.subject is not None and row.step in REGISTRY and REGISTRY[row.step].about:
            by_step[row.step][row.pk] = row.subject
    found: dict[int, str] = {}
    for step, subjects in by_step.items():
        tells = REGISTRY[step].about
        names = tells(subjects.values()) if tells else {}
        found |= {key: names[subject] for key, subject in subjects.items() if subject in names}
    return found


def waited_for(actor: Actor, limit: int = 10) -> list[Waiting]:
    """What the actor's own cases wait for others to do, by their last days; a step of a case is one row. One query."""
    rows = (
        Assignment.objects.filter(
            open_in_region(actor),
            step__in=sorted(REGISTRY),
            case__participants__party_id__in=actor.parties,
            case__participants__grade__gte=Grade.TAKES_PART,
        )
        .exclude(mine(actor))
        .select_related("case", "party", "person")
        .order_by(F("due").asc(nulls_last=True), "opened_at", "pk")
        .distinct()[:MANY]
    )
    found: dict[tuple[Any, str], Waiting] = {}
    for row in rows:
        known = found.setdefault((row.case_id, row.step), Waiting(row, REGISTRY[row.step]))
        if known.assignment is not row:
            known.others.append(row)
    return list(found.values())[:limit]


def happened(actor: Actor, since: datetime | date, limit: int = 6) -> list[HistoryEntry]:
    """What others have done in the region's cases since a moment, newest first. One query.

    What was written for fewer than the region is shown to the own party, and to those who take part when it is theirs.
    """
    for_me = (
        ~Q(data__has_key="visibility")
        | Q(data__visibility=Visibility.REGION)
        | Q(data__visibility=Visibility.OWN, party_id__in=actor.parties)
        | Q(data__visibility=Visibility.PARTICIPANTS, case__participants__grade__gte=Grade.TAKES_PART)
    )
    return list(
        HistoryEntry.objects.filter(
            for_me,
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
