"""Steps that sleep or gather, moved to another version: the moment that stands, and the parts that are not lost."""

from datetime import timedelta
from typing import Any

import pytest
from viewflow.workflow.models import Task

from tests.errand import long
from tests.errand.later_versions import LongErrandFlowV2
from tests.errand.long import LongErrandFlow
from tests.errand.models import Errand
from tests.personas import Cast
from tests.workflow.errands import afresh, everything
from workflow import clock, gather, timers
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.moving import CannotMove, move_case


def later(days: int) -> Any:
    """Some days from now."""
    return clock.travel(clock.now() + timedelta(days=days))


def waiting(errand: Errand) -> tuple[str, Any]:
    """The step that the flow waits at, and the moment it sleeps until."""
    with acting_as(SYSTEM):
        task = Task.objects.get(process_id=errand.process_id, status="NEW")
        return task.flow_task.name, task.scheduled


@pytest.fixture
def errand(cast: Cast) -> Errand:
    """A long errand that waits for its notice."""
    return cast.do("kari", long.start_long, cast.region.party)


def test_day_that_a_step_sleeps_until_stands(cast: Cast, errand: Errand) -> None:
    """The days have begun to run: another version does not begin them anew. It wakes as the new version's."""
    cast.do("kari", long.publish, errand)
    name, moment = waiting(errand)
    assert name == "over"
    with later(3):
        move_case(errand.pk, LongErrandFlow, LongErrandFlowV2)
    assert waiting(errand) == ("stand_still", moment)
    assert everything(errand)["case"][1] == 2


def test_step_that_sleeps_no_more_is_not_woken(cast: Cast, errand: Errand) -> None:
    """The gathering had a last day that the clock kept; the ordinary step has not."""
    cast.do("kari", long.publish, errand)
    with later(11):
        timers.wake_due()
    name, moment = waiting(errand)
    assert (name, moment is None) == ("round", False)
    move_case(errand.pk, LongErrandFlow, LongErrandFlowV2)
    assert waiting(errand) == ("round", None)
    with later(60):
        assert timers.wake_due() == 0


def test_step_that_did_not_sleep_gets_the_new_version_s_day(
    cast: Cast, errand: Errand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted from the move: version 2 says here that a notice which is waited for is as good as out."""
    monkeypatch.setattr(LongErrandFlowV2, "moves_from", {1: {"published": "stand_still", "start": "look_for"}})
    assert waiting(errand) == ("published", None)
    move_case(errand.pk, LongErrandFlow, LongErrandFlowV2)
    assert waiting(errand) == ("stand_still", gather.start_of(clock.today() + timedelta(days=30)))


def test_open_parts_are_not_left_ungathered(cast: Cast, errand: Errand) -> None:
    """Two towns are asked; version 2 would not see their answers."""
    cast.do("kari", long.publish, errand)
    with later(11):
        timers.wake_due()
    cast.do("kari", long.ask, errand, [cast.party("Rollag").pk, cast.party("Tinn").pk])
    before = everything(errand)
    with pytest.raises(CannotMove) as stays:
        move_case(errand.pk, LongErrandFlow, LongErrandFlowV2)
    assert stays.value.plan.reasons == ["reply_errand is open for a party, and round of version 2 does not gather it"]
    assert everything(errand) == before
    assert afresh(errand).flow_version == 1
