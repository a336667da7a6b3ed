"""Names and holders in words: Rollag og Sigdal, koordinatoren."""

from collections.abc import Sequence

from django.utils.translation import pgettext

from suksit.regions.roles import ROLES
from workflow import people
from workflow.inbox.rows import MOST, listed
from workflow.models import Assignment, PartyKind

__all__ = ["MOST", "holder_of", "listed", "people_at_bodies", "people_of"]


def holder_of(row: Assignment, region_id: int) -> str:
    """Whom an assignment waits for: the person named, the coordinator, or a party. Needs party and person loaded."""
    if row.person_id:
        return row.person.display_name
    if row.party_id == region_id:
        return pgettext("holder", "the coordinator")
    return row.party.name


def people_at_bodies(rows: Sequence[Assignment], region_id: int) -> dict[int, str]:
    """Who acts for the bodies among the holders, by assignment: the names of bodies are long, and a person can be rung.

    As `people_of`, one query for each right.
    """
    return people_of([row for row in rows if row.party.kind == PartyKind.BODY], region_id)


def people_of(rows: Sequence[Assignment], region_id: int) -> dict[int, str]:
    """Who has each assignment, by name: the one whose role is named first. One query for each right."""
    order = {name: place for place, name in enumerate(ROLES)}
    found: dict[int, str] = {row.pk: row.person.display_name for row in rows if row.person_id}
    for permission in sorted({row.permission for row in rows if not row.person_id}):
        asked = [row for row in rows if row.permission == permission and not row.person_id]
        known = people.with_permission(permission, {row.party_id for row in asked}, region_id)
        for person in sorted(known, key=lambda person: order.get(person.role, len(order)), reverse=True):
            found |= {row.pk: person.name for row in asked if row.party_id == person.party_id}
    return found
