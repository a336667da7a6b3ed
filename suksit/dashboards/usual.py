"""How long a step usually takes, by the history of the steps that are over; and when a case came to its step."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Q

from suksit.cases.models import ChangeCase
from suksit.cases.stages import Stage, stage_of
from suksit.templatetags.form_of import as_date
from workflow import clock
from workflow.models import HistoryEntry

YEARS_BACK = 3
ENOUGH = 3
ENDS_EARLY = ("cancel_case",)


@dataclass
class Pace:
    """`entered` is the day on which a case came to the step where it is; `finished` the days that steps have taken."""

    entered: dict[Any, date] = field(default_factory=dict)
    finished: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def usual(self, stage: Stage) -> int | None:
        """The median number of days of a step; nothing when fewer than three have been finished."""
        days = self.finished.get(stage.name, [])
        return round(median(days)) if len(days) >= ENOUGH else None


def moving_deeds() -> set[str]:
    """The deeds that move a case itself. A child record's states may bear the same names."""
    return {transition.name for transition in ChangeCase._meta.get_field("state").get_all_transitions(ChangeCase)}


def pace_of(region_id: int) -> Pace:
    """The pace of a region over the last three years. One query. A step that was taken back was never finished."""
    since = clock.now() - timedelta(days=365 * YEARS_BACK)
    rows = (
        HistoryEntry.objects.filter(
            Q(deed__in=moving_deeds()) | Q(deed="undo_step"), case__region_id=region_id, happened_at__gte=since
        )
        .order_by("case_id", "sequence")
        .values_list("case_id", "deed", "from_state", "to_state", "happened_at", "sequence", "data__entries")
    )
    return reckon(standing(rows))


def standing(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, str, str, str, Any]]:
    """The moves that nobody took back. The rows end with the entry's sequence, and with those that it undid."""
    rows = list(rows)
    gone = {(row[0], sequence) for row in rows if row[1] == "undo_step" for sequence in row[6]}
    return [row[:5] for row in rows if row[1] != "undo_step" and (row[0], row[5]) not in gone]


def reckon(rows: Iterable[tuple[Any, str, str, str, Any]]) -> Pace:
    """From the moves of cases, in order: (case, deed, from, to, when). A case that was cancelled finished no step."""
    pace = Pace()
    for case, deed, from_state, to_state, happened_at in rows:
        left, come = stage_of(from_state), stage_of(to_state)
        if left is come:
            continue
        day = as_date(happened_at)
        if left and case in pace.entered and deed not in ENDS_EARLY:
            pace.finished[left.name].append((day - pace.entered[case]).days)
        pace.entered[case] = day
    return pace
