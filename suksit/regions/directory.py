"""The region's people, as the engine asks for them."""

from collections.abc import Iterable

from django.db.models import Q

from suksit.regions.absence import away_alone
from suksit.regions.engagements import coordinator_is_missing, holding
from suksit.regions.models import Engagement
from suksit.regions.roles import COORDINATOR, ROLES, SECRETARIAT
from workflow import clock
from workflow.models import Substitution
from workflow.people import Directory, Person


def with_permission(permission: str, party_ids: Iterable[int], region_id: int) -> list[Person]:
    """Who holds a permission on parties today. A stand-in comes instead of the one who is away.

    The secretariat comes beside a coordinator who is away without one, and instead of one that the region lacks.
    """
    day = clock.today()
    roles = [role.name for role in ROLES.values() if permission in role.permissions]
    if permission in ROLES[COORDINATOR].permissions and coordinator_is_missing(region_id):
        roles.append(SECRETARIAT)
    rows = Engagement.objects.filter(
        holding(day), role__in=roles, party_id__in=list(party_ids), region_id=region_id
    ).select_related("person")
    return _persons(_stood_in_for(list(rows), region_id))


def of_parties(party_ids: Iterable[int], region_id: int) -> list[Person]:
    """Everybody engaged at some parties today, by name."""
    rows = Engagement.objects.filter(
        holding(clock.today()), party_id__in=list(party_ids), region_id=region_id
    ).select_related("person")
    return _persons(rows)


def keepers(region_id: int) -> list[Person]:
    """Who keeps a region today: its coordinator, a stand-in, or the secretariat."""
    return with_permission("keep_region", [region_id], region_id)


def _stood_in_for(rows: list[Engagement], region_id: int) -> list[Engagement]:
    day = clock.today()
    away = {
        row.absent_id: row.stand_in
        for row in Substitution.objects.filter(
            Q(from_date__lte=day, to_date__gte=day),
            region_id=region_id,
            stand_in__isnull=False,
            absent_id__in=[row.person_id for row in rows],
        ).select_related("stand_in")
    }
    for row in rows:
        if row.person_id in away:
            row.person = away[row.person_id]
    return rows


def _persons(rows: Iterable[Engagement]) -> list[Person]:
    found = [
        Person(row.person.pk, row.person.display_name, row.person.email, row.person.language, row.party_id, row.role)
        for row in rows
    ]
    return sorted(found, key=lambda person: (person.name, person.user_id))


DIRECTORY = Directory(with_permission=with_permission, of_parties=of_parties, away=away_alone, keepers=keepers)
