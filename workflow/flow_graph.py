"""A flow as plain data: nodes, kinds, edges, rights, deadlines; and what must be done before each step."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from viewflow.workflow.base import Node

from workflow.flows import CaseFlow, path_of
from workflow.nodes import Choice, Machine, Step
from workflow.rule_words import bodies_of, words_of

AFTER = "after_"


def graph_of(flow_class: type[CaseFlow]) -> dict[str, Any]:
    """All that running cases rely on: the class's path, its nodes, what follows parts of steps, and the rules' text."""
    nodes = sorted(flow_class.instance.nodes(), key=lambda node: node.name)
    rules = [rule for node in nodes for rule in rules_of(node)]
    return {
        "class": path_of(flow_class),
        "nodes": {node.name: described(node) for node in nodes},
        "after": sorted(name.removeprefix(AFTER) for name in dir(flow_class) if name.startswith(AFTER)),
        "rules": {name: body for rule in rules for name, body in bodies_of(rule).items()},
    }


def described(node: Node) -> dict[str, Any]:
    """One node: its kind, what comes next, and by its kind whose turn, which right, until when, on which condition."""
    found: dict[str, Any] = {"kind": type(node).__name__, "next": [edge.dst.name for edge in node._outgoing()]}
    if isinstance(node, Step):
        found["right"] = node.permission
        found["party"] = words_of(node.party) if node.party else None
        found["due"] = words_of(node.due) if node.due else None
        found |= {name: words_of(value) if callable(value) else value for name, value in further(node)}
    elif isinstance(node, Choice):
        found["next"] = [branch.name for branch, _ in node._branches]
        found["when"] = [words_of(rule) if rule else None for _, rule in node._branches]
    elif isinstance(node, Machine):
        found["deed"] = words_of(node.deed)
    return found


def further(step: Step) -> Iterator[tuple[str, Any]]:
    """What a kind of step has beyond an ordinary one: its day, its rounds, when it has enough."""
    ordinary = {*vars(Step()), "flow_class", "app_name", "task_title"}
    return ((name, value) for name, value in sorted(vars(step).items()) if name not in ordinary and name[0] != "_")


def rules_of(node: Node) -> Iterator[Any]:
    """The functions of a node that decide whose turn it is, until when, or where it goes."""
    if isinstance(node, Step):
        rules = (node.party, node.due, *(value for _, value in further(node)))
        yield from (rule for rule in rules if callable(rule))
    elif isinstance(node, Choice):
        yield from (rule for _, rule in node._branches if rule)


def step_of(flow_class: type[CaseFlow], name: str) -> Step | None:
    """The human step of a flow by its name, if it has one."""
    node = flow_class.instance.node(name, no_obsolete=True)
    return node if isinstance(node, Step) else None


@cache
def required_before(flow_class: type[CaseFlow]) -> dict[str, frozenset[str]]:
    """For each node, the steps and machine deeds that lie on every way from the start to it.

    A node that no way leads to has none.
    """
    nodes = {node.name: node for node in flow_class.instance.nodes()}
    after = {name: [edge.dst.name for edge in node._outgoing()] for name, node in nodes.items()}
    led_to = {name for names in after.values() for name in names}
    before = {name: {name} for name in nodes if name not in led_to}
    waiting = list(before)
    while waiting:
        name = waiting.pop()
        for following in after[name]:
            ways = before[name] & before.get(following, before[name]) | {following}
            if ways != before.get(following):
                before[following] = ways
                waiting.append(following)
    deeds = {name for name, node in nodes.items() if isinstance(node, Step | Machine)}
    return {name: frozenset(ways & deeds - {name}) for name, ways in before.items()}
