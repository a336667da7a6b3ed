"""One common axis of time for drawings whose rounds fall on different days."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# More words than this do not fit under a drawing that is 15 rem wide.
AT_MOST = 5
SHORT = 4

Bucket = tuple[int, int]


def by_month(day: date) -> Bucket:
    """The month of a day."""
    return day.year, day.month


def by_half_year(day: date) -> Bucket:
    """The half-year of a day: 1 is spring, 2 autumn."""
    return day.year, 1 if day.month <= 6 else 2


def by_year(day: date) -> Bucket:
    """The year of a day."""
    return day.year, 0


def buckets_of(days: Iterable[date]) -> tuple[Callable[[date], Bucket], list[Bucket]]:
    """The finest division in time that has no more than AT_MOST parts, and its parts in order."""
    days = list(days)
    for division in (by_month, by_half_year, by_year):
        parts = sorted({division(day) for day in days})
        if len(parts) <= AT_MOST:
            break
    return division, parts


def words_of(division: Callable[[date], Bucket], parts: Sequence[Bucket]) -> list[str]:
    """The words under the axis: the month, with its year where a new one begins. Of many, every second has words."""
    worded = [part for place, part in enumerate(parts) if len(parts) < AT_MOST or ((len(parts) - place) % 2 and place)]
    new_year = [True] + [before[0] != after[0] for before, after in pairwise(worded)]
    many_years = len({year for year, _part in parts}) > 1
    words = {part: _word(division, part, many_years and new) for part, new in zip(worded, new_year, strict=False)}
    return [words.get(part, "") for part in parts]


def _word(division: Callable[[date], Bucket], part: Bucket, with_year: bool) -> str:
    year, rest = part
    if division is by_year:
        return str(year)
    if division is by_half_year:
        season = _("spring %(year)s") if rest == 1 else _("autumn %(year)s")
        return season % {"year": f"{year % 100:02d}"}
    month = short_month(date(year, rest, 1))
    return f"{month} {year % 100:02d}" if with_year else month


def short_month(day: date) -> str:
    """A month where room is short: mars, juni, okt."""
    name = str(date_format(day, "F")).lower()
    return name if len(name) <= SHORT else f"{name[:3]}."
