"""The lock file: no graph that cases may run on is changed without a new version, and it says what was changed."""

import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from procurement import flows as procurement_flows
from procurement.flows import routes_here, within
from suksit import flows as suksit_flows
from suksit.flows import ChangeFlow
from tests.errand.flows import ErrandFlow
from tests.errand.later_versions import ErrandFlowV2, ErrandFlowV3
from tests.errand.long import LongErrandFlow
from tests.personas import Cast
from tests.workflow.errands import errand_at
from workflow import flow_lock, versions
from workflow.checks import flows_are_as_locked
from workflow.flow_graph import graph_of, required_before
from workflow.flow_lock import differences
from workflow.flows import CaseFlow
from workflow.nodes import Step
from workflow.rule_words import bodies_of, words_of


@pytest.fixture
def errands(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Path:
    """Version 1 and 2 of the errand's flow in the code; version 1 locked, in a file of its own."""
    settings.FLOW_LOCK = tmp_path / "flows.lock.json"
    monkeypatch.setattr(versions, "VERSIONS", {})
    versions.register(ErrandFlow)
    flow_lock.lock()
    versions.register(ErrandFlowV2)
    return settings.FLOW_LOCK


def test_flows_of_the_product_are_as_they_were_locked() -> None:
    """When this fails: leave the locked version as it was, and make a new one (docs/how-to/change-a-flow.md)."""
    assert flow_lock.faults() == []
    assert flows_are_as_locked(None) == []


def test_every_flow_of_the_product_is_registered() -> None:
    """A flow that is not registered is not locked."""

    def below(flow_class: type[CaseFlow]) -> set[type[CaseFlow]]:
        return {flow_class}.union(*(below(one) for one in flow_class.__subclasses__()))

    product = {one for one in below(CaseFlow) - {CaseFlow} if not one.__module__.startswith("tests.")}
    assert product == {ChangeFlow} == set(versions.known())


def rename(graph: dict[str, Any]) -> None:
    graph["nodes"]["triage"] = graph["nodes"].pop("triage_errand")


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another right": (
        lambda graph: graph["nodes"]["triage_errand"].update(right="close_case"),
        'nodes.triage_errand.right was "close_case", is "accept_report"',
    ),
    "another edge": (
        lambda graph: graph["nodes"]["ask_errand"].update(next=["end_errand"]),
        'nodes.ask_errand.next was ["end_errand"], is ["decide_errand"]',
    ),
    "another deadline": (
        lambda graph: graph["nodes"]["ask_errand"].update(due="procurement.flows.within(working_days=5)"),
        'nodes.ask_errand.due was "procurement.flows.within(working_days=5)", is null',
    ),
    "another kind": (
        lambda graph: graph["nodes"]["end"].update(kind="Choice"),
        'nodes.end.kind was "Choice", is "End"',
    ),
    "another rule": (
        lambda graph: graph["rules"].update({"tests.errand.flows.region": ["return 7"]}),
        'rules.tests.errand.flows.region was ["return 7"], is ["return case.region_id"]',
    ),
    "another class": (
        lambda graph: graph.update({"class": "tests.errand.flows.Errands"}),
        'class was "tests.errand.flows.Errands", is "tests.errand.flows.ErrandFlow"',
    ),
    "another name": (rename, "nodes.triage is gone; nodes.triage_errand is new"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_graph_is_a_fault_and_is_not_overwritten(errands: Path, change: str) -> None:
    """What was locked is not what is in the code."""
    alter, said = CHANGES[change]
    locked = json.loads(errands.read_text())
    alter(locked["errand:1"])
    errands.write_text(json.dumps(locked))
    changed, new = sorted(flow_lock.faults())
    assert changed == (
        f"errand:1 is not as it was locked: {said}. Leave it as it was and make a new version: "
        "docs/how-to/change-a-flow.md."
    )
    assert new == "errand:2 is not locked. Run `manage.py flows lock` and commit flows.lock.json."
    assert sorted(error.msg for error in flows_are_as_locked(None)) == [changed, new]
    with pytest.raises(CommandError, match="errand:1 is locked with another graph"):
        call_command("flows", "lock")
    assert json.loads(errands.read_text()) == locked


def test_changed_code_is_a_fault(errands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only a changed file: a step of the class itself has another right."""
    monkeypatch.setattr(ErrandFlow.instance.triage_errand, "permission", "close_case")
    assert any('right was "accept_report", is "close_case"' in fault for fault in flow_lock.faults())


def test_new_version_is_locked_beside_the_old(errands: Path, capsys: pytest.CaptureFixture) -> None:
    """And all is well."""
    call_command("flows", "lock")
    assert capsys.readouterr().out == "flows.lock.json: errand:2\n"
    assert flow_lock.read() == {"errand:1": graph_of(ErrandFlow), "errand:2": graph_of(ErrandFlowV2)}
    assert flow_lock.faults() == []
    call_command("flows", "lock")
    assert capsys.readouterr().out == "flows.lock.json: nothing new\n"


def test_version_that_cases_run_on_is_neither_overwritten_nor_dropped(
    cast: Cast, errands: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as there is one; when it has ended, both are allowed."""
    flow_lock.lock()
    errand = errand_at(cast, "triage_errand")
    monkeypatch.setattr(ErrandFlow.instance.end_errand, "permission", "close_commitment")
    locked = errands.read_text()
    for how in ("--overwrite", "--drop"):
        with pytest.raises(CommandError, match="1 cases run on errand:1 here"):
            call_command("flows", "lock", how, "errand:1")
    assert errands.read_text() == locked
    type(errand.process).objects.filter(pk=errand.process_id).update(status="DONE")
    type(errand).objects.get(pk=errand.pk).assignments.update(state="withdrawn", closed_at=errand.created_at)
    with pytest.raises(CommandError, match=r"errand:1 is in the code\. Remove its class first"):
        call_command("flows", "lock", "--drop", "errand:1")
    call_command("flows", "lock", "--overwrite", "errand:1")
    assert flow_lock.read()["errand:1"]["nodes"]["end_errand"]["right"] == "close_commitment"
    monkeypatch.delitem(versions.VERSIONS, "errand:1")
    (gone,) = flow_lock.faults()
    assert gone.startswith("errand:1 (tests.errand.flows.ErrandFlow) is locked, but gone from the code.")
    call_command("flows", "lock", "--drop", "errand:1")
    assert list(flow_lock.read()) == ["errand:2"]


def test_unknown_version_is_said_with_those_there_are(errands: Path) -> None:
    """A typing error."""
    for command in (["plan", "errand:1", "errand:9"], ["lock", "--overwrite", "errand:9"]):
        with pytest.raises(CommandError, match=r"errand:9 is not in the code\. There are: errand:1, errand:2\."):
            call_command("flows", *command)


def test_name_and_number_are_taken_once(errands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two classes would be one version; the same class twice is nothing new."""
    versions.register(ErrandFlow)
    monkeypatch.setattr(ErrandFlowV3, "version", 2)
    with pytest.raises(ValueError, match=r"errand:2 is both tests\.errand\.later_versions\.ErrandFlowV2 and"):
        versions.register(ErrandFlowV3)
    monkeypatch.setattr(ErrandFlowV3, "flow_name", "")
    with pytest.raises(ValueError, match="has no flow_name"):
        versions.register(ErrandFlowV3)


def test_example_of_the_how_to_is_a_version(settings: Any) -> None:
    """What the page shows is what a changed flow looks like, and what it changes."""
    page = (Path(settings.BASE_DIR) / "docs" / "how-to" / "change-a-flow.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names = {**vars(procurement_flows), **vars(suksit_flows), "__name__": "tests.how_to"}
    exec(textwrap.dedent(example), names)
    changed = list(differences(graph_of(ChangeFlow), graph_of(names["ChangeFlowV2"])))
    assert changed == [
        'class was "suksit.flows.ChangeFlow", is "tests.how_to.ChangeFlowV2"',
        "nodes.choose_route is gone",
        'nodes.close_commitment.next was ["choose_route"], is ["plan_purchase"]',
        "nodes.plan_purchase is new",
    ]


def test_rule_is_told_by_its_source() -> None:
    """The name and the figures of a function, the words of a lambda, also of one among many on a line."""
    one, two = (lambda case: case.plan.route == "full"), (lambda case: case.plan.route != "full")
    figure = 3
    assert words_of(routes_here) == "procurement.flows.routes_here"
    assert words_of(within(10)) == "procurement.flows.within(working_days=10)"
    assert (words_of(one), words_of(two)) == ("case.plan.route == 'full'", "case.plan.route != 'full'")
    assert words_of(lambda case: case.pk + figure) == "case.pk + figure(figure=3)"
    due = ChangeFlow.instance.recommend_award.due
    assert list(bodies_of(due)) == ["procurement.flows.recommendation_due"]
    assert bodies_of(LongErrandFlow.instance.over.day) == {"tests.errand.long.STANDSTILL_DAYS": ["10"]}


def test_step_that_waits_is_locked_with_what_it_waits_for() -> None:
    """Its parts, when they are enough, and what the clock does."""
    locked = graph_of(LongErrandFlow)
    assert locked["nodes"]["round"] == {
        "kind": "Gather",
        "next": ["measure"],
        "right": "close_invitation",
        "party": "tests.errand.flows.region",
        "due": "clock.today() + timedelta(days=14)",
        "parts": "reply_errand",
        "enough": "workflow.gather.at_least(count=2)",
        "closed_by": "LongErrandFlow.note_gathered",
        "at_deadline": True,
    }
    assert locked["rules"]["tests.errand.long.STANDSTILL_DAYS"] == ["10"]
    assert json.loads(json.dumps(locked)) == locked


def test_only_what_lies_on_every_way_is_required() -> None:
    """The routes of a purchase meet again: none of them is required after it."""
    required = required_before(ChangeFlow)
    assert required["close_contracting"] == {
        *("accept_report", "ask_partners", "close_invitation", "close_commitment", "choose_route")
    }
    assert required["decide_award"] - required["close_contracting"] == {"recommend_award"}
    assert "procured" in required["start_harvest"]
    assert all(isinstance(ChangeFlow.instance.node(name), Step) for name in required["procured"])
