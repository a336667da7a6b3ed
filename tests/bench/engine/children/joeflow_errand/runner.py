"""Machine tasks at once, after the commit: joeflow's own runners want a queue, and do the same in a worker."""

from typing import Any

from django.apps import apps
from django.db import transaction


def run(*, task_pk: int, workflow_pk: int, **_kwargs: Any) -> None:
    """What joeflow's celery runner does with a task. A join that is not complete is left for the next who comes."""
    model = apps.get_model("joeflow", "Task")
    with transaction.atomic():
        task = model.objects.select_for_update().filter(pk=task_pk, completed=None).first()
        if task is None:
            return
        workflow = task.content_type.model_class().objects.select_for_update().get(pk=workflow_pk)
        result = task.node(workflow, task=task)
        if result is False:
            return
        task.start_next_tasks(next_nodes=None if result is True else result)
        task.finish()
