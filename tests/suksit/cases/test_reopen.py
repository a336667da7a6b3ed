"""A case that has ended goes on where it ended, with a reason, as far as the law allows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from viewflow.workflow.models import Process

from suksit.benefits import actions as benefits
from suksit.cases import actions as cases
from suksit.cases import reopening
from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from tests.walk import Walker
from workflow import flows, undoing
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment, HistoryEntry

Browse = Callable[[str], Any]
ENDINGS: dict[str, tuple[str, Callable[[Walker, ChangeCase], Any]]] = {
    "rejected": ("assessment", lambda walker, case: walker.do("kari", changes.reject_report, case, reason="Nei.")),
    "handled_locally": ("reported", lambda walker, case: walker.do("kari", changes.handle_locally, case, reason="x")),
    "withdrawn": ("reported", lambda walker, case: walker.do("ola", changes.withdraw_report, case, reason="x")),
    "cancelled": ("invitation", lambda walker, case: walker.do("kari", cases.cancel_case, case, reason="x")),
    "closed": ("benefits", lambda walker, case: walker.do("kari", benefits.close_case, case, lessons="x")),
}


def fresh(case: ChangeCase) -> ChangeCase:
    """The case as it is."""
    with acting_as(SYSTEM):
        return ChangeCase.objects.get(pk=case.pk)


def open_rows(case: ChangeCase) -> set[int]:
    """What is open."""
    with acting_as(SYSTEM):
        return set(Assignment.objects.filter(case=case, state="open").values_list("pk", flat=True))


@pytest.mark.parametrize("ending", ENDINGS)
def test_case_goes_on_where_it_ended(walker: Walker, browse: Browse, ending: str) -> None:
    """The same state, the same tasks, the same step of the flow; the reason stands in the history."""
    state, end = ENDINGS[ending]
    case = walker.to(state)
    waited = open_rows(case)
    end(walker, case)
    assert (fresh(case).state, open_rows(case) & waited) == (ending, set())
    client, url = browse("kari"), reverse("reopen_case", args=[case.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Behovet er her likevel."}).status_code == 302
    assert (fresh(case).state, open_rows(case)) == (state, waited)
    with acting_as(SYSTEM):
        entry = HistoryEntry.objects.get(case=case, deed="reopen_case")
        assert (entry.from_state, entry.to_state) == (ending, state)
        assert list(entry.texts.values_list("text", flat=True)) == ["Behovet er her likevel."]
        process = Process.objects.get(pk=fresh(case).process_id)
        assert (process.status, process.finished) == ("NEW", None)
    assert client.post(url, {"reason": "Igjen."}).status_code == 409
    end(walker, case)


def test_competition_does_not_come_to_life_again(walker: Walker, browse: Browse) -> None:
    """The page says so; the case goes on in planning, and a new run begins by the existing route."""
    case = walker.to("competition")
    walker.do("kari", cases.cancel_case, case, reason="Ingen råd.")
    client, url = browse("kari"), reverse("reopen_case", args=[case.pk])
    assert len(client.get(url).context["consequences"]) == 3
    assert client.post(url, {"reason": "Vi har råd likevel."}).status_code == 302
    case = fresh(case)
    with acting_as(SYSTEM):
        assert case.state == "planning"
        assert flows.waits_at(case, "choose_route")
        run = case.competitions.get()
        assert (run.cancelled_on is not None, run.cancel_code) == (True, "no-need")
        assert case.invitation.frozen_on is None
    walker.plan(case, "full")
    with acting_as(SYSTEM):
        assert sorted(case.competitions.values_list("run", flat=True)) == [1, 2]


def test_case_that_ended_before_runs_were_noted_opens_its_last_step(walker: Walker) -> None:
    """From what the flow remembers."""
    case = walker.to("planning")
    walker.do("kari", cases.cancel_case, case, reason="x")
    with acting_as(SYSTEM):
        ended = reopening.ending_of(fresh(case))
        ended.run = None
        Assignment.objects.filter(case=case).update(closed_run=None)
        undoing.let_go_on(fresh(case), ended, by=SYSTEM)
        assert flows.waits_at(case, "choose_route")
        assert list(Assignment.objects.filter(case=case, state="open").values_list("step", flat=True)) == [
            "choose_route"
        ]


def test_only_the_coordinator_opens_a_case_again(walker: Walker, browse: Browse) -> None:
    """And a case that was joined with another goes on in that other."""
    case = walker.to("reported")
    walker.do("ola", changes.withdraw_report, case, reason="x")
    with pytest.raises(PermissionDenied):
        walker.do("ola", reopening.reopen_case, case, reason="Likevel.")
    other, into = walker.to("reported", title="En"), walker.to("reported", title="To")
    walker.do("kari", changes.merge_report, other, into)
    assert browse("kari").post(reverse("reopen_case", args=[other.pk]), {"reason": "x"}).status_code in (403, 409)
    assert fresh(other).state == "merged"
