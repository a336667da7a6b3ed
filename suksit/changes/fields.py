"""The report's own kinds of question: when an agreement ends, an amount, some files."""

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from suksit.templatetags.form_of import month_year
from workflow import clock, uploads
from workflow.form_fields import DAY_FORMATS

FIRST_YEAR = 2000
YEARS_AHEAD = 30
MOST = Decimal(10_000_000_000)
MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "mai": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "des": 12,
    "dec": 12,
}
NAMED_MONTH = re.compile(r"^([a-z]{3,9})\.?\s+(\d{4})$")
NUMBERED_MONTH = re.compile(r"^(?:(\d{1,2})[./ -](\d{4})|(\d{4})-(\d{1,2}))$")


def last_day_of(year: int, month: int) -> date:
    """The last day of a month. Raises ValueError when there is no such month."""
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        raise ValueError(f"no month {year}-{month}")
    return date(year, month, monthrange(year, month)[1])


def in_words(day: date) -> str:
    """How an agreement's end is written: a month when it is the last day of one, else the date."""
    is_last = (day + timedelta(days=1)).day == 1
    return month_year(day) if is_last else day.strftime("%d.%m.%Y")


class MonthOrDayField(forms.DateField):
    """A month and year in words or digits, which means its last day; or a date the Norwegian way."""

    default_error_messages = {
        "invalid": _("Write a month and year, for example June 2027, or a date such as 30.06.2027."),
        "absurd": _("Check the year. It must be between %(first)s and %(last)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAY_FORMATS)
        kwargs.setdefault("widget", forms.DateInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A date as a person would write it; what was typed stays as it was typed."""
        return in_words(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """The day. Raises ValidationError for what is neither month nor date, or absurdly far away."""
        day = self.month(str(value or "").strip().lower()) or super().to_python(value)
        last = clock.today().year + YEARS_AHEAD
        if day and not FIRST_YEAR <= day.year <= last:
            raise ValidationError(
                self.error_messages["absurd"], code="absurd", params={"first": FIRST_YEAR, "last": last}
            )
        return day

    def month(self, words: str) -> date | None:
        """The last day of a month given in words or digits; None when it is not one."""
        named, numbered = NAMED_MONTH.match(words), NUMBERED_MONTH.match(words)
        try:
            if named and named[1][:3] in MONTHS:
                return last_day_of(int(named[2]), MONTHS[named[1][:3]])
            if numbered:
                month, year, year_first, month_last = numbered.groups()
                return last_day_of(int(year or year_first), int(month or month_last))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return None


class AmountInput(forms.NumberInput):
    """A narrow field that also takes spaces between the thousands."""

    input_type = "text"


class MoneyField(forms.DecimalField):
    """An amount in kroner: 1 740 000, 1.740.000 and 1740000,50 are the same to a person, and here."""

    default_error_messages = {
        "invalid": _("Write an amount in digits, for example 1 740 000."),
        "min_value": _("An amount cannot be below zero."),
        "max_value": _("Check the amount. It is more than ten billion kroner."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", AmountInput(attrs={"inputmode": "decimal", "data-unit": _("kroner")}))
        super().__init__(max_digits=14, decimal_places=2, min_value=0, max_value=MOST, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The amount, NOK. Raises ValidationError for what is no number."""
        if value in self.empty_values:
            return None
        words = re.sub(r"(?i)\s|kr\.?|nok|,-$", "", str(value))
        if "," in words or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", words):
            words = words.replace(".", "").replace(",", ".", 1)
        if not re.fullmatch(r"[-−]?\d+(\.\d+)?", words):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return Decimal(words.replace("−", "-"))
        except InvalidOperation as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """An amount with spaces between the thousands; what was typed stays as it was typed."""
        if not isinstance(value, Decimal):
            return value
        whole, _dot, rest = f"{value:.2f}".partition(".")
        grouped = f"{int(whole):,}".replace(",", "\u00a0")
        return grouped if rest == "00" else f"{grouped},{rest}"


class FilesInput(forms.FileInput):
    """Some files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each checked at the one door. Gives (checked, file) pairs."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FilesInput())
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[tuple[Any, Any]]:
        """Check every file. Raises ValidationError for the first that may not come in."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        found = [(uploads.check_upload(file), file) for file in files]
        for _checked, file in found:
            file.seek(0)
        return found
