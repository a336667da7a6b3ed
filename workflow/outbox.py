"""Telling people: a row for each fact and recipient, and a job that sends it after the commit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model

from workflow import clock, people
from workflow.context import current_user
from workflow.deeds import REGISTRY
from workflow.models import Assignment, Case, HistoryEntry, Notification
from workflow.posting import post
from workflow.turns import Turn, holders_of, turns

ASKED = "workflow/asked"
REMINDED = "workflow/reminded"
DECIDED = "workflow/decided"
ESCALATED = "workflow/escalated"
OVERDUE = "workflow/overdue"
LATE = "workflow/late"
UNREACHED = "workflow/not_reached"
AWAY = "workflow/away"
ABOUT_A_TASK = (ASKED, REMINDED, ESCALATED)  # each wants one task done; the others tell of what has happened


def tell(
    case: Case,
    recipients: Iterable[int],
    *,
    kind: str,
    fact: str,
    assignment: Assignment | None = None,
    context: dict[str, Any] | None = None,
) -> int:
    """Tell persons a fact about a case, each once however often it is called. Returns how many are new.

    `kind` is the mail's template below `templates/`, `fact` what makes it the same news.
    """
    return post(
        Notification(
            case_id=case.pk,
            recipient_id=recipient,
            kind=kind,
            fact=fact,
            assignment=assignment,
            context=context or {},
            created_at=clock.now(),
        )
        for recipient in dict.fromkeys(recipients)
    )


def announce(case: Case, assignments: Sequence[Assignment]) -> int:
    """Tell those whose turn it is, in a fixed number of statements. Nobody is told of one's own doing.

    Those who keep the region are told of each task for which nobody is at hand.
    """
    doer = current_user()
    found = turns(assignments, case.region_id)
    tell_keepers(case, found)
    return post(
        Notification(
            case_id=case.pk,
            recipient_id=holder,
            kind=ASKED,
            fact=f"{turn.row.step}:{turn.row.pk}",
            assignment=turn.row,
            created_at=clock.now(),
        )
        for turn in found
        for holder in turn.holders
        if holder != doer
    )


def remind(case: Case, assignment: Assignment, when: str) -> int:
    """Remind those whose turn it is: once when the last day is `near`, once when it is `late`, for each last day."""
    (turn,) = found = turns([assignment], case.region_id)
    tell_keepers(case, found)
    return tell(
        case,
        turn.holders,
        kind=REMINDED,
        fact=reminder_of(assignment, when),
        assignment=assignment,
        context={"when": when},
    )


def tell_keepers(case: Case, found: Sequence[Turn]) -> int:
    """Tell those who keep the region of tasks whose holders are all away without a stand-in, each once."""
    alone = [turn for turn in found if turn.alone]
    if not alone:
        return 0
    keepers = [person.user_id for person in people.keepers(case.region_id)]
    names = get_user_model().objects.in_bulk({holder for turn in alone for holder in turn.holders})
    return sum(
        tell(
            case,
            [keeper for keeper in keepers if keeper not in turn.holders],
            kind=AWAY,
            fact=f"{turn.row.step}:{turn.row.pk}",
            context={
                "party": turn.row.party.name,
                "away": ", ".join(names[one].display_name for one in turn.holders),
            },
        )
        for turn in alone
    )


def escalate(assignment: Assignment, permission: str) -> list[int]:
    """Tell those with a permission at the assignment's party that its last day has passed: once for each last day.

    Returns whom it concerns, told now or before.
    """
    found = people.with_permission(permission, [assignment.party_id], assignment.case.region_id)
    told = list(dict.fromkeys(person.user_id for person in found))
    tell(
        assignment.case,
        told,
        kind=ESCALATED,
        fact=f"{assignment.step}:{assignment.pk}:{assignment.due.isoformat()}",
        assignment=assignment,
    )
    return told


def reminder_of(assignment: Assignment, when: str) -> str:
    """What makes it the same reminder: the task, its last day, near or late."""
    return f"{assignment.step}:{assignment.pk}:{assignment.due.isoformat()}:{when}"


def not_reminded(rows: Sequence[tuple[Assignment, str]]) -> list[tuple[Assignment, str]]:
    """Of tasks and when, those that somebody whose turn it is has not been reminded of. Few queries for many tasks."""
    had = set(
        Notification.objects.filter(kind=REMINDED, assignment__in=[row for row, _ in rows]).values_list(
            "fact", "recipient_id"
        )
    )
    by_region: dict[int, list[Assignment]] = defaultdict(list)
    for row, _ in rows:
        by_region[row.case.region_id].append(row)
    holders = {row.pk: whom for region, group in by_region.items() for row, whom in holders_of(group, region)}
    return [
        (row, when)
        for row, when in rows
        if any((reminder_of(row, when), holder) not in had for holder in holders[row.pk])
    ]


def tell_of_deed(case: Case, entry: HistoryEntry) -> int:
    """Tell those whom a deed concerns that it was done. Nobody is told of one's own doing."""
    deed = REGISTRY.get(entry.deed)
    if deed is None or deed.tells is None:
        return 0
    told = [
        person.user_id
        for permission, parties in deed.tells(case, entry)
        for person in people.with_permission(permission, list(parties), case.region_id)
        if person.user_id != entry.actor_id
    ]
    return tell(case, told, kind=DECIDED, fact=f"{entry.deed}:{entry.pk}", context={"entry": entry.pk})
