"""Fields that the forms of the competition and of what follows share: a day, an amount, a registered number."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.no import orgnr

from workflow import clock

DAY_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y"]
SPACES = re.compile(r"[\s\u00a0\u202f]")


class DayField(forms.DateField):
    """A day written the Norwegian way, within a number of years before and after today."""

    def __init__(self, *, years_back: int = 1, years_ahead: int = 20, **kwargs: Any) -> None:
        self.years_back = years_back
        self.years_ahead = years_ahead
        kwargs.setdefault("input_formats", DAY_FORMATS)
        kwargs.setdefault("help_text", gettext_lazy("For example 27.11.2026."))
        kwargs.setdefault("widget", forms.DateInput(format=DAY_FORMATS[0], attrs={"autocomplete": "off"}))
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


class MoneyField(forms.DecimalField):
    """An amount in NOK excl. VAT: 1 740 000, 1740000,50 and 1.740.000 are all understood."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.setdefault("help_text", gettext_lazy("Kroner excl. VAT, for example 1 740 000."))
        kwargs.setdefault(
            "error_messages",
            {
                "invalid": gettext_lazy("Write an amount with digits, for example 1 740 000."),
                "min_value": gettext_lazy("An amount cannot be below zero."),
                "max_digits": gettext_lazy("The amount is too large."),
                "max_whole_digits": gettext_lazy("The amount is too large."),
                "max_decimal_places": gettext_lazy("Write at most two decimals."),
            },
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The amount as a decimal. Raises ValidationError when it is none."""
        if isinstance(value, str):
            value = SPACES.sub("", value).removesuffix("kr").removesuffix(",-")
            if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", value):
                value = value.replace(".", "")
            value = value.replace(",", ".")
        return super().to_python(value)

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
