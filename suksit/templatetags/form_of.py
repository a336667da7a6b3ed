"""The form of a value on the screen: amounts, dates with their distance, counts in words."""

from collections.abc import Iterable, Sized
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from workflow import clock

register = template.Library()

UNKNOWN = "–"
NBSP = "\u00a0"
AN_HOUR = 60


def as_number(value: Any) -> Decimal | None:
    """The value as a decimal, or nothing when it is no number. None is unknown, never zero."""
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """A number with grouping, and with no more decimals than it needs. Unknown is a dash."""
    figure = as_number(value)
    if figure is None:
        return UNKNOWN
    if decimals is None:
        decimals = 0 if figure == figure.to_integral_value() else max(0, -int(figure.normalize().as_tuple().exponent))
    return str(number_format(figure, decimal_pos=decimals, use_l10n=True, force_grouping=True)).replace(" ", NBSP)


@register.filter
def nok(value: Any) -> str:
    """An amount in kroner: 1 740 000 kr. Øre only when there are any."""
    figure = as_number(value)
    if figure is None:
        return UNKNOWN
    decimals = 0 if figure == figure.to_integral_value() else 2
    return pgettext("amount", "NOK %(amount)s").replace(" ", NBSP) % {"amount": number(figure, decimals)}


@register.filter
def nok_short(value: Any) -> str:
    """An amount where room is short: 1,3 mill. from a million on."""
    figure = as_number(value)
    if figure is None:
        return UNKNOWN
    if abs(figure) < 1_000_000:
        return nok(figure)
    millions = (figure / 1_000_000).quantize(Decimal("0.1"))
    return _("%(millions)s m").replace(" ", NBSP) % {"millions": number(millions.normalize())}


@register.filter
def percent(value: Any, of: Any = 100) -> str:
    """A share as whole per cent: 43 %. With `of`, the share of that."""
    share = as_number(value)
    whole = as_number(of)
    if share is None or not whole:
        return UNKNOWN
    return pgettext("share", "%(share)s%%").replace(" ", NBSP) % {"share": number(share / whole * 100, 0)}


def as_date(value: Any) -> date | None:
    """The day of a date or of a moment, in Norway."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


@register.filter
def long_date(value: Any) -> str:
    """27. november 2026."""
    day = as_date(value)
    return date_format(day, pgettext("long date", "j F Y")).replace(" ", NBSP, 1) if day else UNKNOWN


@register.filter
def day_month(value: Any, today: date | None = None) -> str:
    """27. november; with the year when it is another one."""
    day = as_date(value)
    if day is None:
        return UNKNOWN
    if day.year != (today or clock.today()).year:
        return long_date(day)
    return date_format(day, pgettext("day and month", "j F")).replace(" ", NBSP)


@register.filter
def weekday_date(value: Any, today: date | None = None) -> str:
    """The day with its weekday: fredag 27. november."""
    day = as_date(value)
    if day is None:
        return UNKNOWN
    return f"{weekday(day)} {day_month(day, today)}"


def weekday(day: date) -> str:
    """The name of the day as it stands in a sentence; only English keeps the capital."""
    name = str(date_format(day, "l"))
    return name if (get_language() or "").startswith("en") else name.lower()


@register.filter
def month_year(value: Any) -> str:
    """November 2026."""
    day = as_date(value)
    return date_format(day, pgettext("month and year", "F Y")) if day else UNKNOWN


@register.filter
def how_far(value: Any, today: date | None = None) -> str:
    """How far a day is from today: om 4 dager, i dag, for 3 dager siden."""
    day = as_date(value)
    if day is None:
        return ""
    days = (day - (today or clock.today())).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}


@register.filter
def distance(value: Any, today: date | None = None) -> str:
    """A day and how far it is: fredag 27. november, om 4 dager."""
    day = as_date(value)
    return f"{weekday_date(day, today)}, {how_far(day, today)}" if day else UNKNOWN


@register.filter
def is_past(value: Any, today: date | None = None) -> bool:
    """Whether the day is over."""
    day = as_date(value)
    return bool(day and day < (today or clock.today()))


@register.filter
def days_in_words(days: int | None) -> str:
    """1 dag, 14 dager."""
    if days is None:
        return UNKNOWN
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": number(days)}


@register.filter
def moment(value: Any, today: date | None = None) -> str:
    """When something happened: i dag 08.40, fredag 14.15, 18. november. A day without a clock has no clock."""
    day = as_date(value)
    if day is None:
        return UNKNOWN
    ago = ((today or clock.today()) - day).days
    if not 0 <= ago < 7:
        return day_month(day, today)
    words = (_("today") if ago == 0 else _("yesterday")) if ago in (0, 1) else weekday(day)
    if not isinstance(value, datetime):
        return words
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{words} {date_format(local, pgettext('clock', 'H:i'))}"


@register.filter
def since_day(value: Any, today: date | None = None) -> str:
    """The day that something counts from: fredag; or the date when it is more than a week ago."""
    day = as_date(value)
    if day is None:
        return UNKNOWN
    return weekday(day) if 0 < ((today or clock.today()) - day).days < 7 else day_month(day, today)


@register.filter
def any_has(rows: Iterable[Any], name: str) -> bool:
    """Whether any of the rows has something under a name: a column that would be empty is left out."""
    return any(getattr(row, name) for row in rows)


@register.filter
def minutes(value: int | None) -> str:
    """About how long a task takes."""
    if not value:
        return ""
    if value >= AN_HOUR and value % AN_HOUR == 0:
        hours = value // AN_HOUR
        return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", value) % {"minutes": value}


@register.filter
def in_words(value: Any) -> str:
    """A count as a word up to twelve, for running text; larger ones as digits."""
    count = len(value) if isinstance(value, Sized) and not isinstance(value, str) else int(value or 0)
    words = (
        pgettext("count", "none"),
        pgettext("count", "one"),
        pgettext("count", "two"),
        pgettext("count", "three"),
        pgettext("count", "four"),
        pgettext("count", "five"),
        pgettext("count", "six"),
        pgettext("count", "seven"),
        pgettext("count", "eight"),
        pgettext("count", "nine"),
        pgettext("count", "ten"),
        pgettext("count", "eleven"),
        pgettext("count", "twelve"),
    )
    return words[count] if 0 <= count < len(words) else number(count)
