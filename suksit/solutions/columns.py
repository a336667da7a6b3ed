"""The columns of the register: what they may be called, and how a cell becomes a value."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow.form_fields import DAY_FORMATS

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
MOST_MONTHS = 120
MOST_COST = Decimal(10) ** 10
LONGEST = 200

LABELS = {
    "system": gettext_lazy("System"),
    "municipality": gettext_lazy("Municipality"),
    "supplier": gettext_lazy("Supplier"),
    "ends_on": gettext_lazy("End"),
    "notice_months": gettext_lazy("Notice (months)"),
    "options": gettext_lazy("Options"),
    "yearly_cost": gettext_lazy("Yearly cost"),
}
NAMES = {
    "system": "system|systemnavn|løsning|løysing|fagsystem|solution|application",
    "municipality": "kommune|kommunenavn|kommunenamn|kommunenummer|municipality",
    "supplier": "leverandør|leverandor|supplier|vendor",
    "ends_on": "slutt|sluttdato|avtaleslutt|utløp|utløper|utløpsdato|går ut|gjelder til|avtale til|til|end|ends|"
    "end date|expires|expiry",
    "notice_months": "oppsigelse|oppsigelsestid|oppseiing|oppseiingstid|varsel|notice|notice months|notice period",
    "options": "opsjon|opsjoner|opsjonar|option|options",
    "yearly_cost": "årlig kostnad|årleg kostnad|årskostnad|årlig pris|kostnad|kostnad per år|pris per år|yearly cost|"
    "annual cost|cost|cost per year",
}
FIELD_OF = {name: field for field, names in NAMES.items() for name in names.split("|")}


class Wrong(ValueError):
    """A cell that cannot be used; the message is shown in its row."""


def field_of(heading: Any) -> str | None:
    """The field that a heading names, in Norwegian or English; nothing for a column that is not ours."""
    words = re.sub(r"\(.*?\)|[*:]", " ", str(heading)).casefold()
    return FIELD_OF.get(" ".join(words.split()))


def is_blank(cell: Any) -> bool:
    """Whether a cell says nothing: what was known before is then kept."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\xa0-–"))


def as_text(cell: Any) -> str:
    """A cell as one line of text. Raises Wrong for a formula, and for what is too long."""
    if isinstance(cell, dict):
        return str(cell.get("date", ""))
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = " ".join(str(cell).replace("\x00", "").split())
    if text.startswith(("=", "@")):
        raise Wrong(_("The cell holds a formula. Write the value itself."))
    if len(text) > LONGEST:
        raise Wrong(_("The text is too long. It can be at most %(most)s characters.") % {"most": LONGEST})
    return text


def as_day(cell: Any) -> date:
    """A cell as a day. Raises Wrong for what is no day, or no day within reason."""
    day = date.fromisoformat(cell["date"]) if isinstance(cell, dict) else typed_day(as_text(cell))
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Wrong(_("%(day)s is too far from today to be right.") % {"day": day.strftime("%d.%m.%Y")})
    return day


def typed_day(text: str) -> date:
    """A day as it is typed: 31.12.2027."""
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Wrong(_("“%(text)s” is not a day. Write it as 31.12.2027.") % {"text": text[:40]})


def as_months(cell: Any) -> int:
    """A cell as whole months: 3, or “3 months”. Raises Wrong."""
    text = as_text(cell)
    found = re.fullmatch(
        r"(-?\d+)(?:[.,]0+)?\s*(?:mnd\.?|md\.?|måneder|måned|månader|månad|months?)?", text, re.IGNORECASE
    )
    if not found or not 0 <= int(found[1]) <= MOST_MONTHS:
        raise Wrong(_("“%(text)s” is not a number of months, such as 3.") % {"text": text[:40]})
    return int(found[1])


def as_cost(cell: Any) -> Decimal:
    """A cell as NOK excl. VAT a year: 120 000, kr 120000,50. Raises Wrong, also when it is negative."""
    text = re.sub(r"(?i)nok|kr\.?|,-|[\s\xa0']", "", as_text(cell)).replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    try:
        cost = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise Wrong(_("“%(text)s” is not an amount, such as 120 000.") % {"text": as_text(cell)[:40]}) from None
    if not cost.is_finite() or cost > MOST_COST:
        raise Wrong(_("The amount is too large to be right."))
    if cost < 0:
        raise Wrong(_("A cost cannot be negative."))
    return round(cost, 2)
