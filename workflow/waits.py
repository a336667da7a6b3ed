"""Steps that wait for something else than a person: an event outside, a day, and the rounds of many years."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from viewflow import this
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from workflow import clock, flows, tokens
from workflow.actors import SYSTEM, Actor
from workflow.context import machine_acts
from workflow.flows import node_of
from workflow.gather import start_of
from workflow.models import Case
from workflow.nodes import Step

MachineDeed = Callable[[Case], Any]


class _Machine(Step):
    """A step that the machine closes by a deed of its own, which moves the case and calls `transitions.step_done`."""

    def __init__(self, *, then: MachineDeed, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.then = then

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.then = this.resolve(instance, self.then)


class WaitFor(_Machine):
    """A step that waits until something has happened outside, as a notice that has been published.

    It may have a party all the same: whoever looks for it, and notes it.
    """


class WaitUntil(_Machine):
    """A step that waits for a day, as the first day after a standstill. `day` is read when the step opens."""

    def __init__(self, *, day: Callable[[Case], date], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.day = day

    def wakes(self, case: Case, due: date | None) -> datetime | None:
        """As the day begins."""
        return start_of(self.day(case))

    def wake(self, case: Case, task: Task) -> None:
        """The day has come."""
        self.then(case)


class Repeat(_Machine):
    """A step that opens one round after the other, as measurements over years, until there is none to come.

    `round_day` gives the day of a round by its number, from 1, and None when there are no more; `each` opens a round.
    What a round asks of the parties lives on beside it. `then` closes the step after the last round.
    """

    def __init__(
        self, *, round_day: Callable[[Case, int], date | None], each: Callable[[Case, int], Any], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.round_day = round_day
        self.each = each

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.each = this.resolve(instance, self.each)

    def wakes(self, case: Case, due: date | None) -> datetime | None:
        """As the day of the first round begins; at once when there is none."""
        return start_of(self.round_day(case, 1) or clock.today())

    def wake(self, case: Case, task: Task) -> None:
        """Open the round whose day has come, and say when the next one is."""
        number = int(task.data.get("rounds", 0)) + 1
        if self.round_day(case, number) is None:
            self.then(case)
            return
        self.each(case, number)
        following = self.round_day(case, number + 1)
        if following is None:
            self.then(case)
        else:
            tokens.sleep_until(task, start_of(following), {**task.data, "rounds": number})


def happened(case: Case, step: str, *, by: Actor) -> bool:
    """What a step waits for has happened. The case is locked.

    Returns False when the flow does not wait there: it came too early, or has been noted already.
    """
    if not flows.waits_at(case, step):
        return False
    with machine_acts(SYSTEM, restore=by):
        node_of(case, step).then(case)
    return True


def rounds_of(case: Case, step: str) -> int:
    """How many rounds of a repeating step have been opened."""
    task = Task.objects.filter(
        process_id=case.process_id, flow_task=node_of(case, step), status__in=(STATUS.NEW, STATUS.DONE)
    ).last()
    return int(task.data.get("rounds", 0)) if task else 0
