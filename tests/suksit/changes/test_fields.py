"""Months and amounts the way people write them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from suksit.changes.fields import MoneyField, MonthOrDayField


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("Juni 2027", date(2027, 6, 30)),
        ("  juni   2027 ", date(2027, 6, 30)),
        ("feb 2028", date(2028, 2, 29)),
        ("des. 2026", date(2026, 12, 31)),
        ("October 2026", date(2026, 10, 31)),
        ("06.2027", date(2027, 6, 30)),
        ("6/2027", date(2027, 6, 30)),
        ("2027-06", date(2027, 6, 30)),
        ("15.06.2027", date(2027, 6, 15)),
        ("2027-06-15", date(2027, 6, 15)),
        ("01.05.2020", date(2020, 5, 1)),
        ("", None),
    ],
)
def test_month_means_its_last_day(typed: str, day: date | None) -> None:
    """A month in words or digits, or a date."""
    assert MonthOrDayField(required=False).clean(typed) == day


@pytest.mark.parametrize(
    "typed", ["snart", "13.2027", "juni 9999", "01.01.0001", "juni 1999", "31.02.2027", "juni " + "2" * 10_000]
)
def test_absurd_end_is_refused(typed: str) -> None:
    """No such month, or a year that is a slip of the hand."""
    with pytest.raises(ValidationError):
        MonthOrDayField().clean(typed)


def test_end_is_shown_as_it_is_said() -> None:
    """A month for its last day, else the date; what was typed stays."""
    field = MonthOrDayField()
    with override("nb"):
        assert field.prepare_value(date(2027, 6, 30)) == "juni 2027"
        assert field.prepare_value(date(2027, 6, 15)) == "15.06.2027"
        assert field.prepare_value("sommeren") == "sommeren"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 740 000", Decimal(1_740_000)),
        ("1\u00a0740\u00a0000", Decimal(1_740_000)),
        ("1.740.000", Decimal(1_740_000)),
        ("1740000,50", Decimal("1740000.50")),
        ("1740000.5", Decimal("1740000.5")),
        ("kr 500 000,-", Decimal(500_000)),
        ("0", Decimal(0)),
        ("", None),
    ],
)
def test_amount_is_read_as_people_write_it(typed: str, amount: Decimal | None) -> None:
    """Spaces, dots and commas."""
    assert MoneyField(required=False).clean(typed) == amount


@pytest.mark.parametrize("typed", ["-5", "−5", "mye", "1e9", "NaN", "Infinity", "1,2,3", "99999999999999", "1,005"])
def test_amount_that_cannot_be_is_refused(typed: str) -> None:
    """Below zero, no number, or too many of them."""
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)


def test_amount_is_shown_with_spaces() -> None:
    """So that it can be read."""
    field = MoneyField()
    assert field.prepare_value(Decimal("1740000.00")) == "1\u00a0740\u00a0000"
    assert field.prepare_value(Decimal("12.50")) == "12,50"
    assert field.prepare_value("mye") == "mye"
