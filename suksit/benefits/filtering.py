"""The filters of the list of benefits: whose, and of which kind. The desk's figures link to them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from suksit.benefits.models import Benefit, BenefitKind, Harvest
from suksit.benefits.queries import visible_benefits
from workflow.actors import Actor

WHOSE, KIND, MINE = "hvem", "slag", "mine"


def chosen(query: Mapping[str, Any], actor: Actor) -> dict[str, str]:
    """The filters of a query that mean something; the rest is let go."""
    found = {}
    if query.get(WHOSE) == MINE and actor.parties:
        found[WHOSE] = MINE
    if query.get(KIND) in BenefitKind.values:
        found[KIND] = str(query[KIND])
    return found


def own(actor: Actor) -> QuerySet[Harvest]:
    """The shares of the actor's own municipality."""
    return Harvest.objects.filter(party_id__in=actor.parties)


def chosen_benefits(actor: Actor, filters: Mapping[str, str]) -> QuerySet[Benefit]:
    """The benefits that the filters leave."""
    rows = visible_benefits(actor)
    if WHOSE in filters:
        rows = rows.filter(pk__in=own(actor).values("benefit_id"))
    if KIND in filters:
        rows = rows.filter(kind=filters[KIND])
    return rows


def pills(actor: Actor, filters: Mapping[str, str]) -> list[dict[str, Any]]:
    """All, one's own, and each kind there is. One that is chosen lets go when it is pressed again. Two queries."""
    kinds = dict(visible_benefits(actor).values_list("pk", "kind"))
    mine = set(own(actor).filter(benefit_id__in=kinds).values_list("benefit_id", flat=True))
    rows = [{"label": _("All"), "url": reverse("benefit_list"), "count": len(kinds), "current": not filters}]
    if mine and len(mine) < len(kinds):
        rows.append(pill(filters, WHOSE, MINE, _("Your municipality"), len(mine)))
    values = list(kinds.values())
    rows += [
        pill(filters, KIND, kind.value, str(kind.label), values.count(kind))
        for kind in BenefitKind
        if 0 < values.count(kind) < len(kinds) or filters.get(KIND) == kind
    ]
    return rows if len(rows) > 1 or filters else []


def pill(filters: Mapping[str, str], name: str, value: str, label: str, count: int) -> dict[str, Any]:
    """One filter: pressed once it is added to the others, pressed again it lets go."""
    current = filters.get(name) == value
    rest = {key: kept for key, kept in filters.items() if key != name}
    query = urlencode(rest if current else {**rest, name: value})
    return {
        "label": label,
        "url": f"{reverse('benefit_list')}?{query}" if query else reverse("benefit_list"),
        "count": count,
        "current": current,
    }
