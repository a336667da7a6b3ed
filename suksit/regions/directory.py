"""The region's people, as the engine asks for them."""

from collections.abc import Iterable

from suksit.regions.absence import away_alone, stood_in_for
from suksit.regions.engagements import coordinator_is_missing
from suksit.regions.roles import COORDINATOR, ROLES, SECRETARIAT
from suksit.regions.standing import AtWork, at_work, engaged
from workflow import clock
from workflow.people import Directory, Person


def with_permission(permission: str, party_ids: Iterable[int], region_id: int) -> list[Person]:
    """Who holds a permission on parties today. A stand-in comes instead of the one who is away. One query.

    The secretariat comes beside a coordinator who is away without one, and instead of one that the region lacks.
    """
    return by_permission([permission], party_ids, region_id)[permission]


def by_permission(permissions: Iterable[str], party_ids: Iterable[int], region_id: int) -> dict[str, list[Person]]:
    """As `with_permission`, for several permissions, in as many queries as for one."""
    parties = set(party_ids)
    roles = {
        permission: {role.name for role in ROLES.values() if permission in role.permissions}
        for permission in dict.fromkeys(permissions)
    }
    covered = [names for names in roles.values() if COORDINATOR in names and SECRETARIAT not in names]
    wanted = set().union(*roles.values(), [SECRETARIAT] if covered else [])
    rows = at_work(wanted, parties, region_id, clock.today())
    if covered and any(row.role == SECRETARIAT for row in rows) and _is_missing(rows, parties, region_id):
        for names in covered:
            names.add(SECRETARIAT)
    return {permission: _persons(row for row in rows if row.role in names) for permission, names in roles.items()}


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


DIRECTORY = Directory(
    with_permission=with_permission,
    by_permission=by_permission,
    of_parties=of_parties,
    away=away_alone,
    stand_ins=stood_in_for,
    keepers=keepers,
)
