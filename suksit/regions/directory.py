"""The region's people, as the engine asks for them."""

from collections.abc import Iterable

from suksit.regions.absence import away_alone
from suksit.regions.engagements import coordinator_is_missing
from suksit.regions.roles import COORDINATOR, ROLES, SECRETARIAT
from suksit.regions.standing import AtWork, at_work, engaged
from workflow import clock
from workflow.people import Directory, Person


def with_permission(permission: str, party_ids: Iterable[int], region_id: int) -> list[Person]:
    """Who holds a permission on parties today. A stand-in comes instead of the one who is away. One query.

    The secretariat comes beside a coordinator who is away without one, and instead of one that the region lacks.
    """
    parties = set(party_ids)
    roles = [role.name for role in ROLES.values() if permission in role.permissions]
    coordinating = COORDINATOR in roles and SECRETARIAT not in roles
    wanted = [*roles, SECRETARIAT] if coordinating else roles
    rows = at_work(wanted, parties, region_id, clock.today())
    if coordinating and any(row.role == SECRETARIAT for row in rows) and not _is_missing(rows, parties, region_id):
        rows = [row for row in rows if row.role != SECRETARIAT]
    return _persons(rows)


def _is_missing(rows: list[AtWork], parties: set[int], region_id: int) -> bool:
    if region_id not in parties:
        return coordinator_is_missing(region_id)
    return all(row.is_away for row in rows if row.role == COORDINATOR)


def of_parties(party_ids: Iterable[int], region_id: int) -> list[Person]:
    """Everybody engaged at some parties today, by name."""
    return _persons(engaged(party_ids, region_id, clock.today()))


def keepers(region_id: int) -> list[Person]:
    """Who keeps a region today: its coordinator, a stand-in, or the secretariat."""
    return with_permission("keep_region", [region_id], region_id)


def _persons(rows: Iterable[AtWork]) -> list[Person]:
    found = [
        Person(row.user_id, row.name, row.email, row.language, row.party_id, row.role, row.is_away) for row in rows
    ]
    return sorted(found, key=lambda person: (person.name, person.user_id))


DIRECTORY = Directory(with_permission=with_permission, of_parties=of_parties, away=away_alone, keepers=keepers)
