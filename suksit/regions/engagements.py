"""From engagements to rights: who a person is in a region today, and what that person may do.

A right needs both: an engagement that holds today, and the stored right that was derived from it.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from suksit.regions.absence import away_alone
from suksit.regions.models import Engagement, Region
from suksit.regions.roles import COORDINATOR, ROLES, SECRETARIAT, STANDS_IN_FOR_COORDINATOR
from suksit.regions.standing import Standing, standings
from workflow import clock, permissions
from workflow.actors import Actor, Grant, grants_of
from workflow.models import Channel


def holding(day: date) -> Q:
    """The engagements that hold on a day, both ends included."""
    return Q(from_date__lte=day) & (Q(to_date__isnull=True) | Q(to_date__gte=day))


def derive_rights(person_id: int) -> None:
    """Store the rights that follow from a person's engagements that are not over. Call it in the same transaction."""
    today = clock.today()
    rows = Engagement.objects.filter(Q(to_date__isnull=True) | Q(to_date__gte=today), person_id=person_id)
    rights = {(row.party_id, permission) for row in rows for permission in ROLES[row.role].permissions}
    for row in rows:
        if row.role == SECRETARIAT:
            rights |= {(row.region_id, permission) for permission in STANDS_IN_FOR_COORDINATOR}
    permissions.set_rights(person_id, rights)


def regions_of(person_id: int) -> QuerySet[Region]:
    """The regions in which a person is engaged today, by name."""
    return (
        Region.objects.filter(holding_in(clock.today()), engagements__person_id=person_id)
        .select_related("party")
        .order_by("party__sort_key")
        .distinct()
    )


def holding_in(day: date) -> Q:
    """As `holding`, seen from the region."""
    return Q(engagements__from_date__lte=day) & (
        Q(engagements__to_date__isnull=True) | Q(engagements__to_date__gte=day)
    )


def coordinates(person_id: int, region_id: int) -> bool:
    """Whether a person coordinates a region today."""
    rows = Engagement.objects.filter(holding(clock.today()), region_id=region_id, role=COORDINATOR)
    return rows.filter(person_id=person_id).exists()


def coordinator_is_missing(region_id: int) -> bool:
    """Whether nobody coordinates a region today: nobody is engaged, or all who are, are away without a stand-in."""
    rows = Engagement.objects.filter(holding(clock.today()), region_id=region_id, role=COORDINATOR)
    engaged = set(rows.values_list("person_id", flat=True))
    return not engaged or engaged <= set(away_alone(region_id))


def actor_for(user_id: int, name: str, region_id: int, *, channel: str = Channel.WEB) -> Actor:
    """The actor that a person is in a region at this moment. One query; two more for the secretariat."""
    standing = standings(user_id, region_id, clock.today())
    return actor_of(user_id, name, region_id, standing, channel=channel)


def actor_of(
    user_id: int, name: str, region_id: int, standing: Sequence[Standing], *, channel: str = Channel.WEB
) -> Actor:
    """The actor that follows from where a person stands: what is engaged and also stored as a right."""
    rows = [
        (row.party_id, permission, Grant(row.role, None if row.person_id == user_id else row.person_id))
        for row in standing
        for permission in ROLES[row.role].permissions
        if permission in row.stored
    ]
    parties = {row.party_id for row in standing}
    if any(row.role == SECRETARIAT for row in standing) and coordinator_is_missing(region_id):
        rows += [(region_id, permission, Grant(SECRETARIAT)) for permission in STANDS_IN_FOR_COORDINATOR]
    return Actor(
        user_id=user_id,
        name=name,
        region_id=region_id,
        grants=grants_of(rows),
        parties=frozenset(parties),
        channel=channel,
        stands_in_for=frozenset(row.person_id for row in standing if row.person_id != user_id),
    )


def personas() -> list[Engagement]:
    """Everybody engaged today, for the demo's sign-in page: by role and party."""
    rows = Engagement.objects.filter(holding(clock.today())).select_related("person", "party", "region__party")
    order = {name: place for place, name in enumerate(ROLES)}
    return sorted(rows, key=lambda row: (order[row.role], row.party.sort_key, row.person.username))
