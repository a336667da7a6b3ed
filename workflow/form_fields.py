"""Fields and widgets that say a little more than Django's own."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr

from workflow import clock

DAY_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y"]


class OptionCards(forms.RadioSelect):
    """Radio options with a line of help each. `option_help` is {value: help}."""

    def __init__(self, *args: Any, option_help: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.option_help = option_help or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with its help."""
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "help": self.option_help.get(str(value), "")}


class DayField(forms.DateField):
    """A day written the Norwegian way, 27.11.2026, in every language. What was typed is kept when it is wrong."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAY_FORMATS)
        kwargs.setdefault("help_text", _("For example 27.11.2026."))
        kwargs.setdefault("widget", forms.DateInput(format=DAY_FORMATS[0], attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)


class NearDayField(DayField):
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


SPACES = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'"))
GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+$")


class MoneyField(forms.DecimalField):
    """An amount in NOK excl. VAT, typed as people do: 1 740 000, 1.740.000, 1740000,50 or 1 740 000 kr.

    A known amount stands grouped in the field, as people write it.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("help_text", _("Kroner excl. VAT, for example 1 740 000."))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-unit": _("kroner")})
        )
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write an amount in kroner with digits, for example 1 740 000.")
        self.error_messages["min_value"] = _("An amount cannot be less than zero.")
        self.error_messages["max_digits"] = self.error_messages["max_whole_digits"] = _("That amount is too large.")

    def to_python(self, value: Any) -> Any:
        """The amount; a text that is none is wrong, never zero."""
        return super().to_python(plain_amount(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """How a known amount stands in the field: 400 000."""
        if value is None or isinstance(value, str):
            return value
        whole, _point, rest = f"{value:,.2f}".partition(".")
        return whole.replace(",", " ") + ("" if rest == "00" else f",{rest}")


def plain_amount(text: str) -> str:
    """An amount as a machine writes it: no grouping, no unit, a point before the øre."""
    text = text.strip().lower().removeprefix("nok").removeprefix("kr").removesuffix("kr").removesuffix("kroner")
    text = text.removesuffix(",-").translate(SPACES)
    if GROUPED.match(text.split(",")[0]):
        text = text.replace(".", "")
    return text.replace(",", ".")


class OrganisationNumberField(forms.CharField):
    """A Norwegian organisation number; its check digit is checked (modulus 11)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("help_text", _("Nine digits. Leave it open for a foreign supplier."))
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
