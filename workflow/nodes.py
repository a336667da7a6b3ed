"""The nodes of a flow: steps that people take, gateways, and deeds of the machine, over viewflow's engine."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Process
from viewflow.workflow.nodes.end import EndActivation
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.switch import SwitchActivation
from viewflow.workflow.status import PROCESS, STATUS

from workflow import clock, outbox, tokens
from workflow.actors import SYSTEM
from workflow.context import machine_acts
from workflow.models import Case


class StepActivation(HandleActivation):
    """A step that waits for a deed. Opening it puts one row into the inbox of the party whose turn it is."""

    @classmethod
    def create(cls, node: Any, before: Activation, token: Any, data: Any = None, seed: Any = None) -> "StepActivation":
        """Open the step in one statement."""
        case = case_of(before)
        due = node.due(case) if node.due else None
        task, row = tokens.open_step(
            case,
            node,
            before.task,
            by=before.process.acting,
            party=node.party(case) if node.party else None,
            permission=node.permission,
            due=due,
            wakes=node.wakes(case, due),
        )
        if row is not None:
            outbox.announce(case, [row])
        return cls(task)

    @Activation.status.super()
    def activate(self) -> None:
        """Nothing more: the step is open since it was created."""


class PassingActivation(Activation):
    """A node at which nobody waits: its row is written in one statement, by the product's own clock."""

    @classmethod
    def create(cls, node: Any, before: Activation, token: Any, data: Any = None, seed: Any = None) -> Any:
        """Note that the flow has come here."""
        task, _row = tokens.open_step(case_of(before), node, before.task, by=before.process.acting)
        return cls(task)

    @Activation.status.super()
    def complete(self) -> None:
        """Note that it has gone on."""
        tokens.passed(self.task)


class FinishActivation(PassingActivation, EndActivation):
    """The end of a flow: the process is done. The parts that live on beside it are records of their own."""

    @Activation.status.super()
    def activate(self) -> None:
        """Mark the process as finished."""
        Process.objects.filter(pk=self.process.pk).update(status=PROCESS.DONE, finished=clock.now())


class End(flow.End):
    """The end of a flow."""

    activation_class = FinishActivation


class Step(flow.Handle):
    """A human step: done by the action of the same name, which calls `transitions.step_done`.

    `party` gives the party whose turn it is, `permission` the right needed, `due` the last day (or None). A step
    without a party opens no row of its own: it waits behind child records that have theirs.
    """

    activation_class = StepActivation

    def __init__(
        self,
        *,
        party: Callable[[Case], Any] | None = None,
        permission: str = "",
        due: Callable[[Case], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(None, **kwargs)
        self.party = party
        self.permission = permission
        self.due = due

    def wakes(self, case: Case, due: date | None) -> datetime | None:
        """The moment at which the clock moves it on by itself; an ordinary step waits for a person alone."""
        return None


class ChoiceActivation(PassingActivation, SwitchActivation):
    """A gateway that reads the case; errors roll the whole deed back."""

    @Activation.status.super()
    def activate(self) -> None:
        """Choose the first branch whose condition holds for the case."""
        case = case_of(self)
        for node, condition in self.flow_task._branches:
            if condition is None or condition(case):
                self.next_task = node
                return
        raise LookupError(f"no branch of {self.flow_task.name} fits {case.pk}")


class Choice(flow.Switch):
    """A gateway: `.Case(this.step, lambda case: …)`, the first that holds, else `.Default(this.step)`."""

    activation_class = ChoiceActivation


class MachineActivation(PassingActivation):
    """A deed of the machine inside the same transaction."""

    @Activation.status.super()
    def activate(self) -> None:
        """Do the deed."""
        with machine_acts(SYSTEM, restore=self.process.acting):
            self.flow_task.deed(case_of(self))

    @Activation.status.super()
    def create_next(self) -> Any:
        """Open what follows."""
        if self.flow_task._next:
            yield self.flow_task._next._create(self, self.task.token)


class Machine(flow.Function):
    """A deed that the machine does when the flow reaches it. `deed` is an action that takes the case."""

    activation_class = MachineActivation

    def __init__(self, deed: Callable[[Case], Any], **kwargs: Any) -> None:
        super().__init__(deed, **kwargs)
        self.deed = deed

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.deed = this.resolve(instance, self.deed)


def case_of(activation: Activation) -> Case:
    """The case that a process routes; read once per activation chain."""
    process = activation.process
    if not hasattr(process, "routed_case"):
        process.routed_case = Case.objects.get(process_id=process.pk)
    return process.routed_case


__all__ = ["STATUS", "Choice", "End", "Machine", "Step", "case_of"]
