"""What a case shows of the competition: the notice and the locked list, the sheet for the KGV, and the tenders."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.cases import ProcurementCase
from procurement.competition import queries, rules
from procurement.competition.models import Competition
from procurement.competition.reasons import CancelCode
from procurement.invitation.rules import sees_values
from procurement.planning.models import Responsible, Route
from procurement.planning.rules import is_purchaser
from procurement.planning.words import procedure_words
from workflow.actors import Actor
from workflow.panels import Panel, register

BEFORE = ("draft", "reported", "assessment", "accepted", "invitation", "commitment")
COMPETES = (Route.FULL, Route.SIMPLIFIED)


def competition_panels(case: ProcurementCase, actor: Actor) -> Iterator[Panel]:
    """The panels, from planning on."""
    if case.state in BEFORE or not hasattr(case, "plan"):
        return
    runs = list(case.competitions.order_by("-run"))
    fixed = queries.fixed_list(case)
    if runs or case.invitation.frozen_on:
        yield notice_panel(case, actor, runs, fixed)
    if (
        case.state in ("planning", "competition")
        and case.plan.route in COMPETES
        and is_purchaser(case, actor, "publish_notice")
    ):
        yield sheet_panel(case, runs[0] if runs and runs[0].cancelled_on is None else None, fixed)
    if runs and runs[0].cancelled_on is None and rules.can_see_tenders(case, actor):
        yield tenders_panel(case, actor)


def notice_panel(case: ProcurementCase, actor: Actor, runs: list[Competition], fixed: queries.FixedList) -> Panel:
    """The competition that runs, the locked list, and the runs that were cancelled."""
    current = runs[0] if runs else None
    is_past = case.state not in ("planning", "competition")
    return Panel(
        "competition/panel_competition.html",
        {
            "competition": current,
            "closes": queries.closes_at(current) if current else None,
            "fixed": fixed,
            "years": case.plan.years,
            "show_values": sees_values(case, actor, case.plan.lead_buyer_id or case.region_id),
            "is_frozen": case.invitation.frozen_on is not None,
            "cancelled": [
                {"run": row.run, "on": row.cancelled_on, "why": str(CancelCode(row.cancel_code).label).lower()}
                for row in runs
                if row.cancelled_on and row.cancel_code in CancelCode.values
            ],
        },
        side=not is_past,
        rank=44 if is_past else 30,
        earlier=is_past,
        title=title_of(current),
        line=_("%(count)s take part") % {"count": len(fixed.everyone)},
    )


def title_of(current: Competition | None) -> str:
    """What the panel is called: a route without a competition has only its participants."""
    if current is None:
        return _("Participants")
    return _("Competition") if current.notice_id else _("Invitation to tender")


def sheet_panel(case: ProcurementCase, current: Competition | None, fixed: queries.FixedList) -> Panel:
    """The sheet for the notice."""
    context: dict[str, Any] = {
        "case": case,
        "plan": case.plan,
        "procedure": procedure_words(case.plan.procedure),
        "lead": case.plan.lead_buyer or case.region,
        "fixed": fixed,
        "competition": current,
        "closes": queries.closes_at(current) if current else None,
    }
    return Panel("competition/panel_sheet.html", {**context, "text": sheet_text(context)}, side=True, rank=35)


def sheet_text(context: dict[str, Any]) -> str:
    """The sheet as plain lines, for the clipboard."""
    plan, fixed = context["plan"], context["fixed"]
    rows = [
        (_("Title"), context["case"].title),
        (_("Lead buyer"), named(context["lead"])),
        *(((_("Buyer with an option") if row.as_option else _("Buyer")), named(row.party)) for row in fixed.everyone),
        (_("Procedure"), context["procedure"] or "–"),
        ("CPV", plan.cpv or "–"),
        (_("Total value, NOK excl. VAT"), localize(fixed.total)),
        (_("Of which options"), localize(fixed.options_total)),
        (_("Contract years"), plan.years),
        (_("Type of contract"), plan.standard_contract or "–"),
    ]
    if context["closes"]:
        rows.append((_("Tender deadline"), date_format(context["closes"], "j. F Y H:i")))
    return "\n".join(f"{label}: {value}" for label, value in rows)


def named(party: Any) -> str:
    """A party with its number, when it has one."""
    return f"{party.name} ({party.organisation_number})" if party.organisation_number else str(party.name)


def tenders_panel(case: ProcurementCase, actor: Actor) -> Panel:
    """The tenders, who is recommended or chosen, and the evaluation group."""
    award = case.awards.filter(competition__cancelled_on__isnull=True).select_related("recommended_by").first()
    decided = award is not None and award.decided_on is not None
    knows = rules.is_in_the_know(case, actor)
    group = case.responsibles.filter(task=Responsible.Task.EVALUATOR).select_related("person", "party").order_by("pk")
    chosen = (award.winner_id if decided else award.recommended_id) if award else None
    tenders = list(queries.tenders_of(case, actor))
    return Panel(
        "competition/panel_tenders.html",
        {
            "tenders": tenders,
            "chosen": chosen,
            "chosen_words": _("chosen") if decided else _("recommended"),
            "secret": not decided,
            "group": [
                {"name": row.person.display_name, "party": row.party.name, "declared": row.impartial_on is not None}
                for row in group
            ]
            if knows and case.state == "competition"
            else [],
            "recommendation": award.recommendation if award and knows and not decided else "",
            "recommended_by": award.recommended_by.display_name if award else "",
        },
        rank=18 if case.state == "competition" else 45,
        earlier=case.state not in ("competition", "award"),
        title=_("Tenders"),
        line=ngettext("%(count)s tender", "%(count)s tenders", len(tenders)) % {"count": len(tenders)},
    )


register(competition_panels)
