"""Who acts, told to the database: one `set_config(…, true)` inside the transaction, never per session."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from workflow import runs
from workflow.actors import Actor

_current: ContextVar[Actor | None] = ContextVar("current_actor", default=None)

SET = (
    "SELECT set_config('app.user', %s, true), set_config('app.region', %s, true), "
    "set_config('app.parties', %s, true), set_config('app.system', %s, true), set_config('app.run', %s, true)"
)


def set_actor(actor: Actor, *, run: int | None = None) -> None:
    """Tell the database who acts until the transaction ends. Row-level security and the history read it.

    What is written from here on bears one number, `run`, or a new one: see `runs`.

    Raises RuntimeError outside a transaction, where the setting would be lost at once.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("set_actor needs a transaction")
    parties = ",".join(str(party) for party in sorted(actor.parties))
    values = [
        str(actor.user_id or ""),
        str(actor.region_id or ""),
        "{" + parties + "}",
        "on" if actor.is_system else "",
        str(run if run is not None else runs.begin()),
    ]
    with connection.cursor() as cursor:
        cursor.execute(SET, values)
    _current.set(actor)


def current_user() -> int | None:
    """The person who was last told to act in this thread of work; for politeness only, never for rights."""
    actor = _current.get()
    return actor.user_id if actor else None


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """One transaction in which the actor acts: for jobs, commands and tests. Requests have theirs by middleware."""
    with transaction.atomic():
        set_actor(actor)
        yield actor


@contextmanager
def machine_acts(actor: Actor, restore: Actor) -> Iterator[Actor]:
    """A deed of the machine inside a person's transaction, as part of it; afterwards the person acts again."""
    set_actor(actor, run=runs.current())
    try:
        yield actor
    finally:
        if not connection.needs_rollback:
            set_actor(restore, run=runs.current())
