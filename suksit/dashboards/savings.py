"""What buying together has saved: the price in the contracts against what was expected alone. An estimate."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from procurement.models import Contract
from suksit.dashboards.scope import Scope
from workflow import clock


@dataclass(frozen=True)
class Saved:
    """A yearly difference in NOK excl. VAT, of how many contracts; `unknown` have no estimate or no price.

    `amount` is nothing when no contract can be compared, and negative when the contracts are dearer than expected.
    """

    amount: Decimal | None
    contracts: int
    unknown: int


def running(region_id: int) -> QuerySet[Contract]:
    """The signed contracts that have not ended."""
    return Contract.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()), state="signed", case__region_id=region_id
    )


COMPARED = Q(estimated_annual_value__isnull=False, annual_value__isnull=False)
DIFFERENCE = F("estimated_annual_value") - F("annual_value")


def saved(scope: Scope) -> tuple[Saved, Saved]:
    """One's own, and the region's. One query."""
    own = Q(party_id=scope.own.pk if scope.own else None)
    row = running(scope.region_id).aggregate(
        own=Sum(DIFFERENCE, filter=COMPARED & own),
        own_count=Count("pk", filter=COMPARED & own),
        own_all=Count("pk", filter=own),
        region=Sum(DIFFERENCE, filter=COMPARED),
        region_count=Count("pk", filter=COMPARED),
        region_all=Count("pk"),
    )
    return (
        Saved(row["own"], row["own_count"], row["own_all"] - row["own_count"]),
        Saved(row["region"], row["region_count"], row["region_all"] - row["region_count"]),
    )


def rows(scope: Scope, *, mine: bool) -> list[dict[str, Any]]:
    """The contracts behind the sum, added up for each case, the most saved first. One query."""
    found = running(scope.region_id).filter(COMPARED)
    if mine and scope.own:
        found = found.filter(party_id=scope.own.pk)
    return list(
        found.values("case_id", "case__title")
        .annotate(
            estimated=Sum("estimated_annual_value"),
            agreed=Sum("annual_value"),
            saved=Sum(DIFFERENCE),
            contracts=Count("pk"),
        )
        .order_by("-saved", "case__title")
    )
