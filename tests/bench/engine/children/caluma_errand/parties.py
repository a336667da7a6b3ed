"""The groups that are asked: Caluma finds them by name, and makes one work item for each."""

from typing import Any

from caluma.caluma_workflow.dynamic_groups import BaseDynamicGroups, register_dynamic_group


class Parties(BaseDynamicGroups):
    """As many as the step that asks was told."""

    @register_dynamic_group("parties")
    def parties(self, _task: Any, _case: Any, _user: Any, _prev_work_item: Any, context: Any) -> list[str]:
        """The names of the groups."""
        return context["parties"]
