"""A version that inherits the other's steps: a case on it stays on it, and the other is as it was."""

from typing import Any

import pytest

from tests.errand import actions
from tests.errand.flows import ErrandFlow
from tests.errand.later_versions import InheritedFlow
from tests.personas import Cast
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.flows import CaseFlow
from workflow.models import Assignment


def links(flow_class: type[CaseFlow]) -> set[tuple[str, str, str]]:
    """Each link as (from, to, the class that it stays in)."""
    found = set()
    for node in flow_class.instance.nodes():
        for edge in (*node._outgoing(), *node._incoming()):
            assert edge.src.flow_class is edge.dst.flow_class is flow_class, (edge.src.name, edge.dst.name)
            found.add((edge.src.name, edge.dst.name, flow_class.__name__))
    return found


def test_links_of_both_stay_within() -> None:
    """The chain of the one has the new step; the chain of the other has not."""
    assert ("decide_errand", "check_errand", "InheritedFlow") in links(InheritedFlow)
    assert ("decide_errand", "end_errand", "ErrandFlow") in links(ErrandFlow)
    assert len(links(InheritedFlow)) == len(links(ErrandFlow)) + 1


def test_case_walks_on_the_version_that_it_started_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Step by step to the new one, and no further without it."""
    monkeypatch.setattr(actions, "ErrandFlow", InheritedFlow)
    errand = cast.do("kari", actions.start_errand, cast.party("Kongsbergregionen"), "Inherited")
    cast.do("kari", actions.triage_errand, errand)
    cast.do("kari", actions.ask_errand, errand, [cast.party("Rollag").pk])
    cast.do("kari", actions.decide_errand, errand)
    waits: Any = Assignment.objects.filter(case_id=errand.pk, state="open").values_list("step", flat=True)
    with acting_as(SYSTEM):
        assert list(waits) == ["check_errand"]
