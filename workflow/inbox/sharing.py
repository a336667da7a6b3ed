"""Who of a party's people has a task, and the links by which they share it out. The number of queries is fixed."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from workflow import people
from workflow.actors import Actor
from workflow.deeds import REGISTRY
from workflow.inbox.deeds import may_do
from workflow.inbox.queries import is_mine, people_acted_for
from workflow.models import Assignment, Case


def with_colleagues(rows: Sequence[Assignment], actor: Actor) -> set[int]:
    """Of tasks, those that somebody else at the party may do today as well, by key."""
    if not rows:
        return set()
    found = people.by_permission({row.permission for row in rows}, {row.party_id for row in rows}, actor.region_id)
    return {
        row.pk
        for row in rows
        if any(one.party_id == row.party_id and one.user_id != actor.user_id for one in found[row.permission])
    }


def links(row: Assignment, actor: Actor, *, shared: bool) -> list[dict[str, str]]:
    """What one may do with a task but doing it. `shared`: a colleague may do it too, see `with_colleagues`."""
    if not may_do(row, actor) or not is_mine(row, actor):
        return []
    names = []
    if row.person_id in people_acted_for(actor) - {None}:
        names.append("give_back_task")
    elif shared:
        names.append("claim_task")
    if shared:
        names.append("pass_task_on")
    return [{"label": str(REGISTRY[name].label), "url": address(name, row)} for name in names]


def takeovers(rows: Iterable[Assignment], actor: Actor) -> list[dict[str, str]]:
    """The tasks that a colleague has, and that the actor may take over."""
    return [
        {
            "label": _("Take over from %(name)s") % {"name": row.person.display_name},
            "url": address("claim_task", row),
        }
        for row in rows
        if row.person_id and may_do(row, actor) and not is_mine(row, actor)
    ]


def address(name: str, row: Assignment) -> str:
    """The page of one of these deeds for a task."""
    return reverse(name, args=[row.case_id, row.pk])


def had_by(case: Case, step: str, subject: int | None, actor: Actor) -> str:
    """That a colleague has the task which a page does, for the one who may do it all the same; empty otherwise."""
    held = Assignment.objects.filter(
        case_id=case.pk, step=step, subject=subject, state=Assignment.State.OPEN, person__isnull=False
    )
    names = [row.person.display_name for row in held.select_related("person") if not is_mine(row, actor)]
    return (
        _("%(name)s has this task. You may do it, but agree with each other first.") % {"name": names[0]}
        if names
        else ""
    )


def said(row: Assignment, actor: Actor) -> str:
    """That one has taken it oneself, or for whom it stands in one's list; empty where nobody has it."""
    if row.person_id is None:
        return ""
    if row.person_id == actor.user_id:
        return _("You have this task.")
    return _("It is %(name)s's task. You stand in.") % {"name": row.person.display_name}
