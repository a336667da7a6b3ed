"""Figures of benefits: exact values, and "not measured" is never zero."""

from datetime import date
from decimal import Decimal

import pytest

from suksit.benefits import figures
from suksit.benefits.figures import Share, achieved, achieved_in_words, add_up
from suksit.benefits.models import Harvest, Measurement

D = Decimal


def test_achieved_halfway_down_is_fifty() -> None:
    """30 days before, 20 the target, 25 measured."""
    assert achieved(D(30), D(20), D(25)) == D(50)


@pytest.mark.parametrize(
    ("baseline", "target", "measured", "share"),
    [
        (D(10), D(20), D(15), D(50)),
        (D(30), D(20), D(20), D(100)),
        (D(30), D(20), D(15), D(150)),
        (D(30), D(20), D(35), D(-50)),
        (D(0), D(640_000), D(160_000), D(25)),
        (D(30), D(20), D(30), D(0)),
    ],
)
def test_achieved_holds_both_ways(baseline: D, target: D, measured: D, share: D) -> None:
    """What is to rise and what is to fall; better than the target, worse than before."""
    assert achieved(baseline, target, measured) == share


@pytest.mark.parametrize(
    "row", [(D(20), D(20), D(20)), (None, D(20), D(25)), (D(30), None, D(25)), (D(30), D(20), None)]
)
def test_achieved_is_a_dash_when_it_cannot_be_said(row: tuple) -> None:
    """Target = baseline, or anything missing: no division, no zero."""
    assert achieved(*row) is None
    assert achieved_in_words(*row) == "—"


def test_share_not_measured_stays_planned() -> None:
    """A municipality without a number at twelve months is in the total as not measured, never as zero."""
    (row,) = add_up([Share("time", "hours_a_year", D(100), D(40), None)])
    assert (row.planned, row.reached, row.missed, row.not_measured) == (D(60), D(0), D(0), D(60))
    assert (row.benefits, row.reached_count, row.missed_count, row.not_measured_count) == (1, 0, 0, 1)


def test_add_up_takes_each_own_target() -> None:
    """One benefit, own targets: the sum is that of the municipalities' own, and an over-reached one hides nobody."""
    shares = [
        Share("money", "nok_a_year", D(0), D(100_000), D(250_000)),
        Share("money", "nok_a_year", D(0), D(300_000), D(150_000)),
        Share("money", "nok_a_year", D(0), D(50_000), D(-10_000)),
        Share("money", "nok_a_year", D(0), D(80_000), None),
    ]
    (row,) = add_up(shares)
    assert (row.planned, row.reached, row.missed, row.not_measured) == (
        D(530_000),
        D(250_000),
        D(200_000),
        D(80_000),
    )
    assert row.planned == row.reached + row.missed + row.not_measured
    assert (row.reached_count, row.missed_count, row.not_measured_count) == (1, 2, 1)


def test_add_up_man_years_with_hours() -> None:
    """One man-year planned in all eight, extraction differs: 8 × 1 695 hours, each counted by its own number."""
    measured = [D(0), D("0.5"), D(1), D(1), D("1.2"), None, None, D("0.25")]
    (row,) = add_up(Share("time", "årsverk", D(2), D(1), None if m is None else 2 - m) for m in measured)
    assert row.planned == D(13_560)
    assert row.reached == D("3.75") * 1695
    assert row.not_measured == 2 * 1695
    assert row.missed == D("2.25") * 1695


def test_add_up_counts_qualities_whole() -> None:
    """Days and grades do not add up: a quality counts as one."""
    rows = add_up(
        [
            Share("quality", "dager", D(36), D(24), D(22)),
            Share("quality", "dager", D(42), D(28), D(31)),
            Share("quality", "poeng", None, D(4), D(3)),
        ]
    )
    assert [(row.kind, row.planned, row.reached, row.missed, row.not_measured) for row in rows] == [
        ("quality", D(2), D(1), D(1), D(0))
    ]
    assert rows[0].without_plan == 1
    assert rows[0].not_measured_count == 1


def test_add_up_of_nothing_is_nothing() -> None:
    """No row for a kind that nobody plans."""
    assert add_up([]) == []


def test_belongs_to_the_years_between_first_and_last() -> None:
    """From go-live to the last round; a year between without a round is still there."""
    rounds = [Measurement(due=date(2025, 4, 1)), Measurement(due=date(2027, 1, 1))]
    found = [y for y in range(2023, 2030) if figures.belongs_to(Harvest(), rounds, date(2024, 12, 1), y)]
    assert found == [2024, 2025, 2026, 2027]
    assert figures.belongs_to(Harvest(), [], date(2024, 12, 1), 2030)
    assert not figures.belongs_to(Harvest(), [], None, 2030)


def test_newest_is_the_last_measured_of_the_year() -> None:
    """A later round that was not measured does not hide the one before."""
    rounds = [
        Measurement(due=date(2025, 12, 1), value=D(9)),
        Measurement(due=date(2026, 3, 1), value=D(8)),
        Measurement(due=date(2026, 6, 1), value=D(7)),
        Measurement(due=date(2026, 9, 1), value=None),
    ]
    assert figures.newest(rounds, date(2026, 1, 1), date(2026, 12, 31)) is rounds[2]
    assert figures.newest(rounds[3:], date(2026, 1, 1), date(2026, 12, 31)) is None
