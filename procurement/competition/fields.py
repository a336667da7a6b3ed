"""Fields that the forms of the competition and of what follows share: a day, an amount, a registered number."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.no import orgnr

from workflow import clock
from workflow.form_fields import DayField as AnyDay
from workflow.form_fields import MoneyField as Money


class DayField(AnyDay):
    """A day within a number of years before and after today."""

    def __init__(self, *, years_back: int = 1, years_ahead: int = 20, **kwargs: Any) -> None:
        self.years_back = years_back
        self.years_ahead = years_ahead
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The day. Raises ValidationError when it is too far away to be meant."""
        day = super().clean(value)
        if day is None:
            return None
        today = clock.today()
        if day < today - timedelta(days=366 * self.years_back) or day > today + timedelta(days=366 * self.years_ahead):
            raise ValidationError(_("Is the year right? This day is very far away."))
        return day


class MoneyField(Money):
    """An amount in NOK excl. VAT; a known one stands grouped in the field, as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Kroner excl. VAT, for example 1 740 000."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """How a known amount stands in the field: 400 000."""
        if value is None or isinstance(value, str):
            return value
        whole, _point, rest = f"{value:,.2f}".partition(".")
        return whole.replace(",", " ") + ("" if rest == "00" else f",{rest}")


class OrganisationNumberField(forms.CharField):
    """A Norwegian organisation number; its check digit is checked (modulus 11)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("help_text", gettext_lazy("Nine digits. Leave it open for a foreign supplier."))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The nine digits, or nothing."""
        number = super().clean(value)
        if not number:
            return ""
        if not orgnr.is_valid(number):
            raise ValidationError(_("This is no organisation number. Check the digits, for example 959 159 092."))
        return str(orgnr.compact(number))


def long_text(label: Any, *, required: bool = True, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """A few sentences, at most 5000 characters."""
    return forms.CharField(
        label=label, required=required, max_length=5000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )
