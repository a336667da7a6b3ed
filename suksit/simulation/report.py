"""What a played year is told as: time in each stage, where cases wait, who is waited for, and the speed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from procurement.models import Award, Competition
from suksit.cases.course_forecast import Way, moves_of_region, ways
from suksit.cases.models import ENDED_STATES, ChangeCase
from suksit.cases.stages import STAGES
from suksit.demo.stage import OSLO
from suksit.simulation.play import Played
from suksit.templatetags.form_of import as_date
from workflow import clock, gathering
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.forecast import percentile
from workflow.models import Assignment
from workflow.simulation import Wait, held

MOST = 10
LAW = "periods that the law gives"
HALF, MOST_OF_THEM = 0.5, 0.9


def told(played: Played) -> Iterator[str]:
    """The whole report, line by line. The last line is of the machine it ran on; the others follow from the seed."""
    with clock.travel(datetime.combine(played.until, time(18), OSLO)), acting_as(SYSTEM):
        found = list(ways(moves_of_region(played.region_id, newest=None)).values())
        states = Counter(ChangeCase.objects.filter(region_id=played.region_id).values_list("state", flat=True))
        rows = list(Assignment.objects.filter(case__region_id=played.region_id).select_related("party"))
        waits = [wait for row in rows for wait in waits_of(row, turn_came())]
    yield from outcome(played, found, states)
    yield from stages(found, played.until)
    yield from tasks(rows, played.until)
    yield from holders(waits, played.until)
    speed = f"{played.cases / played.seconds:.2f} cases and {played.deeds / played.seconds:.1f} deeds per second"
    yield f"Speed: {speed} ({played.cases} cases, {played.deeds} deeds, {played.seconds:.1f} s)"


def outcome(played: Played, found: Sequence[Way], states: Counter[str]) -> Iterator[str]:
    """How many cases came how far."""
    ended = sum(count for state, count in states.items() if state in ENDED_STATES)
    live = sum(way.live is not None for way in found)
    yield f"Cases until {played.until}: {len(found)} reported, {live} in use somewhere, {ended} ended early"
    yield ""


def stages(found: Sequence[Way], until: date) -> Iterator[str]:
    """The days in each stage, of the cases that left it."""
    yield from table(("Days in each stage", "left", "p50", "p90", "still there"), stage_rows(found, until))


def stage_rows(found: Sequence[Way], until: date) -> Iterator[tuple[str, ...]]:
    """One row for each stage."""
    for stage in STAGES[:-1]:
        spells = [spell for way in found if (spell := way.until(stage.name, until)[0])]
        days = [spell.days for spell in spells if spell.moved]
        there = sum(not spell.moved and not way.ended for way in found if (spell := way.until(stage.name, until)[0]))
        yield stage.name, str(len(days)), *half_and_most(days), str(there)


def tasks(rows: Sequence[Assignment], until: date) -> Iterator[str]:
    """The tasks that waited longest altogether: how many, how long, how many late."""
    by_step: dict[str, list[Assignment]] = defaultdict(list)
    for row in rows:
        by_step[row.step].append(row)
    order = sorted(by_step.items(), key=lambda one: (-sum(days_of(row, until) for row in one[1]), one[0]))[:MOST]
    told = [
        (
            step,
            str(sum(row.state == "done" for row in group)),
            *half_and_most(days_of(row, until) for row in group if row.state == "done"),
            str(sum(is_late(row, until) for row in group)),
            str(sum(row.state == "open" for row in group)),
        )
        for step, group in order
    ]
    yield from table(("Where cases wait, in days", "done", "p50", "p90", "late", "open"), told)


def holders(waits: Iterable[Wait], until: date) -> Iterator[str]:
    """Who is waited for, and who most of all."""
    days = held(waits, until)
    whole = sum(days.values()) or 1
    first = [(name, f"{count:.0f}", f"{100 * count / whole:.0f} %") for name, count in list(days.items())[:MOST]]
    yield from table(("Who is waited for", "case days", "share"), first)
    slowest = next((name for name in days if name != LAW), "nobody")
    yield f"The bottleneck: {slowest}"


def days_of(row: Assignment, until: date) -> int:
    """How long a task waited."""
    return ((as_date(row.closed_at) or until) - as_date(row.opened_at)).days


def is_late(row: Assignment, until: date) -> bool:
    """Whether a task was done after its last day, or is open still after it."""
    return row.state != "withdrawn" and row.due is not None and (as_date(row.closed_at) or until) > row.due


def half_and_most(days: Iterable[int]) -> tuple[str, str]:
    """The numbers of days that half, and nine of ten, do not exceed."""
    known = list(days)
    return tuple("–" if found is None else str(found) for found in map_shares(known))


def map_shares(days: Sequence[int]) -> tuple[int | None, int | None]:
    """As numbers."""
    return percentile(days, HALF), percentile(days, MOST_OF_THEM)


def turn_came() -> dict[tuple[object, str], date]:
    """When a step that waits for a period of the law could first be done: after the tender deadline, the standstill."""
    tenders = Competition.objects.filter(cancelled_on__isnull=True).values_list("case_id", "tender_deadline")
    ends = Award.objects.exclude(standstill_ends=None).values_list("case_id", "standstill_ends")
    found = {(case, "recommend_award"): day for case, day in tenders}
    return found | {(case, "open_contracts"): day for case, day in ends}


def waits_of(row: Assignment, came: dict[tuple[object, str], date]) -> Iterator[Wait]:
    """A task as one wait, or as two: for the law first, then for its holder."""
    opened, closed = as_date(row.opened_at), as_date(row.closed_at)
    ready = came.get((row.case_id, row.step))
    behind = gathering.gathers(row.step) and ready is None
    if ready is not None and ready > opened:
        turned = min(ready, closed) if closed else ready
        yield Wait(row.case_id, LAW, row.step, opened, turned)
        opened = turned
    yield Wait(row.case_id, row.party.name, row.step, opened, closed, behind)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows below a head, the first column to the left and the others to the right."""
    whole = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(row[column]) for row in whole) for column in range(len(head))]
    for row in whole:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()
    yield ""
