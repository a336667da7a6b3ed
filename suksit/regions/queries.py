"""Reading the region: its members, bodies and people on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from suksit.regions.models import Body, BodyKind, Engagement, Municipality
from suksit.regions.roles import COORDINATOR
from workflow import clock
from workflow.models import Party


def members_on(region_id: int, day: date) -> QuerySet[Municipality]:
    """The municipalities that are members of a region on a day, in Norwegian order."""
    return (
        Municipality.objects.filter(
            Q(memberships__to_date__isnull=True) | Q(memberships__to_date__gte=day),
            memberships__region_id=region_id,
            memberships__from_date__lte=day,
        )
        .select_related("party")
        .order_by("party__sort_key")
        .distinct()
    )


def member_parties(region_id: int, day: date | None = None) -> list[Party]:
    """The parties of the member municipalities, in Norwegian order."""
    return [row.party for row in members_on(region_id, day or clock.today())]


def body_parties(region_id: int) -> list[Party]:
    """The parties of the region's bodies."""
    return [row.party for row in Body.objects.filter(region_id=region_id).select_related("party")]


def operations_party(region_id: int) -> Party | None:
    """The body that runs the region's systems, if it has one."""
    body = Body.objects.filter(region_id=region_id, kind=BodyKind.OPERATIONS).select_related("party").first()
    return body.party if body else None


def lead_buyers(region_id: int) -> list[Party]:
    """Who may lead a joint procurement: the region's own legal person, then its member municipalities."""
    own = Body.objects.filter(region_id=region_id, is_legal_person=True).select_related("party")
    return [body.party for body in own] + member_parties(region_id)


def coordinator_name(region_id: int) -> str:
    """The name of the one who coordinates the region today; empty when nobody does."""
    day = clock.today()
    row = (
        Engagement.objects.filter(
            Q(to_date__isnull=True) | Q(to_date__gte=day), region_id=region_id, role=COORDINATOR, from_date__lte=day
        )
        .select_related("person")
        .order_by("from_date")
        .first()
    )
    return row.person.display_name if row else ""
