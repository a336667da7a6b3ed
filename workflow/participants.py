"""Who takes part in a case. Written through a checked function of the database, so that nobody lets oneself in."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from workflow.models import Case


def admit(case: Case, parties: Iterable[Any], grade: int) -> None:
    """Give parties at least this grade in a case, in one statement. A grade is never lowered here."""
    keys = [getattr(party, "pk", party) for party in parties]
    with connection.cursor() as cursor:
        cursor.execute("SELECT workflow_admit(%s, %s::bigint[], %s)", [case.pk, keys, int(grade)])


def set_grade(case: Case, party: Any, grade: int) -> None:
    """Set one party's grade, also downwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT workflow_set_grade(%s, %s, %s)", [case.pk, getattr(party, "pk", party), int(grade)])


def grades(cases: Iterable[Case]) -> dict[tuple[Any, int], int]:
    """The grade of every party in some cases, by (case, party). One query; only cases that the actor sees."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, party_id, grade FROM workflow_parties(%s::uuid[])", [[case.pk for case in cases]]
        )
        return {(case_id, party_id): grade for case_id, party_id, grade in cursor.fetchall()}
