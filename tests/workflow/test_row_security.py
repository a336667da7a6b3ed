"""The database's own answer to who sees what, whatever the code above it forgets."""

import pytest
from django.db import DatabaseError, connection, transaction

from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import participants
from workflow.models import Grade, Participant

GUARDED = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND a.attname = 'case_id' AND NOT c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
"""


def test_every_table_that_hangs_on_a_case_is_guarded(db: None) -> None:
    """A new table with a case must have its policy."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        unguarded = {name for (name,) in cursor.fetchall()}
    assert unguarded == set()


def test_without_an_actor_nothing_is_seen(walker: Walker) -> None:
    """Closed by default."""
    walker.to("reported")
    with transaction.atomic(), connection.cursor() as cursor:
        for name in ("app.user", "app.region", "app.parties", "app.system"):
            cursor.execute("SELECT set_config(%s, '', true)", [name])
        assert ChangeCase.objects.count() == 0


@pytest.mark.parametrize(("name", "seen"), [("kari", 1), ("tor", 1), ("mona", 1), ("per", 0), ("nina", 0)])
def test_case_is_seen_by_its_region_alone(walker: Walker, name: str, seen: int) -> None:
    """Nina's municipality takes part, but she acts in the other region."""
    walker.to("reported")
    assert walker.see(ChangeCase.objects.count, name) == seen


def test_draft_is_seen_by_its_reporter_alone(walker: Walker) -> None:
    """Not even by the own chief executive."""
    walker.to("draft")
    assert [walker.see(ChangeCase.objects.count, name) for name in ("ola", "dag", "kari")] == [1, 0, 0]


def test_nobody_lets_oneself_into_a_case(walker: Walker) -> None:
    """Neither by the table nor by the door."""
    case = walker.to("reported")
    party = walker.cast.party("Nabodal").pk
    row = Participant(case=case, party_id=party, region_id=case.region_id, grade=Grade.ROUTES, sort_at=case.created_at)
    with pytest.raises(DatabaseError), transaction.atomic():
        walker.see(row.save, "per")
    with pytest.raises(DatabaseError, match="not a participant"), transaction.atomic():
        walker.see(lambda: participants.admit(case, [party], Grade.ROUTES), "per")
