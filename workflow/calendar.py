"""Norwegian working days: not Saturday, not Sunday, not a public holiday."""

from datetime import date
from functools import cache

import holidays


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year, ordinary Sundays not counted."""
    return frozenset(holidays.country_holidays("NO", years=year))


def is_working_day(day: date) -> bool:
    """Whether a day is a working day. 24 and 31 December are."""
    return day.weekday() < 5 and day not in public_holidays(day.year)
