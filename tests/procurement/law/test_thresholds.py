"""The law's figures by day: pure functions on rows that are never saved, and the rows that come with the product."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.law.models import Threshold
from procurement.law.thresholds import Regime, deadline_on, regime_of, threshold_on, thresholds_on, verdict_of

NOW = [
    Threshold(kind="act", amount=Decimal(500_000), valid_from=date(2026, 7, 1)),
    Threshold(kind="national", amount=Decimal(1_300_000), valid_from=date(2017, 1, 1), verified=True),
    Threshold(kind="eea", amount=Decimal(2_500_000), valid_from=date(2026, 4, 21)),
]


@pytest.mark.parametrize(
    ("value", "regime"),
    [
        ("0", Regime.OUTSIDE),
        ("499999.99", Regime.OUTSIDE),
        ("500000", Regime.PART_I),
        ("1299999.99", Regime.PART_I),
        ("1300000", Regime.PART_II),
        ("2499999.99", Regime.PART_II),
        ("2500000", Regime.PART_III),
    ],
)
def test_regime_follows_from_the_value(value: str, regime: Regime) -> None:
    """A value at a threshold is above it."""
    assert regime_of(Decimal(value), NOW) == regime


def test_regime_is_unknown_without_a_threshold() -> None:
    """A missing row is not zero, and not the strictest either."""
    assert regime_of(Decimal(5_000_000), NOW[:2]) is None


def test_verdict_says_how_far_it_is_to_the_next_threshold() -> None:
    """The figures of the drawing: 1 740 000, and 760 000 left to the EEA threshold."""
    verdict = verdict_of(Decimal(1_740_000), NOW)
    assert (verdict.regime, verdict.next.kind, verdict.left) == (Regime.PART_II, "eea", Decimal(760_000))
    assert [row.kind for row in verdict.crossed] == ["act", "national"]
    assert not verdict.is_confirmed


def test_verdict_above_all_has_no_next() -> None:
    """Nothing is left to reach."""
    verdict = verdict_of(Decimal(2_500_000), NOW)
    assert (verdict.next, verdict.left) == (None, None)


@pytest.mark.parametrize(
    ("kind", "day", "amount"),
    [
        ("act", date(2026, 6, 30), 100_000),
        ("act", date(2026, 7, 1), 500_000),
        ("national", date(2026, 11, 24), 1_300_000),
        ("eea", date(2024, 3, 13), 2_200_000),
        ("eea", date(2024, 3, 14), 2_300_000),
        ("eea", date(2026, 4, 20), 2_300_000),
        ("eea", date(2026, 4, 21), 2_500_000),
    ],
)
def test_threshold_is_that_of_the_day(db: None, kind: str, day: date, amount: int) -> None:
    """Both ends of a row count."""
    assert threshold_on(kind, day).amount == amount


def test_threshold_before_the_first_row_is_unknown(db: None) -> None:
    """No figure is made up."""
    assert threshold_on("act", date(2016, 12, 31)) is None


def test_case_of_june_is_outside_the_act_when_it_starts_in_july(db: None) -> None:
    """300 000 kroner: the competition's start decides, not the case's."""
    value = Decimal(300_000)
    found = [regime_of(value, thresholds_on(day)) for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert found == [Regime.PART_I, Regime.OUTSIDE]


@pytest.mark.parametrize(
    ("kind", "days"), [("tender_open", 30), ("tender_restricted", 25), ("standstill", 10), ("award_notice", 30)]
)
def test_deadline_is_that_of_the_day(db: None, kind: str, days: int) -> None:
    """The few that are needed now."""
    row = deadline_on(kind, date(2026, 11, 24))
    assert (row.amount, row.unit) == (days, "calendar_days")


def test_verified_is_as_the_sources_say(db: None) -> None:
    """What no source was found for says so."""
    assert not threshold_on("eea", date(2022, 6, 1)).verified
    assert threshold_on("eea", date(2024, 6, 1)).verified
    assert not deadline_on("standstill", date(2026, 11, 24)).verified
