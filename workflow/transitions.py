"""The only door to a state: the right, the condition, the change, the history, then the step is done."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django_fsm import TransitionNotAllowed, can_proceed

from workflow import clock, flows, history, outbox
from workflow.actors import Actor
from workflow.history import Text
from workflow.models import Case, HistoryEntry

CaseType = TypeVar("CaseType", bound=Case)


class Stale(Exception):
    """The step is already done, or the case has moved on."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(f"{case.pk} has moved on")


class OnHold(Stale):
    """The case is on hold: nothing moves before it is taken up again."""


@contextmanager
def locked(case: CaseType) -> Iterator[CaseType]:
    """One transaction with the case's row locked and read afresh. Always the first lock that a deed takes.

    Asked twice: a draft that somebody else sends while one waits for the lock is, to the first question, neither the
    draft that was one's own nor yet the case that one takes part in. Raises Http404 when there is no such case.

    Makes no savepoint: whoever catches what a deed raises, and goes on in the same transaction, makes it.
    """
    with transaction.atomic(savepoint=False):
        rows = type(case).objects.select_for_update(of=("self",))
        yield rows.filter(pk=case.pk).first() or get_object_or_404(rows, pk=case.pk)


def require(allowed: bool) -> None:
    """Refuse the deed when a rule says no. Raises PermissionDenied."""
    if not allowed:
        raise PermissionDenied


def change_state(
    record: Any,
    deed: str,
    *,
    by: Actor,
    permission: str,
    party: Any,
    case: Case | None = None,
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, Text] | None = None,
    fields: tuple[str, ...] = (),
    while_on_hold: bool = False,
) -> HistoryEntry:
    """Move a case or one of its child records by the transition named as the deed, and write it down.

    `permission` on `party` is the right that the deed is done by: without it PermissionDenied is raised. A transition
    that the present state does not allow raises Stale. `fields` are further fields of the record
    that the deed has set and that are to be saved with the state.
    """
    case = case or (record if isinstance(record, Case) else record.case)
    require(by.may(permission, party))
    if case.on_hold_since and not while_on_hold:
        raise OnHold(case)
    method = getattr(record, deed)
    if not can_proceed(method):
        raise Stale(case)
    before = record.state
    try:
        method()
    except TransitionNotAllowed as error:
        raise Stale(case) from error
    if record is case:
        case.state_since = clock.now()
        record.save(update_fields=["state", "state_since", *fields])
    else:
        record.save(update_fields=["state", *fields])
    return write_down(
        case,
        deed,
        by=by,
        permission=permission,
        party=party,
        from_state=before,
        to_state=record.state,
        data=data,
        texts=texts,
    )


def write_down(
    case: Case,
    deed: str,
    *,
    by: Actor,
    permission: str,
    party: Any,
    from_state: str = "",
    to_state: str = "",
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, Text] | None = None,
) -> HistoryEntry:
    """Write a deed into the history, which moves the case to the top of everybody's list.

    For deeds that change no state `change_state` is not needed: this alone checks the right and records.
    """
    require(by.may(permission, party))
    entry = history.record(
        case,
        deed,
        by=by,
        grant=by.grant_for(permission, party),
        party=party,
        from_state=from_state,
        to_state=to_state,
        data=data,
        texts=texts,
    )
    outbox.tell_of_deed(case, entry)
    return entry


def step_done(case: Case, step: str, *, by: Actor) -> None:
    """Tell the flow that a step is done, so that it says whose turn it is next.

    Raises Stale when the flow does not wait there, as when the case was moved to a version without that step.
    """
    try:
        flows.complete(case, step, by=by)
    except flows.StepNotOpen as error:
        raise Stale(case) from error
