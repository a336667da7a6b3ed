"""Who stands where today, read in one plain statement: it is asked at the door of every deed, and for every mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

STANDING = """
    SELECT e.person_id, e.role, e.party_id, p.name, e.delegation_limit, ARRAY(
        SELECT known.codename FROM workflow_partypermission held
        JOIN auth_permission known ON known.id = held.permission_id
        WHERE held.user_id = e.person_id AND held.content_object_id = e.party_id
    )
    FROM suksit_engagement e JOIN workflow_party p ON p.id = e.party_id
    WHERE e.region_id = %(region)s AND e.from_date <= %(day)s AND (e.to_date IS NULL OR e.to_date >= %(day)s)
        AND (e.person_id = %(person)s OR e.person_id IN (
            SELECT absent_id FROM workflow_substitution
            WHERE stand_in_id = %(person)s AND region_id = %(region)s
                AND from_date <= %(day)s AND to_date >= %(day)s
        ))
    ORDER BY e.person_id <> %(person)s, e.from_date, e.id
"""
AT_WORK = """
    SELECT person.id, person.username, person.first_name, person.last_name, person.email, person.language,
        e.party_id, e.role, covered.stand_in_id IS NULL AND away.id IS NOT NULL
    FROM suksit_engagement e
    LEFT JOIN LATERAL (
        SELECT id FROM workflow_substitution
        WHERE absent_id = e.person_id AND region_id = e.region_id AND from_date <= %(day)s AND to_date >= %(day)s
        LIMIT 1
    ) away ON true
    LEFT JOIN LATERAL (
        SELECT stand_in_id FROM workflow_substitution
        WHERE absent_id = e.person_id AND region_id = e.region_id AND from_date <= %(day)s AND to_date >= %(day)s
            AND stand_in_id IS NOT NULL
        ORDER BY id LIMIT 1
    ) covered ON true
    JOIN accounts_user person ON person.id = coalesce(covered.stand_in_id, e.person_id)
    WHERE e.region_id = %(region)s AND e.party_id = ANY(%(parties)s) AND e.role = ANY(%(roles)s)
        AND e.from_date <= %(day)s AND (e.to_date IS NULL OR e.to_date >= %(day)s)
    ORDER BY e.id
"""

ENGAGED = """
    SELECT person.id, person.username, person.first_name, person.last_name, person.email, person.language,
        e.party_id, e.role, false
    FROM suksit_engagement e JOIN accounts_user person ON person.id = e.person_id
    WHERE e.region_id = %(region)s AND e.party_id = ANY(%(parties)s)
        AND e.from_date <= %(day)s AND (e.to_date IS NULL OR e.to_date >= %(day)s)
    ORDER BY e.id
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """An engagement that holds today, one's own or that of a person one stands in for, with what is stored for it.

    `delegation_limit` is NOK excl. VAT that the role may bind for; none where nothing is said.
    """

    person_id: int
    role: str
    party_id: int
    party_name: str
    delegation_limit: Decimal | None
    stored: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtWork:
    """Who acts in a role today: the one engaged, or the stand-in. `is_away`: away, and nobody is in the place."""

    user_id: int
    name: str
    email: str
    language: str
    party_id: int
    role: str
    is_away: bool


def standings(person_id: int, region_id: int, day: date) -> list[Standing]:
    """Where a person stands in a region on a day: the own engagements first, then those of the people stood in for."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"person": person_id, "region": region_id, "day": day})
        return [Standing(*row[:5], frozenset(row[5])) for row in cursor.fetchall()]


def at_work(roles: Iterable[str], party_ids: Iterable[int], region_id: int, day: date) -> list[AtWork]:
    """Who acts in some roles for some parties on a day, a stand-in in the place of the one who is away."""
    return _rows(AT_WORK, {"roles": list(roles), "parties": list(party_ids), "region": region_id, "day": day})


def engaged(party_ids: Iterable[int], region_id: int, day: date) -> list[AtWork]:
    """Everybody who is engaged for some parties on a day, at work or away."""
    return _rows(ENGAGED, {"parties": list(party_ids), "region": region_id, "day": day})


def _rows(statement: str, values: dict[str, Any]) -> list[AtWork]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [
            AtWork(key, f"{first} {last}".strip() or username, *rest)
            for key, username, first, last, *rest in cursor.fetchall()
        ]
