"""From rows of cells to agreements as they were read, each with what is wrong in it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from suksit.regions.models import Municipality
from suksit.regions.queries import members_on
from suksit.solutions.columns import LABELS, Wrong, as_cost, as_day, as_months, as_text, field_of, is_blank
from suksit.solutions.sheets import Rows
from workflow import clock
from workflow.actors import Actor

HEADING_WITHIN = 15


@dataclass
class Read:
    """One row as it was read. `row` is its number in the file; a value that is not given leaves what was known."""

    row: int
    party: int | None = None
    municipality: str = ""
    system: str = ""
    supplier: str = ""
    ends_on: str | None = None
    notice_months: int | None = None
    options: str = ""
    yearly_cost: str | None = None
    errors: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For the store between upload and yes."""
        return asdict(self)


@dataclass(frozen=True)
class Register:
    """The municipalities that a person may import for, by every name they go by."""

    names: Mapping[str, tuple[int, str]]
    elsewhere: frozenset[str]
    allowed: frozenset[int]
    region: str

    @classmethod
    def of(cls, actor: Actor, region_name: str) -> "Register":
        """The region's members today; a member's own municipality, or all for the one who keeps the register."""
        members = list(members_on(actor.region_id or 0, clock.today()))
        keys = {row.pk for row in members}
        everything = actor.may("import_agreements", actor.region_id)
        allowed = keys if everything else keys & actor.parties_with("import_agreements")
        names = {}
        for row in members:
            for name in (row.party.name, f"{row.party.name} kommune", row.number, row.party.organisation_number):
                if name:
                    names[name.casefold()] = (row.pk, row.party.name)
        others = Municipality.objects.exclude(pk__in=keys).values_list("party__name", flat=True)
        return cls(names, frozenset(name.casefold() for name in others), frozenset(allowed), region_name)

    def only(self) -> tuple[int, str] | None:
        """The one municipality that may be imported for, when there is only one."""
        own = {found for found in self.names.values() if found[0] in self.allowed}
        return own.pop() if len(own) == 1 else None

    def find(self, text: str) -> tuple[int, str]:
        """A municipality by what is written. Raises Wrong in words."""
        name = text.casefold().removesuffix(".0")
        found = self.names.get(name)
        if found is None:
            if name.removesuffix(" kommune") in self.elsewhere:
                raise Wrong(_("%(name)s is not a member of %(region)s.") % {"name": text[:60], "region": self.region})
            raise Wrong(_("We know no municipality called “%(name)s”.") % {"name": text[:60]})
        if found[0] not in self.allowed:
            own = sorted({row[1] for row in self.names.values() if row[0] in self.allowed})
            raise Wrong(_("You can only import for %(own)s.") % {"own": ", ".join(own)})
        return found


def read(sheets: Iterable[Rows], register: Register) -> list[Read]:
    """The agreements of the first sheet that has a heading we know. Raises ValidationError when none has."""
    for rows in sheets:
        place, columns = heading(rows)
        if columns:
            if "municipality" not in columns and register.only() is None:
                raise ValidationError(
                    _("The column “Municipality” is missing: the file must say whose each system is.")
                )
            found = [
                read_row(number, row, columns, register)
                for number, row in enumerate(rows[place + 1 :], start=place + 2)
                if not all(is_blank(cell) for cell in row)
            ]
            if not found:
                raise ValidationError(_("The file has a heading, but no rows below it."))
            mark_doubles(found)
            return found
    raise ValidationError(_("We find no row of headings. One column must be called “System”; the template shows how."))


def heading(rows: Rows) -> tuple[int, dict[str, int]]:
    """Where the row of headings is, and the column of each field. No columns when there is no such row."""
    for place, row in enumerate(rows[:HEADING_WITHIN]):
        columns: dict[str, int] = {}
        for number, cell in enumerate(row):
            name = field_of(cell) if isinstance(cell, str) else None
            if name and name not in columns:
                columns[name] = number
        if "system" in columns:
            return place, columns
    return 0, {}


def read_row(number: int, row: list[Any], columns: dict[str, int], register: Register) -> Read:
    """One row, with an error in words for each cell that cannot be used."""
    found = Read(row=number)

    def take(name: str, change: Any) -> None:
        cell = row[columns[name]] if name in columns and columns[name] < len(row) else None
        if is_blank(cell):
            return
        try:
            value = change(cell)
        except (Wrong, ValueError) as error:
            found.errors.append(f"{LABELS[name]}: {error if isinstance(error, Wrong) else _('cannot be read.')}")
        else:
            setattr(found, name, value)

    take("system", as_text)
    take("municipality", as_text)
    take("supplier", as_text)
    take("ends_on", lambda cell: as_day(cell).isoformat())
    take("notice_months", as_months)
    take("options", as_text)
    take("yearly_cost", lambda cell: str(as_cost(cell)))
    if not found.system and not found.errors:
        found.errors.append(_("System: the name is missing."))
    place_of(found, register, given="municipality" in columns)
    return found


def place_of(found: Read, register: Register, *, given: bool) -> None:
    """Find the municipality of a row; without such a column it is one's own."""
    own = register.only()
    if not given and own:
        found.party, found.municipality = own
        return
    if not found.municipality:
        if not any(error.startswith(str(LABELS["municipality"])) for error in found.errors):
            found.errors.append(_("Municipality: the name is missing."))
        return
    try:
        found.party, found.municipality = register.find(found.municipality)
    except Wrong as error:
        found.errors.append(f"{LABELS['municipality']}: {error}")


def mark_doubles(rows: list[Read]) -> None:
    """The same agreement twice in one file: the first counts, the second says where the first is."""
    seen: dict[tuple[Any, str, str], int] = {}
    for row in rows:
        if row.errors:
            continue
        key = (row.party, row.system.casefold(), row.supplier.casefold())
        if key in seen:
            row.errors.append(_("The same system and supplier as in row %(row)s.") % {"row": seen[key]})
        else:
            seen[key] = row.row
