"""What can go wrong in a region, in words, each with what to do about it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from suksit.accounts.models import User
from suksit.cases.words import holder_of
from suksit.regions.unreached import not_reached
from suksit.templatetags.form_of import distance
from workflow import operations
from workflow.actors import SYSTEM, Actor
from workflow.context import machine_acts
from workflow.deeds import REGISTRY
from workflow.inbox.rows import worded
from workflow.models import Assignment, Case
from workflow.operations import Finding, Remedy, Row
from workflow.orphaned_steps import OrphanedStep, orphaned_steps


def task_of(row: Assignment) -> str:
    """What an assignment asks for, in words."""
    deed = REGISTRY.get(row.step)
    words = {"party": row.party.name, "case": row.case.title}
    return worded(deed.title or deed.label, words) if deed else row.step


def of_task(row: Assignment, words: str, *remedies: Remedy) -> Row:
    """A row about a task."""
    return Row(
        title=row.case.title,
        url=reverse("case", args=[row.case_id]),
        words=words,
        since=row.due or row.opened_at,
        remedies=remedies,
    )


def stuck(actor: Actor) -> list[Row]:
    """Cases in which nobody has the turn."""
    return [of_case(case) for case in operations.stuck_cases(actor.region_id)[: operations.MOST]]


def of_case(case: Case) -> Row:
    """A case that nobody has the turn in."""
    return Row(
        title=f"{case.number} {case.title}",
        url=reverse("case", args=[case.pk]),
        words=_("Nobody has the turn."),
        since=case.last_event_at,
        remedies=(Remedy(_("Open the last step again"), reverse("reopen_step", args=[case.pk]), post=True),),
    )


def orphaned(actor: Actor) -> list[Row]:
    """Steps of the region's cases that the code cannot do any more, whether the keeper takes part in them or not.

    Only whoever looks after the machine can mend them; the words say how.
    """
    with machine_acts(SYSTEM, restore=actor):
        found = orphaned_steps(actor.region_id)
    return [of_orphan(one) for one in found[: operations.MOST]]


def of_orphan(one: OrphanedStep) -> Row:
    """A step that nobody can do, with the numbers of the first cases that wait there."""
    numbers = ", ".join(one.cases) + (" …" if one.count > len(one.cases) else "")
    where = ngettext("%(count)s case waits: %(numbers)s.", "%(count)s cases wait: %(numbers)s.", one.count)
    return Row(
        title=one.step or _("No step"),
        url="",
        words=f"{where % {'count': one.count, 'numbers': numbers}} {one.what_to_do}",
    )


def without_people(actor: Actor) -> list[Row]:
    """Tasks that nobody may do, and tasks whose people are all away."""
    nobody, away = operations.unmanned(actor.region_id)
    found = [
        of_task(
            row,
            _("%(party)s has nobody who may do this: %(task)s.") % {"party": row.party.name, "task": task_of(row)},
            Remedy(_("Give a person a role"), reverse("engage_person")),
        )
        for row in nobody
    ]
    found += [
        of_task(
            row,
            _("Everybody at %(party)s who may do this is away: %(task)s.")
            % {"party": row.party.name, "task": task_of(row)},
            Remedy(_("Name a stand-in"), reverse("note_absence")),
        )
        for row in away
    ]
    return found[: operations.MOST]


def overdue(actor: Actor) -> list[Row]:
    """Tasks whose last day has passed."""
    return [late(row, actor) for row in operations.overdue(actor.region_id)[: operations.MOST]]


def late(row: Assignment, actor: Actor) -> Row:
    """A task that is late: its people can be reminded, and one's own given to a colleague."""
    remedies = [Remedy(_("Remind"), reverse("remind_task", args=[row.pk]), post=True)]
    if actor.may(row.permission, row.party_id):
        remedies.append(Remedy(_("Give it to a colleague"), reverse("pass_task_on", args=[row.case_id, row.pk])))
    words = {"task": task_of(row), "holder": holder_of(row, actor.region_id), "when": distance(row.due)}
    return of_task(row, _("%(task)s. With %(holder)s; the last day was %(when)s.") % words, *remedies)


def failed(actor: Actor) -> list[Row]:
    """Jobs that have given up."""
    rows = []
    for job, mail in operations.failed_jobs(actor.region_id)[: operations.MOST]:
        again = Remedy(_("Try again"), reverse("retry_job", args=[job.pk]), post=True)
        if mail:
            words = _("A mail to %(name)s was not sent, after %(count)s tries.")
            rows.append(
                Row(
                    title=mail.case.title,
                    url=reverse("case", args=[mail.case_id]),
                    words=words % {"name": mail.recipient.display_name, "count": job.attempts},
                    since=mail.created_at,
                    remedies=(again,),
                )
            )
        else:
            words = _("A job of the clock has failed: %(job)s. It also runs by itself again.")
            rows.append(Row(title=_("The clock"), url="", words=words % {"job": job.task_name}, remedies=(again,)))
    return rows


def unreached(actor: Actor) -> list[Row]:
    """People whom mails do not reach."""
    return [of_person(person) for person in people(not_reached(case__region_id=actor.region_id))]


def people(keys: Iterable[int]) -> list[User]:
    """Persons by name."""
    return list(User.objects.filter(pk__in=keys).order_by("first_name", "last_name", "pk")[: operations.MOST])


def of_person(person: User) -> Row:
    """A person whose last mail did not arrive."""
    url = reverse("mend_person", args=[person.pk])
    return Row(
        title=person.display_name,
        url=url,
        words=_("The last mail did not arrive."),
        remedies=(Remedy(_("Mend the address"), url),),
    )


operations.register(
    Finding(
        "stuck",
        gettext_lazy("Cases that stand still"),
        gettext_lazy("The case is open, and nobody has the turn."),
        stuck,
    ),
    Finding(
        "orphaned",
        gettext_lazy("Steps that are gone from the program"),
        gettext_lazy("Nobody can do them. Tell whoever looks after the machine."),
        orphaned,
    ),
    Finding(
        "without_people",
        gettext_lazy("Tasks without people"),
        gettext_lazy("It waits for a party that has nobody at hand who may do it."),
        without_people,
    ),
    Finding(
        "overdue",
        gettext_lazy("Past the last day"),
        gettext_lazy("What waits for a political body, and what is on hold, is not counted."),
        overdue,
    ),
    Finding(
        "failed",
        gettext_lazy("Jobs that failed"),
        gettext_lazy("They have been tried several times, and have given up."),
        failed,
    ),
    Finding(
        "unreached",
        gettext_lazy("People whom mails do not reach"),
        gettext_lazy("Call them, or mend the address."),
        unreached,
    ),
)
