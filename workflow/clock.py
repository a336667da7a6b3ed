"""The one clock. Nothing else asks what time it is, so that a test, a demo or a simulation can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moved: ContextVar[datetime | None] = ContextVar("moved_clock", default=None)


def now() -> datetime:
    """The product's time, aware."""
    return _moved.get() or timezone.now()


def today() -> date:
    """The product's day, in Norway."""
    return timezone.localdate(now())


@contextmanager
def travel(to: datetime) -> Iterator[datetime]:
    """Let it be another time in this thread of work. Raises ValueError for a time without a zone."""
    if timezone.is_naive(to):
        raise ValueError("the clock needs an aware time")
    token = _moved.set(to)
    try:
        yield to
    finally:
        _moved.reset(token)
