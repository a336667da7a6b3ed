"""The one inbox: one open row for each turn, done or taken back, and never two of the same."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from suksit.cases import actions as cases
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import assignments, clock
from workflow.actors import SYSTEM
from workflow.assignments import Opening
from workflow.context import acting_as
from workflow.models import Assignment

STEP = "answer_invitation"


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Four municipalities have the turn."""
    return walker.to("invitation")


def rows(walker: Walker, case: ChangeCase, step: str = STEP) -> dict[str, str]:
    """Each party's row."""
    return walker.see(
        lambda: {
            row.party.name: row.state
            for row in Assignment.objects.filter(case=case, step=step).select_related("party").order_by("pk")
        }
    )


def test_every_party_asked_has_one_open_row(walker: Walker, case: ChangeCase) -> None:
    """With its own subject, and the same last day."""
    assert rows(walker, case) == dict.fromkeys(("Kongsberg", "Notodden", "Rollag", "Tinn"), "open")
    found = walker.see(lambda: list(Assignment.objects.filter(case=case, step=STEP)))
    assert len({row.subject for row in found}) == 4
    assert {row.due for row in found} == {walker.see(lambda: case.invitation.deadline)}


@pytest.mark.parametrize("subject", [None, 7])
def test_second_open_row_for_the_same_turn_is_refused(walker: Walker, case: ChangeCase, subject: int | None) -> None:
    """By the database, also when the step has no subject."""
    with acting_as(SYSTEM):
        party = walker.cast.party("Rollag")
        assignments.open_one(case, "hold_case", party=party, permission="hold_case", subject=subject)
        with pytest.raises(IntegrityError, match="assignment_open_once"), transaction.atomic():
            assignments.open_one(case, "hold_case", party=party, permission="hold_case", subject=subject)


def test_row_may_be_opened_again_when_the_first_is_closed(walker: Walker, case: ChangeCase) -> None:
    """A party that needed more has the turn again."""
    with acting_as(SYSTEM):
        party = walker.cast.party("Rollag")
        for _ in range(2):
            assignments.open_one(case, "hold_case", party=party, permission="hold_case")
            assert assignments.close_step(case, "hold_case", by=SYSTEM) == 1
    assert walker.see(lambda: Assignment.objects.filter(step="hold_case", state="done").count()) == 2


def test_closing_says_when_and_by_whom(walker: Walker, case: ChangeCase) -> None:
    """Only the party's own row; a second closing finds nothing."""
    with acting_as(walker.cast.actor("ola")) as ola:
        party = walker.cast.party("Rollag")
        assert assignments.close_step(case, STEP, by=ola, party=party) == 1
        assert assignments.close_step(case, STEP, by=ola, party=party) == 0
    row = walker.see(lambda: Assignment.objects.get(case=case, step=STEP, party=party))
    assert (row.state, row.closed_by_id) == ("done", walker.cast.people["ola"].pk)
    assert row.closed_at is not None
    assert [state for name, state in rows(walker, case).items() if name != "Rollag"] == ["open"] * 3


def test_withdrawn_row_is_not_done(walker: Walker, case: ChangeCase) -> None:
    """The case went another way; what was done stays done."""
    with acting_as(walker.cast.actor("kari")) as kari:
        assignments.close_step(case, STEP, by=kari, party=walker.cast.party("Rollag"))
        assert assignments.withdraw_step(case, STEP, by=kari) == 3
    assert rows(walker, case) == {
        "Kongsberg": "withdrawn",
        "Notodden": "withdrawn",
        "Rollag": "done",
        "Tinn": "withdrawn",
    }


def test_cancelled_case_leaves_nothing_open(walker: Walker, case: ChangeCase) -> None:
    """Nobody is left with a task of a case that has ended."""
    walker.do("kari", cases.cancel_case, case, reason="Behovet er borte.")
    assert walker.see(lambda: Assignment.objects.filter(case=case, state="open").count()) == 0


def test_moved_deadline_may_be_escalated_anew(walker: Walker, case: ChangeCase) -> None:
    """For all, or for one party."""
    later = clock.today() + timedelta(days=60)
    with acting_as(SYSTEM):
        Assignment.objects.filter(case=case, step=STEP).update(escalated_at=clock.now())
        assert assignments.move_deadline(case, STEP, later, party=walker.cast.party("Tinn")) == 1
        moved = Assignment.objects.get(case=case, step=STEP, due=later)
        assert (moved.party.name, moved.escalated_at) == ("Tinn", None)
        assert assignments.move_deadline(case, STEP, later) == 4


def test_open_row_has_no_closing_time(walker: Walker, case: ChangeCase) -> None:
    """The database holds state and time together."""
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="assignment_closed_when_closed"), transaction.atomic():
        Assignment.objects.filter(case=case, step=STEP).update(closed_at=clock.now())


def test_many_rows_are_opened_in_a_fixed_number_of_statements(walker: Walker, case: ChangeCase) -> None:
    """The rows, whom they wait for, and the news; whatever the number of parties."""
    parties = [walker.cast.party(name) for name in ("Kongsberg", "Notodden", "Rollag", "Tinn")]

    def count(step: str, some: list) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with acting_as(SYSTEM), CaptureQueriesContext(connection) as queries:
            openings = [Opening(party=party, due=date(2027, 1, 4)) for party in some]
            assignments.open_many(case, step, openings, permission="answer_invitation")
        return len(queries)

    assert count("hold_case", parties[2:3]) == count("cancel_case", parties)


def test_overdue_rows_are_those_of_which_nobody_has_been_told(walker: Walker, case: ChangeCase) -> None:
    """Not the one that waits for a council, nor the one told of, nor the one not due."""
    today = clock.today()
    with acting_as(SYSTEM):
        found = {row.party.name: row for row in Assignment.objects.filter(case=case, step=STEP).select_related("party")}
        Assignment.objects.filter(case=case, step=STEP).update(due=today - timedelta(days=1))
        Assignment.objects.filter(pk=found["Notodden"].pk).update(waits_for_meeting=True)
        Assignment.objects.filter(pk=found["Tinn"].pk).update(due=today)
        assignments.mark_escalated(found["Rollag"])
        assert [row.party.name for row in assignments.overdue(STEP, today)] == ["Kongsberg"]
