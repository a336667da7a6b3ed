"""Steps that gather the parts of many: it is nobody's turn to close a round while its parts are still coming in."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from workflow import clock
from workflow.models import Assignment

Condition = Callable[[], Any]

_gathering: dict[str, Condition] = {}


def register(step: str, *, behind: Iterable[str] = (), until: Condition | None = None) -> None:
    """Let a step wait behind the open parts named in `behind`, and for `until`: a condition on an assignment's row.

    When the step's own last day has come, it waits no longer.
    """
    parts = sorted(behind)

    def ready() -> Any:
        open_parts = Assignment.objects.filter(
            case_id=OuterRef("case_id"), step__in=parts, state=Assignment.State.OPEN
        ).exclude(pk=OuterRef("pk"))
        condition = Q(~Exists(open_parts)) if parts else Q(pk__isnull=False)
        return condition & Q(until()) if until else condition

    _gathering[step] = ready


def gathers(step: str) -> bool:
    """Whether a step waits behind others: the day that it was opened is then not the day that its turn came."""
    return step in _gathering


def ready() -> Q:
    """The assignments whose turn has come, as a condition on their rows."""
    condition = ~Q(step__in=sorted(_gathering)) | Q(due__lte=clock.today())
    for step, own in sorted(_gathering.items()):
        condition |= Q(step=step) & own()
    return condition
