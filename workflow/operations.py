"""What an administrator should know of: a registry of findings, and the engine's own questions for them.

A finding asks in a fixed number of queries, in the region that the actor keeps. Whoever knows of more that can go wrong
registers one, as for steps that are gone from the code.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from workflow import clock, flows, outbox, people
from workflow.actors import Actor
from workflow.models import Assignment, Case, HistoryEntry, Notification
from workflow.nodes import Step
from workflow.transitions import Stale, locked, require, write_down

MOST = 50  # rows that a page shows of one finding


@dataclass(frozen=True)
class Remedy:
    """What one can do about it: a link, or with `post` a button."""

    label: Any
    url: str
    post: bool = False


@dataclass(frozen=True)
class Row:
    """One thing that is wrong: where, what in words, since when, and what to do."""

    title: str
    url: str
    words: str
    since: date | datetime | None = None
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A sort of thing that goes wrong. `find` gives its rows, the worst first, in a fixed number of queries."""

    name: str
    title: Any
    explained: Any
    find: Callable[[Actor], list[Row]]


_findings: dict[str, Finding] = {}


def register(*findings: Finding) -> None:
    """Add sorts of findings, in the order of the page. Raises ValueError for a name that is taken."""
    for finding in findings:
        if finding.name in _findings:
            raise ValueError(f"the finding {finding.name} is registered twice")
        _findings[finding.name] = finding


def findings() -> list[Finding]:
    """The sorts of findings that are known."""
    return list(_findings.values())


def stuck_cases(region_id: int) -> QuerySet[Case]:
    """Cases whose flow runs while nobody has the turn. Those on hold rest by intent. One query."""
    waiting = Assignment.objects.filter(case_id=OuterRef("pk"), state=Assignment.State.OPEN)
    return Case.objects.filter(
        ~Exists(waiting), region_id=region_id, process__status=PROCESS.NEW, on_hold_since__isnull=True
    ).order_by("last_event_at", "pk")


def open_tasks(region_id: int) -> QuerySet[Assignment]:
    """What is open in a region, the oldest last day first, cases on hold left out."""
    return (
        Assignment.objects.filter(
            case__region_id=region_id, state=Assignment.State.OPEN, case__on_hold_since__isnull=True
        )
        .select_related("case", "party", "person")
        .order_by(F("due").asc(nulls_last=True), "opened_at", "pk")
    )


def overdue(region_id: int) -> QuerySet[Assignment]:
    """The open tasks whose last day has passed. What waits for a political body is never late. One query."""
    return open_tasks(region_id).filter(due__lt=clock.today(), waits_for_meeting=False)


def unmanned(region_id: int) -> tuple[list[Assignment], list[Assignment]]:
    """The tasks that nobody at their party may do today, and those whose people are all away with nobody in the place.

    A fixed number of queries, whatever the number of tasks.
    """
    rows = list(open_tasks(region_id))
    found = people.by_permission({row.permission for row in rows}, {row.party_id for row in rows}, region_id)
    at_hand: dict[tuple[str, int], list[bool]] = {}
    for permission, persons in found.items():
        for person in persons:
            at_hand.setdefault((permission, person.party_id), []).append(not person.away)
    nobody = [row for row in rows if (row.permission, row.party_id) not in at_hand]
    away = [row for row in rows if not any(at_hand.get((row.permission, row.party_id), [True]))]
    return nobody, away


def failed_jobs(region_id: int) -> list[tuple[ProcrastinateJob, Notification | None]]:
    """The jobs that have given up: the region's own mails, and the clock's, which are everybody's. Two queries."""
    jobs = list(ProcrastinateJob.objects.filter(status="failed").order_by("-pk"))
    keys = [job.args["notification_id"] for job in jobs if "notification_id" in job.args]
    mails = Notification.objects.filter(pk__in=keys, case__region_id=region_id).select_related("case", "recipient")
    own = {mail.pk: mail for mail in mails}
    found = []
    for job in jobs:
        key = job.args.get("notification_id")
        if key is None or key in own:
            found.append((job, own.get(key) if key else None))
    return found


def retry_job(job_id: int, *, by: Actor) -> bool:
    """Queue a failed job of the region again. Returns whether it is one; another region's is none."""
    known = {job.pk for job, _mail in failed_jobs(by.region_id)}
    if job_id not in known:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, clock.now()])
    return True


def remind_task(task: Assignment, *, by: Actor) -> int:
    """Remind those whose turn it is, by an administrator's hand: at most once a day. Returns how many are told.

    Raises Stale when the task is done.
    """
    with locked(Case(pk=task.case_id)) as case:
        require(by.may("keep_region", case.region_id))
        row = Assignment.objects.filter(pk=task.pk, state=Assignment.State.OPEN).first()
        if row is None:
            raise Stale(case)
        ((row, holders),) = outbox.holders_of([row], case.region_id)
        told = outbox.tell(
            case,
            [one for one in holders if one != by.user_id],
            kind=outbox.REMINDED,
            fact=f"{row.step}:{row.pk}:by hand {clock.today().isoformat()}",
            assignment=row,
            context={"when": "late" if row.due and row.due < clock.today() else "near"},
        )
        if told:
            data = {"step": row.step, "task": row.pk, "party": row.party_id}
            write_down(case, "remind_task", by=by, permission="keep_region", party=case.region_id, data=data)
        return told


def reopen_step(case: Case, *, by: Actor) -> HistoryEntry:
    """Open the step anew at which a case was last, as nobody has the turn. Raises Stale when somebody has."""
    with locked(Case(pk=case.pk)) as case:
        require(by.may("keep_region", case.region_id))
        if not stuck_cases(case.region_id).filter(pk=case.pk).exists():
            raise Stale(case)
        step = last_step(Task.objects.filter(process_id=case.process_id).order_by("-pk"))
        if step is None:
            raise Stale(case)
        flows.reopen_at(case, step, by=by, keep_parts=True)
        return write_down(
            case, "reopen_step", by=by, permission="keep_region", party=case.region_id, data={"step": step}
        )


def last_step(tasks: Iterable[Task]) -> str | None:
    """The name of the newest step of people among the tasks of a flow, newest first; none when the code lost it."""
    return next((task.flow_task.name for task in tasks if isinstance(task.flow_task, Step)), None)
