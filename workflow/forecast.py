"""When a case will probably move on, from how long others took: pure sums, nothing is asked of the database.

The estimate is Kaplan and Meier's (J. Am. Stat. Assoc. 53 (1958) 457–481): a case that is still waiting, or that ended
in another way, counts for as long as it was there, so that slow cases do not vanish from the picture.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

NEEDED = 8  # cases that moved on; with fewer, half and nine of ten are guesses
LIKELY, NEARLY_SURE = 0.5, 0.9


@dataclass(frozen=True)
class Spell:
    """So many days between two events; when it has not `moved` on, at least so many."""

    days: int
    moved: bool


@dataclass(frozen=True)
class Forecast:
    """Between two days: half of the cases have moved on by the first, nine of ten by the last. `cases` is how many."""

    first: date
    last: date
    cases: int


@dataclass(frozen=True)
class TooFew:
    """Not enough to say anything: how many cases there are, and how many are needed."""

    cases: int
    needed: int = NEEDED


def forecast(spells: Iterable[Spell], waited: int, today: date) -> Forecast | TooFew:
    """When a case that has waited so many days moves on, judged by those that waited at least as long.

    Raises ValueError for a negative number of days.
    """
    if waited < 0:
        raise ValueError("nobody has waited a negative number of days")
    alike = [spell for spell in spells if spell.days > waited]
    moved = sum(spell.moved for spell in alike)
    if moved < NEEDED:
        return TooFew(moved)
    first, last = quantile(alike, LIKELY), quantile(alike, NEARLY_SURE)
    if first is None or last is None:
        return TooFew(moved)
    return Forecast(today + timedelta(days=first - waited), today + timedelta(days=last - waited), moved)


def quantile(spells: Sequence[Spell], share: float) -> int | None:
    """The first day by which such a share has moved on. None when too many are still waiting to know."""
    staying = 1.0
    for day in sorted({spell.days for spell in spells if spell.moved}):
        there = sum(spell.days >= day for spell in spells)
        left = sum(spell.days == day and spell.moved for spell in spells)
        staying *= 1 - left / there
        if staying <= 1 - share + 1e-9:
            return day
    return None


def percentile(days: Iterable[int], share: float) -> int | None:
    """The smallest of some numbers of days that at least such a share of them does not exceed. None without any."""
    known = sorted(days)
    return known[min(len(known) - 1, max(0, -int(-len(known) * share // 1) - 1))] if known else None
