"""The sums of a forecast, worked out by hand."""

from datetime import date

import pytest

from workflow.forecast import Forecast, Spell, TooFew, forecast, percentile, quantile

TODAY = date(2027, 3, 1)


def moved(*days: int) -> list[Spell]:
    """Spells that came to their end."""
    return [Spell(number, True) for number in days]


def staying(*days: int) -> list[Spell]:
    """Spells that have not, so far."""
    return [Spell(number, False) for number in days]


TEN = moved(10, 20, 30, 40, 50, 60, 70, 80, 90, 100)


def test_half_and_nine_of_ten_of_ten_cases() -> None:
    assert quantile(TEN, 0.5) == 50
    assert quantile(TEN, 0.9) == 90
    assert forecast(TEN, 0, TODAY) == Forecast(date(2027, 4, 20), date(2027, 5, 30), 10)


def test_case_that_has_waited_is_compared_with_those_that_waited_as_long() -> None:
    """After 20 days the eight slower ones are left: half of them by day 60, nine of ten by day 100."""
    assert forecast(TEN, 20, TODAY) == Forecast(date(2027, 4, 10), date(2027, 5, 20), 8)


def test_too_few_says_how_many_there_are_and_how_many_are_needed() -> None:
    """After 30 days seven are left."""
    assert forecast(TEN, 30, TODAY) == TooFew(7, 8)
    assert forecast([], 0, TODAY) == TooFew(0, 8)


def test_those_that_still_wait_make_it_later_and_are_not_counted() -> None:
    """Kaplan and Meier: with ten that have waited 55 days, 15 of 20 are there at day 50, and 5 after them."""
    spells = TEN + staying(*[55] * 10)
    assert quantile(spells, 0.25) == 50
    assert quantile(spells, 0.5) == 70  # 0.75 · 4/5 · 3/4 = 0.45
    assert forecast(spells, 0, TODAY) == Forecast(date(2027, 5, 10), date(2027, 6, 9), 10)


def test_too_many_that_still_wait_leave_nothing_to_say() -> None:
    """Half is known by nobody: forty have waited longer than any that moved on."""
    spells = TEN + staying(*[300] * 40)
    assert quantile(spells, 0.5) is None
    assert forecast(spells, 0, TODAY) == TooFew(10, 8)


def test_waiting_began_in_the_future_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        forecast(TEN, -1, TODAY)


@pytest.mark.parametrize(
    ("days", "share", "found"),
    [([], 0.5, None), ([7], 0.9, 7), ([1, 2, 3, 4], 0.5, 2), ([1, 2, 3, 4], 0.9, 4), ([4, 3, 2, 1, 5], 0.5, 3)],
)
def test_percentile_is_the_smallest_that_enough_do_not_exceed(days: list[int], share: float, found: int | None) -> None:
    assert percentile(days, share) == found
