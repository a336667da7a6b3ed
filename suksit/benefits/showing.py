"""A benefit in the words and figures of its page."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suksit.benefits import moments
from suksit.benefits.figures import achieved_in_words
from suksit.benefits.models import Benefit, Measurement
from suksit.benefits.queries import Line
from suksit.benefits.units import unit_of
from suksit.templatetags.form_of import long_date, month_year, number
from workflow import clock

FLAT = 4  # a drawing that would fill less than a fourth of the common axis says nothing: each gets its own
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def top_of(values: Sequence[Decimal]) -> Decimal:
    """The right end of an axis from zero: a round number at or above every value; 10 when there is none."""
    highest = max(values, default=Decimal(0))
    if highest <= 0:
        return Decimal(10)
    power = Decimal(10) ** (highest.adjusted())
    return next(step * power for step in STEPS if step * power >= highest)


def drawings_of(benefit: Benefit, lines: Sequence[Line], own: frozenset[int]) -> dict[str, Any]:
    """The small drawings of a benefit: rows, the moments of their common axis, its top and unit."""
    today = clock.today()
    days = [row.due for line in lines for row in line.rounds if row.value is not None or row.due <= today]
    days = days or [row.due for line in lines for row in line.rounds]
    division, parts = moments.buckets_of(days)
    starts = {line.harvest.baseline_on.year for line in lines if line.harvest.baseline_on}
    first = str(starts.pop()) if len(starts) == 1 else pgettext("moment", "before")
    tops = {line.harvest.pk: top_of(values) for line in lines if (values := values_of(line))}
    top = max(tops.values(), default=top_of([]))
    each_its_own = bool(tops) and top > min(tops.values()) * FLAT
    unit = unit_of(benefit)
    rows = []
    for line in lines:
        at = {division(row.due): row.value for row in line.numbers}
        rows.append(
            {
                "name": line.harvest.party.name,
                "url": reverse("harvest", args=[benefit.pk, line.harvest.pk]),
                "state": line.state,
                "words": state_words(line.state) if line.state == "measured" else "",
                "mine": line.harvest.party_id in own,
                "caption": caption(line, unit),
                "baseline": line.harvest.baseline,
                "target": line.harvest.target,
                "measured": [at.get(part) for part in parts],
                "top": tops.get(line.harvest.pk, top) if each_its_own else top,
            }
        )
    return {
        "rows": rows,
        "moments": [first, *moments.words_of(division, parts)],
        "top": top,
        "each_its_own": each_its_own,
        "unit": unit,
    }


def values_of(line: Line) -> list[Decimal]:
    """Every number of one municipality: baseline, target and what was measured."""
    known = (line.harvest.baseline, line.harvest.target, *(row.value for row in line.numbers))
    return [value for value in known if value is not None]


def state_words(state: str) -> str:
    """A state after the name of a municipality or a count: "reached the target"."""
    return {
        "reached": _("have reached the target"),
        "on_way": _("are on the way"),
        "measured": _("have measured, but lack a baseline or target"),
        "not_measured": _("are not measured"),
        "not_in_use": _("have not taken it into use"),
    }[state]


def caption(line: Line, unit: str) -> str:
    """One line under a drawing: from what to what, or why there is nothing."""
    harvest, newest = line.harvest, line.newest
    if line.state == "not_in_use":
        day = line.rollout.planned_on if line.rollout else None
        return _("Starts %(month)s.") % {"month": month_year(day).lower()} if day else _("The start is not planned.")
    if newest is None:
        return not_measured_words(line)
    if any(row.state == "asked" for row in line.rounds) and not line.is_worse:
        return _("The next number is on its way.")
    if harvest.baseline is None:
        return _("The baseline is missing.")
    words = {"from": number(harvest.baseline), "to": number(newest.value), "unit": unit}
    if line.is_worse:
        return _("From %(from)s to %(to)s %(unit)s: further from the target than before.") % words
    return _("From %(from)s to %(to)s %(unit)s") % words


def not_measured_words(line: Line) -> str:
    """Why there is no number yet, without blame."""
    said = next((row.note for row in reversed(line.rounds) if row.state == "not_measured" and row.note), "")
    if said:
        return said
    if line.harvest.baseline is None:
        return _("The baseline is missing.")
    if line.rollout and line.rollout.went_live_on:
        return _("In use since %(month)s.") % {"month": month_year(line.rollout.went_live_on).lower()}
    return ""


def known_numbers(line: Line, before: Measurement | None = None) -> str:
    """The last number, the target and the baseline, in one line of short sentences."""
    words = []
    last = next((row for row in reversed(line.numbers) if before is None or row.due < before.due), None)
    if last is not None:
        words.append(
            _("Last time, in %(month)s, it was %(number)s.")
            % {"month": month_of(last.due), "number": number(last.value)}
        )
    if line.harvest.target is not None:
        words.append(_("The target is %(number)s.") % {"number": number(line.harvest.target)})
    if line.harvest.baseline is not None:
        words.append(_("Before you started, it was %(number)s.") % {"number": number(line.harvest.baseline)})
    return " ".join(words)


def month_of(day: date) -> str:
    """The month of a day; with its year when it is another one."""
    words = date_format(day, "F") if day.year == clock.today().year else month_year(day)
    return str(words).lower()


def round_words(row: Measurement) -> str:
    """What became of one round: the number, not measured, or still to come."""
    if row.value is not None:
        return number(row.value)
    return {
        "planned": _("to come"),
        "asked": _("asked for"),
        "not_measured": _("not measured"),
    }.get(row.state, "")


def day_of(row: Measurement) -> str:
    """The measuring day of a round."""
    return long_date(row.due)


def share_words(line: Line) -> str:
    """How much of the way to the target is gone."""
    newest = line.newest
    return achieved_in_words(line.harvest.baseline, line.harvest.target, newest.value if newest else None)
