"""Running errands move to another version of their flow: what is carried along, and what keeps one where it is."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import translation
from viewflow.workflow.models import Task

from tests.errand import actions
from tests.errand.flows import ErrandFlow
from tests.errand.later_versions import LAST_DAY, ErrandFlowV2, ErrandFlowV3
from tests.errand.models import Errand
from tests.personas import Cast
from tests.workflow.errands import WALK, afresh, assess, errand_at, everything, inbox, reply, row_of
from workflow import flows, history, moving
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deeds import told_of
from workflow.models import Assignment, Case, Notification
from workflow.moving import CannotMove, OtherFlow, move_all, move_case, plan
from workflow.transitions import Stale


def move(errand: Errand, old: Any = ErrandFlow, new: Any = ErrandFlowV2) -> Any:
    """Move one."""
    return move_case(errand.pk, old, new)


def tasks(errand: Errand) -> list[tuple[str, str]]:
    """Viewflow's rows: reference and status, in the order in which they were made."""
    with acting_as(SYSTEM):
        rows = Task.objects.filter(process_id=errand.process_id).order_by("pk")
        return [(Task._meta.get_field("flow_task").get_prep_value(row.flow_task), row.status) for row in rows]


def why(errand: Errand, old: Any = ErrandFlow, new: Any = ErrandFlowV2) -> str:
    """Why an errand stays; it is looked at afterwards that nothing of it has changed."""
    before = everything(errand)
    with pytest.raises(CannotMove) as stays:
        move(errand, old, new)
    assert everything(errand) == before
    (reason,) = stays.value.plan.reasons
    return reason


def test_case_moves_with_its_steps_its_row_and_its_history(cast: Cast) -> None:
    """The renamed step: the same task and the same row, under the new name; the next steps are the new version's."""
    errand = errand_at(cast, "triage_errand")
    before = row_of(errand, "triage_errand")
    move(errand)
    errand = afresh(errand)
    path = "tests.errand.later_versions.ErrandFlowV2"
    assert (errand.flow, errand.flow_version, errand.process.flow_class) == (path, 2, ErrandFlowV2)
    assert tasks(errand) == [
        ("errand/later_versions.ErrandFlowV2.start", "DONE"),
        ("errand/later_versions.ErrandFlowV2.assess_errand", "NEW"),
    ]
    after = row_of(errand, "assess_errand")
    assert (after.pk, after.task_id, after.opened_at) == (before.pk, before.task_id, before.opened_at)
    with acting_as(SYSTEM):
        last = errand.history.order_by("-sequence").first()
        assert history.verify(errand.pk) == []
    assert (last.deed, last.channel, last.capacity, last.actor_id) == ("move_flow", "command", "system", None)
    assert last.data == {"flow": "errand", "from": 1, "to": 2, "steps": {"triage_errand": "assess_errand"}}
    with translation.override("nb"):
        assert told_of(last) == "flyttet saken til versjon 2 av prosessen"
    cast.do("kari", assess, errand)
    assert inbox(errand) == [("decide_errand", "Kongsbergregionen")]


def test_step_of_the_old_version_is_stale_after_the_move(cast: Cast) -> None:
    """Whoever has the old page open is told that the case has moved on, and nothing is changed."""
    errand = errand_at(cast, "triage_errand")
    move(errand)
    before = everything(errand)
    with pytest.raises(Stale):
        cast.do("kari", actions.triage_errand, errand)
    assert everything(errand) == before


def test_half_answered_question_goes_along(cast: Cast) -> None:
    """What waits for single towns is left alone: the reply, and those still to come."""
    errand = errand_at(cast, "decide_errand")
    reply(cast, errand, "ola", "Rollag")
    before = everything(errand)
    move(errand)
    waiting = [("reply_errand", name) for name in ("Kongsberg", "Notodden", "Tinn")]
    assert inbox(errand) == [("decide_errand", "Kongsbergregionen"), *waiting]
    assert everything(errand)["replies"] == before["replies"]
    reply(cast, errand, "ingrid", "Kongsberg")
    cast.do("kari", actions.decide_errand, errand)
    assert inbox(errand) == [("check_errand", "Kongsbergregionen")]


def test_step_without_a_place_keeps_the_case(cast: Cast) -> None:
    """Version 2 asks nobody."""
    assert why(errand_at(cast, "ask_errand")) == "it waits at ask_errand, which has no place in version 2"


def test_step_that_should_have_been_done_keeps_the_case(cast: Cast) -> None:
    """Version 2 checks before the end; the renamed triage counts as done."""
    assert why(errand_at(cast, "end_errand")) == "version 2 wants check_errand done before end_errand"


def test_landing_on_a_step_is_not_having_done_it(cast: Cast) -> None:
    """Version 3 lets the question land on the decision: to have asked is not to have decided."""
    errand = errand_at(cast, "decide_errand")
    with acting_as(SYSTEM):
        Task.objects.filter(process_id=errand.process_id, status="NEW").update(flow_task=ErrandFlow.instance.end_errand)
    assert why(errand, new=ErrandFlowV3) == "version 3 wants decide_errand done before end_errand"


def test_two_open_steps_do_not_land_on_one(cast: Cast) -> None:
    """One of them would be lost."""
    errand = errand_at(cast, "ask_errand")
    with acting_as(SYSTEM):
        decide = ErrandFlow.instance.decide_errand
        Task.objects.create(process_id=errand.process_id, flow_task=decide, flow_task_type=decide.task_type)
    assert why(errand, new=ErrandFlowV3) == "two open steps would land on decide_errand"


def test_part_that_nobody_would_follow_up_keeps_the_case(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old version does something when a town has replied, and the new one does not."""
    errand = errand_at(cast, "decide_errand")
    monkeypatch.setattr(ErrandFlow, "after_reply_errand", lambda self, case, record: None, raising=False)
    assert why(errand) == "reply_errand is open for a party, and version 2 does not follow it up"
    monkeypatch.setattr(ErrandFlowV2, "after_reply_errand", lambda self, case, record: None, raising=False)
    assert move(errand) is not None


def test_case_that_waits_nowhere_stays(cast: Cast) -> None:
    """It is broken, and a move would hide it."""
    errand = errand_at(cast, "triage_errand")
    with acting_as(SYSTEM):
        Task.objects.filter(process_id=errand.process_id, status="NEW").update(status="CANCELED")
    assert why(errand) == "it runs, but waits at no step"


def test_rule_that_fails_keeps_the_case(cast: Cast) -> None:
    """The new version asks a body which is not there."""
    errand = errand_at(cast, "decide_errand")
    type(cast.party("KO")).objects.filter(name="KO").update(name="Innkjøp")
    assert why(errand, new=ErrandFlowV3).startswith("it cannot be told whose turn decide_errand is, or until when: ")


def test_others_are_asked_when_the_turn_is_anothers(cast: Cast) -> None:
    """The row goes to the purchaser, who is told; a person it was given to is let go."""
    errand = errand_at(cast, "ask_errand")
    with acting_as(SYSTEM):
        Assignment.objects.filter(case=errand, state="open").update(person=cast.people["kari"])
    move(errand, new=ErrandFlowV3)
    row = row_of(errand, "decide_errand")
    assert (row.party_id, row.permission, row.person_id) == (cast.party("KO").pk, "choose_route", None)
    with acting_as(SYSTEM):
        told = Notification.objects.filter(assignment=row, fact=f"decide_errand:{row.pk}")
        assert [one.recipient_id for one in told] == [cast.people["siri"].pk]


def test_nobody_is_asked_anew_when_the_turn_stays(cast: Cast) -> None:
    """Those who were asked are the same, and so is the person it was given to."""
    errand = errand_at(cast, "triage_errand")
    with acting_as(SYSTEM):
        Assignment.objects.filter(case=errand, state="open").update(person=cast.people["kari"])
        before = Notification.objects.count()
    move(errand)
    assert row_of(errand, "assess_errand").person_id == cast.people["kari"].pk
    with acting_as(SYSTEM):
        assert Notification.objects.count() == before


def test_last_day_that_was_told_stands(cast: Cast) -> None:
    """Also where the new version would give another; a step that had none gets the new version's."""
    told, untold = errand_at(cast, "triage_errand", "Med frist"), errand_at(cast, "triage_errand", "Uten frist")
    with acting_as(SYSTEM):
        Assignment.objects.filter(case=told, state="open").update(due=date(2026, 12, 1))
    for errand in (told, untold):
        move(errand, new=ErrandFlowV3)
    assert row_of(told, "triage_errand").due == date(2026, 12, 1)
    assert row_of(untold, "triage_errand").due == LAST_DAY


def test_case_on_hold_moves_when_nobody_else_is_asked(cast: Cast) -> None:
    """A hold may last for years; but it is left in peace."""
    same, other = errand_at(cast, "triage_errand", "Samme"), errand_at(cast, "decide_errand", "Andre")
    with acting_as(SYSTEM):
        Case.objects.filter(pk__in=[same.pk, other.pk]).update(on_hold_since="2026-11-01T10:00Z")
    move(same)
    assert (afresh(same).flow_version, afresh(same).on_hold_since is None) == (2, False)
    reason = "it is on hold, and others would be asked; it must be taken up again first"
    assert why(other, new=ErrandFlowV3) == reason


def test_moved_case_moves_on_to_a_third_version(cast: Cast) -> None:
    """What was done under another name still counts."""
    errand = errand_at(cast, "decide_errand")
    move(errand)
    move(errand, ErrandFlowV2, ErrandFlowV3)
    assert afresh(errand).flow_version == 3
    assert tasks(errand) == [
        ("errand/later_versions.ErrandFlowV3.start", "DONE"),
        ("errand/later_versions.ErrandFlowV3.triage_errand", "DONE"),
        ("errand/flows.ErrandFlow.ask_errand", "DONE"),
        ("errand/later_versions.ErrandFlowV3.decide_errand", "NEW"),
    ]


def test_step_done_before_the_case_was_sent_back_keeps_its_name(cast: Cast) -> None:
    """The question was put once and waits again: only the open one lands on the decision."""
    errand = errand_at(cast, "decide_errand")
    cast.do("kari", lambda by: flows.reopen_at(errand, "ask_errand", by=by))
    move(errand, new=ErrandFlowV3)
    assert tasks(errand)[2:] == [
        ("errand/flows.ErrandFlow.ask_errand", "DONE"),
        ("errand/later_versions.ErrandFlowV3.decide_errand", "CANCELED"),
        ("errand/later_versions.ErrandFlowV3.decide_errand", "NEW"),
    ]
    assert inbox(errand) == [("decide_errand", "KO")]


def test_ended_case_with_open_parts_moves_too(cast: Cast) -> None:
    """Its parts live on by its flow's rules; an ended case without them is left where it ended."""
    living, ended = errand_at(cast, "over", "Lever videre"), errand_at(cast, "over", "Over")
    with acting_as(SYSTEM):
        Assignment.objects.filter(case=living, step="reply_errand", party=cast.party("Tinn")).update(
            state="open", closed_at=None
        )
    assert [outcome.moved for outcome in move_all(ErrandFlow, ErrandFlowV3)] == [True]
    assert (afresh(living).flow_version, afresh(ended).flow_version) == (3, 1)


def test_plan_says_all_and_touches_nothing(cast: Cast) -> None:
    """One errand at each step; the plan is what the move then does."""
    errands = [errand_at(cast, step, step) for step in WALK[:-1]]
    before = [everything(errand) for errand in errands]
    said = [str(one).split(": ", 1)[1] for one in plan(ErrandFlow, ErrandFlowV2)]
    assert said == [
        "triage_errand → assess_errand",
        "it waits at ask_errand, which has no place in version 2",
        "decide_errand → decide_errand",
        "version 2 wants check_errand done before end_errand",
    ]
    assert [everything(errand) for errand in errands] == before
    done = [outcome.words.split(": ", 1)[1] for outcome in move_all(ErrandFlow, ErrandFlowV2)]
    assert done == said
    assert [afresh(errand).flow_version for errand in errands] == [2, 1, 2, 1]


@pytest.mark.parametrize("breaks", ["rename_tasks", "carry", "write_down"])
def test_case_that_fails_stays_whole_and_the_others_go_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, breaks: str
) -> None:
    """Whatever fails, and when: the database refuses something in the second of three."""
    errands = [errand_at(cast, "triage_errand", title) for title in ("Først", "Midt", "Sist")]
    before = everything(errands[1])
    real = getattr(moving, breaks)

    def fail(case: Case, *args: Any, **kwargs: Any) -> Any:
        done = real(case, *args, **kwargs)
        if case.pk == errands[1].pk:
            raise IntegrityError("refused")
        return done

    monkeypatch.setattr(moving, breaks, fail)
    outcomes = list(move_all(ErrandFlow, ErrandFlowV2))
    assert [outcome.moved for outcome in outcomes] == [True, False, True]
    assert outcomes[1].words == f"{errands[1].number}: IntegrityError('refused')"
    assert everything(errands[1]) == before
    assert [afresh(errand).flow_version for errand in errands] == [2, 1, 2]


def test_case_that_has_left_the_version_is_passed_over(cast: Cast) -> None:
    """Somebody moved it while others waited their turn."""
    errand = errand_at(cast, "triage_errand")
    move(errand)
    before = everything(errand)
    assert move(errand) is None
    assert everything(errand) == before


def test_other_flows_are_no_place_to_move_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only versions of one flow."""
    monkeypatch.setattr(ErrandFlowV2, "flow_name", "other")
    with pytest.raises(OtherFlow, match="errand:1 and other:2 are not two versions of one flow"):
        next(plan(ErrandFlow, ErrandFlowV2))
    with pytest.raises(OtherFlow):
        next(move_all(ErrandFlow, ErrandFlow))
