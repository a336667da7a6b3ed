"""Last days: by working days, or by calendar days as the Union counts periods (Regulation 1182/71)."""

from datetime import date, timedelta

from workflow.calendar import is_working_day

A_DAY = timedelta(days=1)
SAFE_WORKING_DAYS = 2  # a period of two days or more holds at least so many working days (art. 3 no. 5)


def working_deadline(start: date, working_days: int) -> date:
    """The last of so many working days. The day of the event is not counted; without days it is that day itself."""
    day = start
    while working_days > 0:
        day += A_DAY
        working_days -= is_working_day(day)
    return day


def working_days_before(day: date, working_days: int) -> date:
    """The working day so many working days before a day."""
    while working_days > 0:
        day -= A_DAY
        working_days -= is_working_day(day)
    return day


def calendar_deadline(start: date, days: int) -> date:
    """The last day of a period of so many calendar days. The day of the event is not counted.

    Saturdays, Sundays and public holidays count; a period that ends on one of them ends on the next working day.
    A period of two days or more holds at least two working days. Raises ValueError for a negative number of days.
    """
    if days < 0:
        raise ValueError("a period has no negative number of days")
    end = next_working_day(start + timedelta(days=days))
    if days >= SAFE_WORKING_DAYS:
        end = max(end, working_deadline(start, SAFE_WORKING_DAYS))
    return end


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += A_DAY
    return day
