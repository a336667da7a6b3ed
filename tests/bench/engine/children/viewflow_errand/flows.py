"""Start, triage, ask, as many replies as there are parties, decide, end."""

import os
from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process
from viewflow.workflow.nodes.split import SplitActivation

PARTIES = {"now": 4}


class DynamicSplitActivation(SplitActivation):
    """A branch for each party."""

    def activate(self) -> None:
        """As many times the same node as there are parties."""
        node, _, _ = self.flow_task._branches[0]
        self.next_tasks = [(node, None)] * PARTIES["now"]

    activate = SplitActivation.status.super()(activate)


class DynamicSplit(flow.Split):
    """What the open edition's documentation promises and its code lacks."""

    activation_class = DynamicSplitActivation


def page(request: Any, **_kwargs: Any) -> None:
    """A view that nobody calls: the bench does what it would do."""


class ErrandFlow(flow.Flow):
    """The same process."""

    process_class = Process
    lock_impl = lock.no_lock if os.environ.get("BENCH_LOCK") == "none" else lock.SelectForUpdateLock(nowait=False)

    start = flow.Start(page).Next(this.triage)
    triage = flow.View(page).Next(this.ask)
    ask = flow.View(page).Next(this.split)
    split = DynamicSplit().Next(this.reply)
    reply = flow.View(page).Next(this.join)
    join = flow.Join().Next(this.decide)
    decide = flow.View(page).Next(this.close)
    close = flow.View(page).Next(this.end)
    end = flow.End()
