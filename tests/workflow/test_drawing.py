"""A flow drawn from the code: the boxes apart, the lines whole, and a case in it."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from suksit.flows import ChangeFlow
from tests.errand import actions as errands
from tests.errand.flows import ErrandFlow
from tests.errand.models import Errand
from tests.personas import Cast
from tests.walk import Walker
from workflow import flows
from workflow.actors import SYSTEM
from workflow.drawing import Drawing, drawing_of
from workflow.drawing_position import places
from workflow.models import Case


def test_boxes_do_not_overlap_and_follow_the_steps_downwards() -> None:
    """Whatever leads to a box stands above it."""
    drawing = drawing_of(ChangeFlow)
    assert len(drawing.boxes) == len(list(ChangeFlow.instance.nodes())) == 21
    boxes = {box.name: box for box in drawing.boxes}
    for one in drawing.boxes:
        assert one.x >= 0
        assert one.x + one.width <= drawing.width
        assert one.y + one.height <= drawing.height
        for other in drawing.boxes:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            apart = apart or one.y + one.height <= other.y or other.y + other.height <= one.y
            assert one is other or apart, (one.name, other.name)
    assert len(drawing.lines) == 24
    for line in drawing.lines:
        assert boxes[line.source].y < boxes[line.target].y
        assert touches(boxes[line.source], line.corners[0])
        assert touches(boxes[line.target], line.corners[-1])


def touches(box: Any, corner: tuple[int, int]) -> bool:
    """Whether a corner lies on the edge of a box."""
    x, y = corner
    within = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return within and (x in (box.x, box.x + box.width) or y in (box.y, box.y + box.height))


def test_no_line_runs_through_a_box() -> None:
    """The straight ways of the shorter routes run beside the longer ones."""
    drawing = drawing_of(ChangeFlow)
    for line in drawing.lines:
        for (x1, y1), (x2, y2) in zip(line.corners, line.corners[1:], strict=False):
            assert x1 == x2 or y1 == y2
            for box in drawing.boxes:
                beside = max(x1, x2) <= box.x or min(x1, x2) >= box.x + box.width
                beside = beside or max(y1, y2) <= box.y or min(y1, y2) >= box.y + box.height
                assert beside or box.name in (line.source, line.target), (line, box.name)


def test_flow_without_names_of_its_own_is_called_by_its_nodes() -> None:
    """The engine's own small flow: six boxes in a row."""
    drawing = drawing_of(ErrandFlow)
    assert [(box.kind, box.label) for box in drawing.boxes] == [
        ("start", "start"),
        ("step", "triage errand"),
        ("step", "ask errand"),
        ("step", "decide errand"),
        ("step", "end errand"),
        ("end", "end"),
    ]


def stands(case: Case, drawing: Drawing) -> dict[str, str]:
    """The state of each node by name."""
    return {name: place.state for name, place in places(case, drawing).items()}


def test_case_stands_at_its_open_step(cast: Cast, django_assert_num_queries: Any) -> None:
    """What is behind is done, with the day; the open one has its last day; the rest lies ahead."""
    drawing = drawing_of(ErrandFlow)
    errand = cast.do("kari", errands.start_errand, cast.region.party, "Kopipapir")
    cast.do("kari", errands.triage_errand, errand)
    with django_assert_num_queries(3):
        found = places(errand, drawing)
    assert {name: place.state for name, place in found.items()} == {
        "start": "done",
        "triage_errand": "done",
        "ask_errand": "now",
        "decide_errand": "ahead",
        "end_errand": "ahead",
        "end": "ahead",
    }
    assert found["triage_errand"].done_at == Task.objects.get(flow_task__endswith="triage_errand").finished
    assert found["ask_errand"].done_at is None
    errand.assignments.filter(step="ask_errand").update(due=date(2026, 12, 1))
    assert places(errand, drawing)["ask_errand"].due == date(2026, 12, 1)


def test_case_that_was_sent_back_has_the_later_steps_ahead_again(cast: Cast) -> None:
    """A step done before the case was sent back is not done now."""
    drawing = drawing_of(ErrandFlow)
    errand = cast.do("kari", errands.start_errand, cast.region.party, "Kopipapir")
    cast.do("kari", errands.triage_errand, errand)
    cast.do("kari", errands.ask_errand, errand, [cast.party("Rollag").pk])
    cast.do("kari", lambda *, by: flows.reopen_at(Errand.objects.get(pk=errand.pk), "triage_errand", by=by))
    assert stands(errand, drawing) == {
        "start": "done",
        "triage_errand": "now",
        "ask_errand": "ahead",
        "decide_errand": "ahead",
        "end_errand": "ahead",
        "end": "ahead",
    }


def test_stopped_case_has_nothing_ahead(cast: Cast) -> None:
    """What was not reached is left out."""
    drawing = drawing_of(ErrandFlow)
    errand = cast.do("kari", errands.start_errand, cast.region.party, "Kopipapir")
    cast.do("kari", errands.triage_errand, errand)
    flows.stop(errand, by=SYSTEM)
    assert Process.objects.get(pk=errand.process_id).status == PROCESS.CANCELED
    assert stands(errand, drawing) == {
        "start": "done",
        "triage_errand": "done",
        "ask_errand": "left-out",
        "decide_errand": "left-out",
        "end_errand": "left-out",
        "end": "left-out",
    }


def test_finished_case_has_all_of_it_done(cast: Cast) -> None:
    """Also the end."""
    errand = cast.do("kari", errands.start_errand, cast.region.party, "Kopipapir")
    cast.do("kari", errands.triage_errand, errand)
    cast.do("kari", errands.ask_errand, errand, [cast.party("Rollag").pk])
    cast.do("kari", errands.decide_errand, errand)
    cast.do("kari", errands.end_errand, errand)
    assert set(stands(errand, drawing_of(ErrandFlow)).values()) == {"done"}


def test_route_that_was_not_taken_is_left_out(walker: Walker) -> None:
    """A call-off leaves the competition out, and the other routes."""
    case = walker.to("contract", route="call_off")
    found = walker.see(lambda: stands(case, drawing_of(ChangeFlow)))
    left_out = {name for name, state in found.items() if state == "left-out"}
    assert left_out == {
        "publish_notice",
        "invite_tenders",
        "agree_renegotiation",
        "proceed_without_procurement",
        "recommend_award",
        "decide_award",
        "send_letters",
        "open_contracts",
    }
    assert [name for name, state in found.items() if state == "now"] == ["close_contracting"]
    assert found["by_route"] == found["call_off"] == "done"
    assert {name for name, state in found.items() if state == "ahead"} == {
        "procured",
        "start_harvest",
        "close_case",
        "end",
    }


def test_step_that_the_code_no_longer_knows_is_passed_over(cast: Cast) -> None:
    """The drawing shows the flow of today."""
    errand = cast.do("kari", errands.start_errand, cast.region.party, "Kopipapir")
    gone = "tests.errand/flows.ErrandFlow.gone"
    Task.objects.filter(process_id=errand.process_id, status=STATUS.DONE).update(flow_task=gone)
    assert stands(errand, drawing_of(ErrandFlow))["triage_errand"] == "now"


def test_command_prints_the_drawing(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that stands alone: it has a title, its words, and its own colours."""
    call_command("draw", "ChangeFlow", "--svg")
    printed = capsys.readouterr().out
    assert printed.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img"')
    assert '<title id="flow-title">ChangeFlow</title>' in printed
    assert printed.count('class="flow-node') == 21
    assert printed.count("<polyline") == 24
    assert "prefers-color-scheme: dark" in printed


def test_command_names_the_flows_that_there_are() -> None:
    with pytest.raises(CommandError, match="no flow is called Nothing; there are: ChangeFlow"):
        call_command("draw", "Nothing", "--bpmn")
