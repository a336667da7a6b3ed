"""Which deed wrote a row: one number for each request, job or command that acts, put into the row by the database.

Undoing asks it what a deed wrote, and so never guesses by times.
"""

import secrets
from contextvars import ContextVar

from django.db import models

BITS = 62
SETTING = "NULLIF(current_setting('app.run', true), '')::bigint"

_run: ContextVar[int | None] = ContextVar("run", default=None)


def begin() -> int:
    """A new number, for one who begins to act now in this thread of work."""
    number = secrets.randbits(BITS)
    _run.set(number)
    return number


def current() -> int | None:
    """The number under which this thread of work acts; none before anybody has acted in it."""
    return _run.get()


class ThisRun(models.Func):
    """The number under which the database is told to write; none where nobody was named."""

    template = SETTING
    output_field = models.BigIntegerField()


def run_field() -> models.BigIntegerField:
    """A column that the database fills with the run that writes the row."""
    return models.BigIntegerField(null=True, editable=False, db_default=ThisRun())
