"""The region's people, as the engine asks for them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Subquery

from suksit.accounts.models import User
from suksit.regions.absence import away_alone, stood_in_for
from suksit.regions.engagements import coordinator_is_missing, holding
from suksit.regions.models import Engagement
from suksit.regions.roles import COORDINATOR, ROLES, SECRETARIAT
from workflow import clock
from workflow.models import Substitution
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
    rows = _engaged(set().union(*roles.values(), [SECRETARIAT] if covered else []), parties, region_id)
    if covered and any(row.role == SECRETARIAT for row in rows) and _is_missing(rows, parties, region_id):
        for names in covered:
            names.add(SECRETARIAT)
    return {permission: _persons(row for row in rows if row.role in names) for permission, names in roles.items()}


def _is_missing(rows: list[Engagement], parties: set[int], region_id: int) -> bool:
    if region_id not in parties:
        return coordinator_is_missing(region_id)
    return all(row.is_alone for row in rows if row.role == COORDINATOR)


def _engaged(roles: Iterable[str], parties: set[int], region_id: int) -> list[Engagement]:
    day = clock.today()
    away = Substitution.objects.filter(
        absent_id=OuterRef("person_id"), region_id=region_id, from_date__lte=day, to_date__gte=day
    )
    covered = away.filter(stand_in__isnull=False)
    rows = list(
        Engagement.objects.filter(holding(day), role__in=roles, party_id__in=parties, region_id=region_id)
        .select_related("person")
        .annotate(is_away=Exists(away), stood_in_by=Subquery(covered.order_by("pk").values("stand_in_id")[:1]))
    )
    stand_ins = User.objects.in_bulk({row.stood_in_by for row in rows if row.stood_in_by})
    for row in rows:
        row.is_alone = row.is_away and not row.stood_in_by
        row.person = stand_ins.get(row.stood_in_by, row.person)
    return rows


def of_parties(party_ids: Iterable[int], region_id: int) -> list[Person]:
    """Everybody engaged at some parties today, by name."""
    rows = Engagement.objects.filter(
        holding(clock.today()), party_id__in=list(party_ids), region_id=region_id
    ).select_related("person")
    return _persons(rows)


def keepers(region_id: int) -> list[Person]:
    """Who keeps a region today: its coordinator, a stand-in, or the secretariat."""
    return with_permission("keep_region", [region_id], region_id)


def _persons(rows: Iterable[Engagement]) -> list[Person]:
    found = [
        Person(
            row.person.pk,
            row.person.display_name,
            row.person.email,
            row.person.language,
            row.party_id,
            row.role,
            getattr(row, "is_alone", False),
        )
        for row in rows
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
