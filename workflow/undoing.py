"""Taking one's own last step back while nobody has built on it, and letting a case that has ended go on.

A deed says itself how it is undone, or that it stands. What it wrote is known by its run (`runs`): what it opened is
withdrawn, what it closed is open again, mails that have not left are dropped, and the flow waits where it waited. The
history keeps both: the deed, and that it was undone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS

from workflow import assignments, clock, flows, outbox
from workflow.actors import Actor
from workflow.models import Assignment, Case, HistoryEntry, Notification
from workflow.nodes import Step
from workflow.transitions import OnHold, Stale, locked, require, write_down

Restore = Callable[[Case, HistoryEntry, Actor], None]
Refuse = Callable[[Case, HistoryEntry], str]
Record = Callable[[Case, HistoryEntry], Any]

# The steps of the flow that were closed wait again; whatever followed from them is called off.
FLOW_BACK = """
    WITH RECURSIVE following (id) AS (
        SELECT from_task_id FROM viewflow_task_previous WHERE to_task_id = ANY (%(back)s)
        UNION
        SELECT p.from_task_id FROM viewflow_task_previous p JOIN following f ON p.to_task_id = f.id
    ), called_off AS (
        UPDATE viewflow_task SET status = 'CANCELED', finished = coalesce(finished, %(now)s)
        WHERE process_id = %(process)s AND id IN (SELECT id FROM following) AND NOT id = ANY (%(back)s)
    )
    UPDATE viewflow_task SET status = 'NEW', started = NULL, finished = NULL
    WHERE process_id = %(process)s AND id = ANY (%(back)s)
"""


@dataclass(frozen=True)
class Undo:
    """How a deed is undone.

    `restore` sets back the fields that the deed filled in; state, flow, tasks and mails are set back for it. `record`
    finds the child record whose state the deed moved; without it that is the case. `permission` is the right that
    undoing needs, where it is not named as the deed. `refuse` gives words when it stands in this case, else "".
    `mail_binds`: it stands once a mail of its has left, for others act on that mail. `alone`: it can be undone by
    itself, and not only as a part of another deed.
    """

    restore: Restore | None = None
    record: Record | None = None
    permission: str = ""
    refuse: Refuse | None = None
    mail_binds: bool = False
    alone: bool = True


_undos: dict[str, Undo] = {}
_final: dict[str, Any] = {}


class StandsFast(Exception):
    """It cannot be undone. `words` say why; `entry` is what somebody has built on it, when that is the reason."""

    def __init__(self, words: str = "", entry: HistoryEntry | None = None) -> None:
        self.words = words
        self.entry = entry
        super().__init__(words)


def register(**undos: Undo) -> None:
    """Say how deeds are undone, by their names. Raises ValueError for one that is known already."""
    for name, undo in undos.items():
        if name in _undos or name in _final:
            raise ValueError(f"how {name} is undone is said twice")
        _undos[name] = undo


def final(**words: Any) -> None:
    """Name deeds that are never undone, with the reason in words for the page."""
    _final.update(words)


def may_be_tried(entry: HistoryEntry, actor: Actor) -> bool:
    """Whether a word is known on how an entry is undone, and the actor holds the right that it needs."""
    if entry.deed in _final:
        return entry.actor_id == actor.user_id
    undo = _undos.get(entry.deed)
    return undo is not None and undo.alone and actor.may(undo.permission or entry.deed, entry.party_id)


@dataclass(frozen=True)
class Last:
    """One's own last step, when it is the case's last. `stands` says why it cannot be undone; empty when it can."""

    entry: HistoryEntry
    stands: str = ""


def last_of(case: Case, actor: Actor) -> Last | None:
    """The actor's own step that stands last in a case, if a word is known on whether it can be undone.

    One query for anybody else; a fixed number for the one whose step it is.
    """
    newest = case.history.order_by("-sequence").first()
    if newest is None or newest.actor_id != actor.user_id or newest.run is None:
        return None
    if not may_be_tried(newest, actor):
        return None
    try:
        examine(case, newest)
    except StandsFast as reason:
        return Last(newest, reason.words) if reason.words else None
    return Last(newest)


def examine(case: Case, entry: HistoryEntry) -> list[HistoryEntry]:
    """Everything that was written down with an entry, oldest first, when all of it can be undone. Raises StandsFast."""
    rows = list(case.history.filter(run=entry.run).order_by("sequence")) if entry.run is not None else [entry]
    later = case.history.filter(sequence__gt=rows[-1].sequence).order_by("sequence")
    built = later.select_related("actor", "party", "case").first()
    if built is not None:
        raise StandsFast(entry=built)
    if entry.run is None:
        raise StandsFast
    for row in rows:
        if row.deed in _final:
            raise StandsFast(str(_final[row.deed]))
        undo = _undos.get(row.deed)
        if undo is None:
            raise StandsFast
        words = undo.refuse(case, row) if undo.refuse else ""
        if words:
            raise StandsFast(words)
    if any(_undos[row.deed].mail_binds for row in rows) and (names := mailed(case, entry.run)):
        raise StandsFast(_("A mail about it has already gone to %(names)s.") % {"names": ", ".join(names)})
    return rows


def mailed(case: Case, run: int) -> list[str]:
    """To whom mails of a run have left, by name."""
    rows = Notification.objects.filter(case_id=case.pk, run=run, state=Notification.State.SENT)
    return sorted({row.recipient.display_name for row in rows.select_related("recipient")})


def undo_step(entry: HistoryEntry, *, by: Actor) -> HistoryEntry:
    """Undo one's own last step in a case, whole. Returns the history's entry of it.

    Raises PermissionDenied when it is somebody else's or the right is gone, OnHold while the case rests, and StandsFast
    when somebody has built on it or it cannot be undone.
    """
    with locked(Case(pk=entry.case_id)) as case:
        entry = case.history.get(pk=entry.pk)
        undo = _undos.get(entry.deed)
        require(undo is not None and undo.alone and entry.actor_id == by.user_id)
        if case.on_hold_since:
            raise OnHold(case)
        rows = examine(case, entry)
        put_back(case, entry.run, by=by)
        for row in reversed(rows):
            set_back(case, row, by=by)
        told = recipients(case, entry.run)
        done = write_down(
            case,
            "undo_step",
            by=by,
            permission=undo.permission or entry.deed,
            party=entry.party_id,
            from_state=entry.to_state,
            to_state=entry.from_state,
            data={
                "undone": entry.sequence,
                "deed": entry.deed,
                "of": "part" if undo.record else "case",
                "entries": [row.sequence for row in rows],
            },
        )
        outbox.tell(case, told, kind=outbox.DECIDED, fact=f"undo_step:{done.pk}", context={"entry": done.pk})
        return done


def set_back(case: Case, entry: HistoryEntry, *, by: Actor) -> None:
    """Set back what one entry tells of: the state that it moved, and the fields that its deed filled in.

    Raises Stale when the record is no longer where the entry left it.
    """
    undo = _undos[entry.deed]
    if entry.to_state:
        record = undo.record(case, entry) if undo.record else case
        fields = {"state_since": since(case, entry)} if record is case else {}
        rows = type(record).objects.filter(pk=record.pk, state=entry.to_state)
        if not rows.update(state=entry.from_state, **fields):
            raise Stale(case)
    if undo.restore:
        undo.restore(case, entry, by)


def since(case: Case, entry: HistoryEntry) -> Any:
    """When a case had come to the state that an entry took it from."""
    before = case.history.filter(sequence__lt=entry.sequence, to_state=entry.from_state).order_by("-sequence").first()
    return before.happened_at if before else case.created_at


def put_back(case: Case, run: int, *, by: Actor) -> None:
    """Let what a run opened be withdrawn, and what it closed be open: tasks, steps of the flow, mails that wait."""
    opened = Assignment.objects.filter(case_id=case.pk, run=run)
    closed = list(Assignment.objects.filter(case_id=case.pk, closed_run=run).exclude(run=run))
    opened.filter(state=Assignment.State.OPEN).update(**assignments.closing(Assignment.State.WITHDRAWN, by))
    Assignment.objects.filter(pk__in=[row.pk for row in closed]).update(
        state=Assignment.State.OPEN, closed_at=None, closed_by=None, closed_run=None
    )
    flow_back(case, [row.task_id for row in closed if row.task_id])
    Notification.objects.filter(case_id=case.pk, run=run, state=Notification.State.WAITING).update(
        state=Notification.State.DROPPED
    )


def flow_back(case: Case, tasks: Iterable[int]) -> None:
    """Let a case's flow wait at steps that it had left, by their keys; a flow that had ended runs again."""
    tasks = list(tasks)
    if not tasks:
        return
    with connection.cursor() as cursor:
        cursor.execute(FLOW_BACK, {"back": tasks, "process": case.process_id, "now": clock.now()})
    Process.objects.filter(pk=case.process_id).update(status=PROCESS.NEW, finished=None)


def let_go_on(case: Case, ended: HistoryEntry, *, by: Actor) -> None:
    """Let what ended with an entry wait again: its tasks are open, and its flow is where it was. The case is locked.

    Of a case that ended before runs were noted, only the last step of the flow opens, anew.
    """
    if ended.run is not None:
        put_back(case, ended.run, by=by)
        return
    rows = Task.objects.filter(process_id=case.process_id).order_by("-pk")
    last = next((row for row in rows if isinstance(row.flow_task, Step)), None)
    if last is not None:
        Process.objects.filter(pk=case.process_id).update(status=PROCESS.NEW, finished=None)
        flows.reopen_at(case, last.flow_task.name, by=by)


def undone_in(case: Case) -> set[int]:
    """The sequences of the entries of a case that were taken back. One query."""
    rows = case.history.filter(deed="undo_step").values_list("data__entries", flat=True)
    return {sequence for entries in rows for sequence in entries}


def recipients(case: Case, run: int) -> list[int]:
    """Those to whom a mail of a run has left: they are told that it was undone."""
    rows = Notification.objects.filter(case_id=case.pk, run=run, state=Notification.State.SENT)
    return list(rows.values_list("recipient_id", flat=True).distinct())
