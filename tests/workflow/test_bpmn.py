"""The BPMN of a flow: valid by the standard's schema, and walked through by a reader that is not ours."""

import pytest
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator
from SpiffWorkflow.util.task import TaskState

from suksit.flows import ChangeFlow
from tests.errand.flows import ErrandFlow
from workflow.bpmn import bpmn_of
from workflow.drawing import drawing_of
from workflow.flows import CaseFlow

SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
}


def read(flow: type[CaseFlow]) -> etree._Element:
    """The XML, as any reader gets it."""
    return etree.fromstring(bpmn_of(drawing_of(flow)))


@pytest.mark.parametrize("flow", [ChangeFlow, ErrandFlow])
def test_every_flow_is_valid_by_the_schema_of_the_standard(flow: type[CaseFlow]) -> None:
    BpmnValidator().validate(read(flow))


def test_schema_refuses_what_is_no_bpmn() -> None:
    """So that the test above says something."""
    wrong = bpmn_of(drawing_of(ErrandFlow)).replace(b"userTask", b"humanTask")
    with pytest.raises(Exception, match="humanTask"):
        BpmnValidator().validate(etree.fromstring(wrong))


def test_everything_that_is_told_is_drawn() -> None:
    """Each node has a shape and each flow an edge, so that readers draw it as we do."""
    whole = read(ChangeFlow)
    nodes = [box.name for box in drawing_of(ChangeFlow).boxes]
    shapes = whole.xpath("//bpmndi:BPMNShape/@bpmnElement", namespaces=SPACES)
    edges = whole.xpath("//bpmndi:BPMNEdge/@bpmnElement", namespaces=SPACES)
    assert shapes == nodes
    assert edges == whole.xpath("//bpmn:sequenceFlow/@id", namespaces=SPACES)
    assert len(edges) == 24


@pytest.mark.parametrize(
    ("route", "steps"),
    [
        ("publish_notice", ["publish_notice", "recommend_award", "decide_award", "send_letters", "open_contracts"]),
        ("call_off", ["call_off"]),
        ("", ["proceed_without_procurement"]),
    ],
)
def test_reader_walks_each_route(route: str, steps: list[str]) -> None:
    """SpiffWorkflow opens the file and goes from report to the end. It opens only what says that it can be run."""
    whole = read(ChangeFlow)
    whole.find("bpmn:process", SPACES).set("isExecutable", "true")
    parser = BpmnParser(validator=BpmnValidator())
    parser.add_bpmn_xml(whole.getroottree())
    workflow = BpmnWorkflow(parser.get_spec("ChangeFlow"))
    workflow.task_tree.data["by_route"] = route
    walked = []
    for _ in range(60):
        ready = workflow.get_next_task(state=TaskState.READY)
        if ready is None:
            break
        walked.append(ready.task_spec.name)
        ready.run()
        if ready.state == TaskState.STARTED:  # what a person or a service does, which the reader waits for
            ready.complete()
    assert workflow.is_completed()
    begin = ["start", "accept_report", "ask_partners", "close_invitation", "close_commitment", "choose_route"]
    signing = [] if route == "" else ["close_contracting"]
    end = [*signing, "procured", "start_harvest", "close_case", "end"]
    told = [name for name in walked if name in {box.name for box in drawing_of(ChangeFlow).boxes}]
    assert told == [*begin, "by_route", *steps, *end]
