"""More time for an open task: what the coordinator sees of the last days, and what is told of it afterwards."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from suksit.cases.models import ChangeCase
from suksit.templatetags.form_of import day_month
from workflow import clock, extending
from workflow.actors import Actor
from workflow.deeds import REGISTRY
from workflow.models import Assignment, Case, HistoryEntry
from workflow.panels import Panel

MOST = 12


def tasks_with_a_last_day(case: ChangeCase, actor: Actor) -> Iterator[Panel]:
    """For the one who routes the case: the open tasks that may be given more time, the nearest last day first.

    One query. Nothing on a case on hold: there no last day counts.
    """
    if case.on_hold_since or not actor.may(extending.PERMISSION, case.region_id):
        return
    rows = [
        {
            "task": named(row.step, row.party.name, case.title),
            "who": row.person.display_name if row.person else row.party.name,
            "due": row.due,
            "late": row.due < clock.today(),
            "url": reverse("give_more_time", args=[case.pk, row.pk]),
        }
        for row in extending.extendable(case)[:MOST]
    ]
    if rows:
        yield Panel("cases/last_days.html", {"tasks": rows}, side=True, rank=35)


def named(step: str, party: str, title: str) -> str:
    """What a task is called."""
    deed = REGISTRY.get(step)
    return str(deed.title or deed.label) % {"party": party, "case": title} if deed else step


def name_of(row: Assignment) -> str:
    """What the task of an assignment is called."""
    return named(row.step, row.party.name, row.case.title)


def told(entry: HistoryEntry) -> str:
    """What the history says: for which task, and until when."""
    deed = REGISTRY.get(entry.data["step"])
    task = str(deed.title or deed.label) if deed else ""
    day = day_month(date.fromisoformat(entry.data["to"]))
    if not task or "%(" in task:
        return _("gave more time for a task, until %(day)s") % {"day": day}
    return _("gave more time for “%(task)s”, until %(day)s") % {"task": task, "day": day}


def those_who_do_it(case: Case, entry: HistoryEntry) -> list[tuple[str, Iterable[int]]]:
    """Those whose turn it is are told of the new day."""
    return [(entry.data["permission"], [entry.data["party"]])]
