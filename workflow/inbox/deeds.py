"""The deeds by which people share out the tasks of their party, as the pages know them. They move no case."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow.actors import Actor
from workflow.deeds import REGISTRY, Deed, follow, register
from workflow.inbox.queries import people_acted_for
from workflow.models import Assignment, HistoryEntry


def may_do(task: Assignment, actor: Actor) -> bool:
    """Whoever holds the right that an open task needs, at its party."""
    return task.state == Assignment.State.OPEN and actor.may(task.permission, task.party_id)


def can_claim_task(task: Assignment, actor: Actor) -> bool:
    """Whoever may do it, and does not have it already."""
    return may_do(task, actor) and task.person_id != actor.user_id


def can_give_back_task(task: Assignment, actor: Actor) -> bool:
    """The one who has it, or stands in for that one."""
    return may_do(task, actor) and task.person_id is not None and task.person_id in people_acted_for(actor)


def told_of_task(words: Any) -> Any:
    """Words that name the task: what its button says."""

    def told(entry: HistoryEntry) -> str:
        return named(words, "task", entry.data.get("step", ""), entry)

    return told


def named(words: Any, place: str, name: str, entry: HistoryEntry) -> str:
    """Words with what the button of a deed says put in."""
    deed = REGISTRY.get(name)
    label = str(deed.label) if deed else name
    names = {"party": entry.party.name if entry.party else "", "case": ""}
    return str(words) % {place: label % names if "%(" in label else label}


def told_of_claim(entry: HistoryEntry) -> str:
    """Taken, or taken over."""
    words = _("took over the task: %(task)s") if entry.data.get("from") else _("took the task: %(task)s")
    return str(told_of_task(words)(entry))


def told_of_undoing(entry: HistoryEntry) -> str:
    """What was taken back, as it was told."""
    return named(_("took back an own step: %(step)s"), "step", entry.data.get("deed", ""), entry)


follow(
    remind_task=told_of_task(gettext_lazy("reminded of a task: %(task)s")),
    reopen_step=told_of_task(gettext_lazy("opened a step again, as nobody had the turn: %(task)s")),
    return_task=told_of_task(gettext_lazy("has a task back, for the one who had it no longer acts for it: %(task)s")),
)
register(
    Deed(
        "claim_task",
        gettext_lazy("I take it"),
        can_claim_task,
        title=gettext_lazy("Take the task"),
        told=told_of_claim,
        minutes=1,
        subject=True,
    ),
    Deed(
        "give_back_task",
        gettext_lazy("Give it back"),
        can_give_back_task,
        title=gettext_lazy("Give the task back"),
        told=told_of_task(gettext_lazy("gave the task back: %(task)s")),
        minutes=1,
        subject=True,
    ),
    Deed(
        "pass_task_on",
        gettext_lazy("Give it to a colleague"),
        may_do,
        title=gettext_lazy("Give the task to a colleague"),
        told=told_of_task(gettext_lazy("gave the task to a colleague: %(task)s")),
        minutes=1,
        subject=True,
    ),
    Deed(
        "undo_step",
        gettext_lazy("Take it back"),
        lambda case, actor: False,
        title=gettext_lazy("Take back your last step"),
        told=told_of_undoing,
        minutes=1,
        subject=True,
    ),
)
