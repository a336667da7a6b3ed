"""A flow that inherits another's steps has steps of its own, linked to each other and to nothing of the other's.

viewflow copies inherited nodes, but leaves their links where they were: a case on a later version would walk over into
the earlier one at its first step.
"""

import copy
import inspect
from typing import Any

from viewflow.this_object import ThisObject
from viewflow.workflow.base import Flow, Node


def own_steps(flow_class: type[Flow]) -> None:
    """Give a class that is being made its own copy of each inherited node, with links that are yet to be found."""
    for name in dir(flow_class):
        if name.startswith("_") or name == "instance" or name in vars(flow_class):
            continue
        node = getattr(flow_class, name)
        if isinstance(node, Node) and getattr(node, "flow_class", None) is not None:
            setattr(flow_class, name, unlinked(node))


def unlinked(node: Node) -> Node:
    """A copy of a node whose links go by name again."""
    fresh = copy.copy(node)
    fresh.__dict__.update({key: by_name(value) for key, value in vars(node).items() if key != "flow_class"})
    fresh._incoming_edges = []
    return fresh


def by_name(value: Any) -> Any:
    """A node, or a method of a flow, as the name under which the class that inherits it finds its own."""
    if isinstance(value, Node):
        return ThisObject(value.name)
    if inspect.ismethod(value) and isinstance(value.__self__, Flow):
        return ThisObject(value.__name__)
    if isinstance(value, list | tuple):
        return type(value)(by_name(one) for one in value)
    return value
