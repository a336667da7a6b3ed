"""Whom a task waits for: the person named, else everybody at the party with the right; and whether they are at hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow import people
from workflow.models import Assignment


@dataclass(frozen=True)
class Turn:
    """Whom an assignment waits for, by key. `alone`: all of them are away with nobody in the place."""

    row: Assignment
    holders: list[int]
    alone: bool


def turns(assignments: Sequence[Assignment], region_id: int) -> list[Turn]:
    """Whom each assignment waits for: the person named, else everybody with the right at the party.

    One who is away without a stand-in is left out as long as somebody else there is at hand. The stand-in of a person
    named comes in that one's place.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in assignments:
        if row.person_id is None:
            wanted[row.permission].add(row.party_id)
    found: dict[tuple[str, int], dict[int, bool]] = defaultdict(dict)
    for permission, parties in wanted.items():
        for person in people.with_permission(permission, parties, region_id):
            found[permission, person.party_id][person.user_id] = person.away
    named = any(row.person_id for row in assignments)
    away = people.away(region_id) if named else {}
    stand_ins = people.stand_ins(region_id) if named else {}
    return [
        Turn(row, [stand_ins.get(row.person_id, row.person_id)], row.person_id in away)
        if row.person_id
        else turn_of_party(row, found[row.permission, row.party_id])
        for row in assignments
    ]


def turn_of_party(row: Assignment, holders: Mapping[int, bool]) -> Turn:
    """The turn of a party whose people are at hand or away."""
    at_hand = [one for one, away in holders.items() if not away]
    return Turn(row, at_hand or list(holders), bool(holders) and not at_hand)


def holders_of(assignments: Sequence[Assignment], region_id: int) -> list[tuple[Assignment, list[int]]]:
    """Each assignment with the people whom it waits for, see `turns`."""
    return [(turn.row, turn.holders) for turn in turns(assignments, region_id)]
