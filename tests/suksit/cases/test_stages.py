"""The steps that a case is shown in."""

from suksit.cases.models import ENDED_STATES, OPEN_STATES
from suksit.cases.stages import STAGES, stage_of, steps_of_route


def names(stages: tuple) -> list[str]:
    """The names of some steps."""
    return [stage.name for stage in stages]


def test_stage_of_every_open_state_is_one_and_in_order() -> None:
    """No open state is left without a step, and no step is passed twice."""
    found = [stage_of(state) for state in OPEN_STATES]
    assert None not in found
    places = [STAGES.index(stage) for stage in found]
    assert places == sorted(places)


def test_stage_of_a_draft_and_of_an_ended_case_is_none() -> None:
    """What is not on its way has no step."""
    assert {stage_of(state) for state in ("draft", *ENDED_STATES)} == {None}


def test_steps_of_a_full_competition_are_all_eight() -> None:
    """All eight, also before a route is chosen."""
    assert names(steps_of_route("full")) == names(steps_of_route("")) == names(STAGES)
    assert len(STAGES) == 8


def test_steps_of_shorter_routes_leave_out_what_is_not_done() -> None:
    """A call-off has no competition; without buying there is no contract either."""
    assert "competition" not in names(steps_of_route("call_off"))
    assert "contract" in names(steps_of_route("renegotiation"))
    assert names(steps_of_route("none")) == ["report", "assessment", "invitation", "planning", "rollout", "benefits"]
