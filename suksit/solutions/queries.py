"""Reading the register: who runs what, until when."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from suksit.solutions.models import Agreement
from workflow import clock
from workflow.models import Party

SOON_MONTHS = 12
LAST_LETTERS = str.maketrans("æäøöå", "{{||}")


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month; earlier when `months` is negative."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), next_month - timedelta(days=1))


def agreements(region_id: int, q: str = "") -> QuerySet[Agreement]:
    """The region's agreements, those whose system or supplier holds the words."""
    rows = Agreement.objects.filter(region_id=region_id).select_related("party")
    for word in q.split()[:8]:
        rows = rows.filter(Q(system__icontains=word) | Q(supplier__icontains=word))
    return rows.order_by("system", "party__sort_key", "pk")


def is_soon(agreement: Agreement) -> bool:
    """Whether it ends within twelve months from today."""
    today = clock.today()
    return bool(agreement.ends_on and today <= agreement.ends_on <= months_later(today, SOON_MONTHS))


def is_over(agreement: Agreement) -> bool:
    """Whether its last day is past."""
    return bool(agreement.ends_on and agreement.ends_on < clock.today())


def notice_by(agreement: Agreement) -> date | None:
    """The last day to give notice, when the end and the notice are known."""
    if agreement.ends_on is None or agreement.notice_months is None:
        return None
    return months_later(agreement.ends_on, -agreement.notice_months)


@dataclass
class System:
    """One system, with the agreements of each municipality that runs it."""

    name: str
    suppliers: list[str] = field(default_factory=list)
    by_party: dict[int, list[Agreement]] = field(default_factory=dict)


def by_system(rows: list[Agreement]) -> list[System]:
    """The agreements gathered by system; capital letters make no other system."""
    found: dict[str, System] = {}
    for row in rows:
        system = found.setdefault(row.system.casefold(), System(row.system))
        if row.supplier and row.supplier.casefold() not in {name.casefold() for name in system.suppliers}:
            system.suppliers.append(row.supplier)
        system.by_party.setdefault(row.party_id, []).append(row)
    return sorted(found.values(), key=lambda system: system.name.casefold().translate(LAST_LETTERS))


def cells(system: System, members: list[Party]) -> list[dict[str, Any]]:
    """A cell for each municipality; empty where the system is not run."""
    return [{"party": party, "agreements": system.by_party.get(party.pk, [])} for party in members]
