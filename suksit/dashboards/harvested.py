"""Benefits planned against realised: one's own beside the region's. What is not measured is never zero."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from suksit.benefits.figures import totals
from suksit.benefits.models import BenefitKind, Harvest
from suksit.dashboards.scope import Scope
from suksit.templatetags.form_of import in_words, nok, number
from workflow import clock
from workflow.models import Party

PARTS = ("reached", "missed", "not_measured")


def section(scope: Scope) -> dict[str, Any]:
    """The part of the desk about benefits: a row for each kind, a cell for each party. About seven queries."""
    year = clock.today().year
    columns = [(scope.own, totals(scope.region_id, scope.own.pk, year))] if scope.own else []
    columns.append((None, totals(scope.region_id, None, year)))
    kinds = [kind for kind in BenefitKind if any(row.kind == kind for _party, rows in columns for row in rows)]
    labels = [party.name if party else region_label(scope) for party, _rows in columns]
    return {
        "year": year,
        "parties": labels,
        "rows": [
            {
                "label": kind.label,
                "cells": [
                    cell(kind, party, label, next((row for row in rows if row.kind == kind), None))
                    for (party, rows), label in zip(columns, labels, strict=True)
                ],
            }
            for kind in kinds
        ],
        "notes": [note for note in (nothing_measured(columns), not_in_the_figures(scope)) if note],
        "url": benefits_url(mine=bool(scope.own)),
    }


def region_label(scope: Scope) -> str:
    """The region with the number of its municipalities."""
    count = len(scope.members)
    return ngettext("The region, %(count)s municipality", "The region, %(count)s municipalities", count) % {
        "count": in_words(count)
    }


def benefits_url(*, mine: bool, kind: str = "") -> str:
    """The list of benefits behind a number."""
    query = {"hvem": "mine" if mine else "alle"} | ({"slag": kind} if kind else {})
    return f"{reverse('benefit_list')}?{urlencode(query)}"


def whole(row: Any) -> dict[str, Decimal]:
    """The parts of a plan in whole units, still adding up to the plan; what is rounded away is not measured."""
    planned = round(Decimal(row.planned))
    reached, missed = round(Decimal(row.reached)), round(Decimal(row.missed))
    if not row.not_measured:
        missed = planned - reached
    return {"reached": Decimal(reached), "missed": Decimal(missed), "not_measured": Decimal(planned - reached - missed)}


def cell(kind: BenefitKind, party: Party | None, label: str, row: Any) -> dict[str, Any]:
    """One party's plan for one kind: the bar, and the same in words."""
    url = benefits_url(mine=party is not None, kind=kind.value)
    common = {"party": label, "url": url}
    if row is None:
        return common | {"planned": "", "parts": [], "numbers": _("Nothing planned yet")}
    parts = whole(row)
    if not row.planned:
        count = getattr(row, "benefits", 0)
        words = ngettext("%(count)s benefit without a target yet", "%(count)s benefits without a target yet", count)
        return common | {
            "planned": "",
            "parts": [("not_measured", 1)],
            "numbers": capfirst(words % {"count": in_words(count)}),
            "values": parts,
        }
    return common | {
        "planned": amount(kind, round(Decimal(row.planned))),
        "parts": [(part, parts[part]) for part in PARTS],
        "numbers": in_numbers(parts),
        "values": {part: amount(kind, value) for part, value in parts.items()},
    }


def amount(kind: BenefitKind, value: Any) -> str:
    """An amount of a kind in words: kroner, hours, or how many benefits."""
    if kind == BenefitKind.MONEY:
        return nok(value)
    if kind == BenefitKind.TIME:
        return ngettext("%(count)s hour", "%(count)s hours", int(value)) % {"count": number(value)}
    return ngettext("%(count)s benefit", "%(count)s benefits", int(value)) % {"count": number(value)}


def in_numbers(parts: dict[str, Decimal]) -> str:
    """390 000 reached · 90 000 not reached · 160 000 not measured; only what there is."""
    words = {
        "reached": pgettext("benefit", "%(amount)s reached"),
        "missed": pgettext("benefit", "%(amount)s not reached"),
        "not_measured": pgettext("benefit", "%(amount)s not measured"),
    }
    return " · ".join(words[part] % {"amount": number(parts[part])} for part in PARTS if parts[part])


def nothing_measured(columns: list[tuple[Party | None, list[Any]]]) -> str:
    """Says so when something is planned and nothing of it is measured, for the first party."""
    party, rows = columns[0]
    if not rows or any(row.reached or row.missed for row in rows):
        return ""
    if party is None:
        return _("Nothing is measured this year yet. That does not mean that nothing is gained.")
    return _("%(party)s has not measured anything this year yet. That does not mean that nothing is gained.") % {
        "party": party.name
    }


def planned_parties(region_id: int) -> set[int]:
    """The parties that have a planned benefit. One query."""
    return set(Harvest.objects.filter(case__region_id=region_id).values_list("party_id", flat=True).distinct())


def not_in_the_figures(scope: Scope) -> str:
    """Names the municipalities that have no planned benefit, so that the region's figures are read aright."""
    planned = planned_parties(scope.region_id)
    missing = [party.name for party in scope.members if party.pk not in planned]
    if not planned or not missing:
        return ""
    return _("The region's figures do not hold %(parties)s, where no benefit is planned.") % {
        "parties": in_a_row(missing)
    }


def in_a_row(names: list[str]) -> str:
    """Rollag, Sigdal og Tinn."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
