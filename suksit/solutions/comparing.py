"""What an import would do: each row is new, changed, unchanged or wrong, measured against the register as it is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from suksit.solutions.columns import LABELS
from suksit.solutions.models import Agreement
from suksit.templatetags.form_of import long_date, nok

NEW, CHANGED, UNCHANGED, WRONG = "new", "changed", "unchanged", "wrong"
FIELDS = ("supplier", "ends_on", "notice_months", "options", "yearly_cost")


@dataclass
class Compared:
    """One row with what would happen to it. `changes` are (label, before, after) in words."""

    read: Mapping[str, Any]
    status: str
    agreement: Agreement | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def values(self) -> dict[str, Any]:
        """The values that the row gives; what it does not give is left as it was."""
        return given(self.read)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The values in words, for the preview."""
        return [(str(LABELS[name]), words(name, value)) for name, value in self.values.items()]


def given(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a stored row, as the model has them."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        value = row.get(name)
        if value in (None, ""):
            continue
        if name == "ends_on":
            value = date.fromisoformat(value)
        elif name == "yearly_cost":
            value = Decimal(value)
        found[name] = value
    return found


def words(name: str, value: Any) -> str:
    """A value as it is shown."""
    if value in (None, ""):
        return ""
    if name == "ends_on":
        return long_date(value)
    return nok(value) if name == "yearly_cost" else str(value)


def compare(rows: Iterable[Mapping[str, Any]], region_id: int, allowed: Iterable[int]) -> list[Compared]:
    """Every row against the register. `allowed` are the parties that may be imported for now. One query."""
    allowed = set(allowed)
    known: dict[tuple[int, str], list[Agreement]] = {}
    for agreement in Agreement.objects.filter(region_id=region_id, party_id__in=allowed).order_by("pk"):
        known.setdefault((agreement.party_id, agreement.system.casefold()), []).append(agreement)
    return [compare_row(row, known, allowed) for row in rows]


def compare_row(row: Mapping[str, Any], known: dict[tuple[int, str], list[Agreement]], allowed: set[int]) -> Compared:
    """One row. The same supplier is the same agreement; one without a supplier is filled in."""
    if row["errors"] or row["party"] not in allowed:
        return Compared(row, WRONG)
    candidates = known.get((row["party"], row["system"].casefold()), [])
    supplier = row["supplier"].casefold()
    same = next((one for one in candidates if one.supplier.casefold() == supplier), None)
    if same is None:
        unnamed = [one for one in candidates if not one.supplier]
        same = unnamed[0] if unnamed else None
        if same is None and not supplier and len(candidates) == 1:
            same = candidates[0]
    if same is None:
        return Compared(row, NEW)
    candidates.remove(same)
    changes = [
        (str(LABELS[name]), words(name, getattr(same, name)), words(name, value))
        for name, value in given(row).items()
        if differs(getattr(same, name), value)
    ]
    return Compared(row, CHANGED if changes else UNCHANGED, same, changes)


def differs(before: Any, after: Any) -> bool:
    """Whether a value is another; capital letters alone are no change."""
    if isinstance(before, str) and isinstance(after, str):
        return before.casefold() != after.casefold()
    return bool(before != after)
