"""Who of a party's people has a task: taken, given back, handed to a colleague. Steers the inbox, gives no right.

Whoever holds the right may still do a task that somebody has: a person who is ill must not stop a municipality. The
pages say who has it, and a colleague who takes it over says so, see `docs/decisions/0009-a-claim-is-a-word.md`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model

from workflow import outbox, people
from workflow.actors import SYSTEM, Actor
from workflow.history import Text
from workflow.models import Assignment, Case, HistoryEntry
from workflow.transitions import OnHold, Stale, locked, require, write_down

NOBODY = 0


class HeldByAnother(Exception):
    """Somebody else has taken the task since the page was opened. `name` is who has it now; empty when nobody does."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@contextmanager
def locked_task(task: Assignment) -> Iterator[tuple[Case, Assignment]]:
    """A task and its case, under the case's lock. Raises Stale when it is done, OnHold when its case rests."""
    with locked(Case(pk=task.case_id)) as case:
        row = Assignment.objects.select_related("person").filter(pk=task.pk, state=Assignment.State.OPEN).first()
        if row is None:
            raise Stale(case)
        if case.on_hold_since:
            raise OnHold(case)
        yield case, row


def claim_task(task: Assignment, *, by: Actor, seen: int = NOBODY) -> Assignment:
    """Take a task of one's party: it leaves the others' lists. `seen` is who had it on the page, when taking it over.

    Raises HeldByAnother when somebody else has it by now.
    """
    with locked_task(task) as (case, row):
        require(by.may(row.permission, row.party_id))
        holder = row.person_id or NOBODY
        if holder == by.user_id:
            return row
        if holder != seen:
            raise HeldByAnother(row.person.display_name if row.person else "")
        before = row.person
        texts = {"from": Text(before.display_name)} if before else {}
        entry = _give(case, row, by.user_id, by=by, deed="claim_task", texts=texts)
        if before:
            outbox.tell(case, [before.pk], kind=outbox.DECIDED, fact=f"claimed:{entry.pk}", context={"entry": entry.pk})
        return row


def give_back_task(task: Assignment, *, by: Actor) -> Assignment:
    """Let a task that one has be anybody's at the party again; its people are told. Raises Stale when it is not one's.

    A stand-in may give back what the one who is away has.
    """
    with locked_task(task) as (case, row):
        require(by.may(row.permission, row.party_id))
        if row.person_id not in {by.user_id, *by.stands_in_for}:
            raise Stale(case)
        entry = _give(case, row, None, by=by, deed="give_back_task")
        _tell_all(case, row, entry, but=by.user_id)
        return row


def pass_task_on(
    task: Assignment,
    person: int,
    *,
    by: Actor,
    deed: str = "pass_task_on",
    permission: str = "",
    data: Mapping[str, Any] | None = None,
) -> Assignment:
    """Hand a task to a colleague of the party who holds the right, whoever of the party had it; the colleague is told.

    Raises ValueError for somebody who may not do it. `deed` and `permission` are for a deed that has a name of its own.
    """
    with locked_task(task) as (case, row):
        require(by.may(permission or row.permission, row.party_id))
        if person not in {one.user_id for one in colleagues(case, row)}:
            raise ValueError("not one who may do it for the party")
        name = get_user_model().objects.get(pk=person).display_name
        entry = _give(case, row, person, by=by, deed=deed, permission=permission, data=data, texts={"to": Text(name)})
        if person != by.user_id:
            outbox.tell(case, [person], kind=outbox.ASKED, fact=f"passed:{entry.pk}", assignment=row)
        return row


def return_task(task: Assignment, *, from_person: int) -> bool:
    """The machine's: give a task back to the party, as its person may not do it any more. Returns whether it did."""
    with locked(Case(pk=task.case_id)) as case:
        row = Assignment.objects.filter(pk=task.pk, state=Assignment.State.OPEN, person_id=from_person).first()
        if row is None:
            return False
        entry = _give(case, row, None, by=SYSTEM, deed="return_task")
        _tell_all(case, row, entry, but=None)
        return True


def colleagues(case: Case, task: Assignment) -> list[people.Person]:
    """Those who may do a task today, the one who has it among them."""
    return people.with_permission(task.permission, [task.party_id], case.region_id)


def _give(
    case: Case,
    row: Assignment,
    person: int | None,
    *,
    by: Actor,
    deed: str,
    permission: str = "",
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, Text] | None = None,
) -> HistoryEntry:
    facts = {"task": row.pk, "step": row.step, "subject": row.subject, "from": row.person_id, "to": person}
    row.person_id = person
    row.save(update_fields=["person"])
    return write_down(
        case,
        deed,
        by=by,
        permission=permission or row.permission,
        party=row.party_id,
        data=facts | dict(data or {}),
        texts=texts,
    )


def _tell_all(case: Case, row: Assignment, entry: HistoryEntry, *, but: int | None) -> None:
    holders = [one.user_id for one in colleagues(case, row) if one.user_id != but]
    outbox.tell(case, holders, kind=outbox.ASKED, fact=f"returned:{entry.pk}", assignment=row)
