"""Last days across weekends, Easter and May: exact days, worked out by hand from the calendar."""

from datetime import date, timedelta

import pytest

from workflow.calendar import is_working_day, public_holidays
from workflow.deadlines import calendar_deadline, next_working_day, working_days_before, working_deadline

HOLIDAYS_2026 = ["0101", "0402", "0403", "0405", "0406", "0501", "0514", "0517", "0524", "0525", "1225", "1226"]
HOLIDAYS_2027 = ["0101", "0325", "0326", "0328", "0329", "0501", "0506", "0516", "0517", "1225", "1226"]


@pytest.mark.parametrize(("year", "days"), [(2026, HOLIDAYS_2026), (2027, HOLIDAYS_2027)])
def test_public_holidays_are_those_of_the_almanac(year: int, days: list[str]) -> None:
    """In 2027 Whit Monday is also 17 May."""
    assert sorted(day.strftime("%m%d") for day in public_holidays(year)) == days


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 12, 24), True),  # Christmas Eve is no public holiday
        (date(2026, 12, 31), True),
        (date(2026, 12, 25), False),
        (date(2026, 4, 1), True),  # the Wednesday before Easter
        (date(2026, 5, 14), False),  # Ascension Day
    ],
)
def test_working_day_is_neither_weekend_nor_holiday(day: date, working: bool) -> None:
    """24 and 31 December are working days."""
    assert is_working_day(day) is working


@pytest.mark.parametrize(
    ("case", "event", "days", "end"),
    [
        ("open, shortest time for tenders", date(2026, 11, 23), 30, date(2026, 12, 23)),
        ("open, ends on Maundy Thursday", date(2027, 2, 23), 30, date(2027, 3, 30)),
        ("open, ends on Ascension Day", date(2027, 4, 6), 30, date(2027, 5, 7)),
        ("standstill, ends on Maundy Thursday", date(2027, 3, 15), 10, date(2027, 3, 30)),
        ("standstill, ends on Christmas Day", date(2026, 12, 15), 10, date(2026, 12, 28)),
        ("standstill, ends on Boxing Day", date(2026, 12, 16), 10, date(2026, 12, 28)),
        ("award notice, ends on 1 May", date(2027, 4, 1), 30, date(2027, 5, 3)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_calendar_deadline_moves_to_the_next_working_day(case: str, event: date, days: int, end: date) -> None:
    """The day of the event is not counted, weekends and holidays are, and the end is a working day."""
    assert calendar_deadline(event, days) == end


@pytest.mark.parametrize(
    ("event", "days", "end"),
    [
        (date(2026, 11, 20), 2, date(2026, 11, 24)),  # Friday: Sunday → Monday, and Tuesday is the second working day
        (date(2026, 11, 20), 3, date(2026, 11, 24)),  # Friday: Monday, and Tuesday is the second
        (date(2026, 12, 24), 3, date(2026, 12, 29)),  # Christmas Eve: Sunday 27th → 28th, and the 29th is the second
        (date(2026, 11, 23), 2, date(2026, 11, 25)),  # Monday: Tuesday and Wednesday
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # one day: the rule of two does not apply
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_period_of_two_days_holds_two_working_days(event: date, days: int, end: date) -> None:
    """However short it is, there is time to do something."""
    assert calendar_deadline(event, days) == end


def test_every_longer_period_ends_on_a_working_day_and_never_early() -> None:
    """Each day of 2027 as the event: never earlier than the raw end, never more than six days after it."""
    for offset in range(365):
        event = date(2027, 1, 1) + timedelta(days=offset)
        for days in (2, 10, 15, 30):
            end, raw = calendar_deadline(event, days), event + timedelta(days=days)
            working = sum(is_working_day(event + timedelta(days=passed)) for passed in range(1, (end - event).days + 1))
            assert is_working_day(end)
            assert raw <= end <= raw + timedelta(days=6)
            assert working >= 2


def test_negative_period_is_refused() -> None:
    """A mistake in the caller, not an earlier day."""
    with pytest.raises(ValueError, match="negative"):
        calendar_deadline(date(2026, 11, 23), -1)


@pytest.mark.parametrize(
    ("start", "working_days", "end"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),  # Monday to Monday
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday as well
        (date(2026, 4, 1), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # 24, 28, 29: Christmas Eve is a working day
        (date(2026, 4, 30), 10, date(2026, 5, 18)),  # over 1 May, Ascension Day and a 17 May that is a Sunday
        (date(2027, 5, 14), 1, date(2027, 5, 18)),  # over Whitsun and 17 May
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_working_deadline_skips_weekends_and_holidays(start: date, working_days: int, end: date) -> None:
    """The first day counted is the first working day after the event."""
    assert working_deadline(start, working_days) == end


def test_next_working_day_is_the_day_itself_or_the_first_after() -> None:
    """Maundy Thursday 2027 leads to the Tuesday after Easter."""
    assert next_working_day(date(2027, 3, 24)) == date(2027, 3, 24)
    assert next_working_day(date(2027, 3, 25)) == date(2027, 3, 30)


def test_working_days_before_skips_weekends_and_holidays() -> None:
    """Back over Easter 2027."""
    assert working_days_before(date(2027, 3, 31), 2) == date(2027, 3, 24)
    assert working_days_before(date(2026, 11, 23), 1) == date(2026, 11, 20)
    assert working_days_before(date(2026, 11, 23), 0) == date(2026, 11, 23)
