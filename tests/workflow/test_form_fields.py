"""Fields that say a little more than Django's own: a near day, an amount, an organisation number."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from workflow import clock
from workflow.form_fields import MoneyField, NearDayField, OrganisationNumberField


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (Decimal("400000.00"), "400 000"),
        (Decimal("1740000.50"), "1 740 000,50"),
        (0, "0"),
        (None, None),
        ("1.740 000", "1.740 000"),
    ],
)
def test_known_amount_stands_as_people_write_it(known: object, shown: object) -> None:
    """And what was typed stands as it was typed."""
    assert MoneyField().prepare_value(known) == shown


def test_amount_shown_is_an_amount_typed() -> None:
    """What stands in the field may be sent back."""
    field = MoneyField()
    assert field.clean(field.prepare_value(Decimal("1740000.50"))) == Decimal("1740000.50")


@pytest.mark.parametrize(("days", "fits"), [(-366, True), (-367, False), (2 * 366, True), (2 * 366 + 1, False)])
def test_near_day_is_within_its_years(days: int, fits: bool) -> None:
    """Both ends included."""
    field = NearDayField(years_back=1, years_ahead=2)
    day = clock.today() + timedelta(days=days)
    if fits:
        assert field.clean(day) == day
    else:
        with pytest.raises(ValidationError):
            field.clean(day)


def test_near_day_that_is_not_asked_for_may_be_left_open() -> None:
    """Nothing is no day far away."""
    assert NearDayField(required=False).clean("") is None


@pytest.mark.parametrize(("typed", "number"), [("959 159 092", "959159092"), ("959159092", "959159092"), ("", "")])
def test_organisation_number_is_kept_as_nine_digits(typed: str, number: str) -> None:
    """Spaces are no part of it; none is none."""
    assert OrganisationNumberField(required=False).clean(typed) == number


@pytest.mark.parametrize("typed", ["959159093", "95915909", "Rollag"])
def test_organisation_number_with_a_wrong_digit_is_none(typed: str) -> None:
    """The check digit is checked."""
    with pytest.raises(ValidationError):
        OrganisationNumberField().clean(typed)
