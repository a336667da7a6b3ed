"""One step, one name: every step of a flow is a deed with a page, a right and a rule."""

import pytest

from suksit.flows import ChangeFlow
from suksit.regions.roles import ALL_PERMISSIONS
from workflow.deeds import REGISTRY
from workflow.nodes import Step

STEPS = [node for node in ChangeFlow.instance.nodes() if isinstance(node, Step)]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_flow_step_is_a_deed_by_the_same_name(step: Step) -> None:
    """The node's name is that of a registered deed, and its permission one that a role gives."""
    assert step.name in REGISTRY
    assert step.permission == step.name
    assert step.permission in ALL_PERMISSIONS
