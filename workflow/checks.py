"""What Django asks before it starts: that each flow is as it was locked, and that every open step can be done."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, Warning, register  # noqa: A004

from workflow import flow_lock
from workflow.orphaned_steps import at_start


@register("flows")
def flows_are_as_locked(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A version that cases may run on is the one that was locked."""
    return [Error(fault, id="workflow.E001") for fault in flow_lock.faults()]


@register(Tags.database)
def steps_can_be_done(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[Warning]:
    """No open step waits for code that is gone. A warning: the other cases go on."""
    if not databases:
        return []
    return [Warning(line, id="workflow.W001") for line in at_start()]
