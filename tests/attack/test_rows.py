"""What raw SQL in the application's own role may not do, whoever's session it runs in."""

from django.db import connection, transaction
from django.db.utils import ProgrammingError

from tests.walk import Walker


def written(walker: Walker, name: str, sql: str, values: list[object]) -> int:
    """How many rows a statement touches in a person's session; -1 when the database refuses. It is taken back."""

    def run() -> int:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, values)
                count = cursor.rowcount
                transaction.set_rollback(True)
                return count
        except ProgrammingError:
            return -1

    return walker.see(run, name)


def test_lead_buyer_is_written_by_the_coordinator_and_the_lead_buyer_alone(walker: Walker) -> None:
    """Ola and Dag read the plan and cannot make Rollag the lead buyer, which would show them the tenders."""
    case, rollag = walker.to("competition:opened"), walker.cast.party("Rollag").pk
    lead = "UPDATE procurement_plan SET lead_buyer_id = %s WHERE case_id = %s"
    assert [written(walker, name, lead, [rollag, case.pk]) for name in ("ola", "dag", "mona")] == [0, 0, 0]
    years = "UPDATE procurement_plan SET years = 4 WHERE case_id = %s"
    assert [written(walker, name, years, [case.pk]) for name in ("ola", "siri", "kari", "per")] == [0, 1, 1, 0]


def test_evaluation_group_is_written_by_the_lead_buyer(walker: Walker) -> None:
    """Ola cannot name himself, and cannot take Siri out."""
    case, ola = walker.to("competition:opened"), walker.cast.people["ola"].pk
    values = [case.pk, ola, walker.cast.party("Rollag").pk]
    columns = "(case_id, person_id, party_id, task, named_on)"
    new = f"INSERT INTO procurement_responsible {columns} VALUES (%s, %s, %s, 'evaluator', current_date)"
    assert written(walker, "ola", new, values) == -1
    assert written(walker, "siri", new, values) == 1
    assert written(walker, "ola", "DELETE FROM procurement_responsible WHERE case_id = %s", [case.pk]) == 0
    declared = "UPDATE procurement_responsible SET impartial_on = NULL WHERE case_id = %s"
    assert [written(walker, name, declared, [case.pk]) for name in ("ola", "siri")] == [0, 1]
