"""A joint procurement as it was, in words. Values, reasons and tenders only to those who may see them today."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from procurement.as_of import AnswerAsOf, AuthorisationAsOf, BuyingAsOf, CompetitionAsOf, ContractAsOf, PlanAsOf
from procurement.competition.rules import can_see_tenders, is_in_the_know
from procurement.contract.panels import words_of as contract_words
from procurement.invitation.rules import sees_all_values
from procurement.invitation.value import contract_value, counts, has_value
from procurement.models import Answer, Route
from procurement.planning import words as plan_words
from suksit.cases.models import ChangeCase
from suksit.cases.paper import Section, Table, known
from suksit.cases.words import listed
from suksit.templatetags.form_of import UNKNOWN, long_date, nok
from workflow.actors import Actor

FIGURES = frozenset({2})
ALL = 400
Names = Mapping[int, str]


def text(said: str | None) -> str:
    """A text as it is shown: that it is removed, when it was erased."""
    return pgettext("a text", "Removed") if said is None else said


def day(value: date | None) -> str:
    """A day written out, or nothing."""
    return long_date(value) if value else ""


def sections(case: ChangeCase, actor: Actor, buying: BuyingAsOf, parties: Names, people: Names) -> Iterator[Section]:
    """The sections, in the order of the work."""
    sees_all = sees_all_values(case, actor)
    yield the_answers(case, actor, buying, parties, sees_all)
    yield the_authorisations(actor, buying, parties, sees_all)
    yield the_plan(buying.plan, buying, parties, people, sees_all)
    yield the_competition(case, actor, buying)
    yield the_contracts(actor, buying, parties, sees_all)


def own(actor: Actor, party: int) -> bool:
    """Whether the actor answers for a party."""
    return actor.may("answer_invitation", party)


def the_answers(case: ChangeCase, actor: Actor, buying: BuyingAsOf, parties: Names, sees_all: bool) -> Section:
    """Who had answered what."""
    years = buying.plan.years
    routes = actor.may("close_invitation", case.region_id)
    rows = []
    for party, name in parties.items():
        row = buying.answers.get(party)
        if row is None:
            continue
        seen = sees_all or own(actor, party)
        reason = text(row.private_reason) if routes or own(actor, party) else ""
        value = nok(contract_value(row, years)) if seen and counts(row) and has_value(row) else UNKNOWN
        rows.append((name, answer_words(row), value, "; ".join(part for part in (text(row.remark), reason) if part)))
    label = ngettext("Value, %(years)s year", "Value, %(years)s years", years) % {"years": years}
    columns = (_("Municipality"), _("Answer"), label, _("Note"))
    return Section(
        _("What the municipalities had answered"),
        words=[text(buying.questions)],
        facts=known(
            (_("Asked"), day(buying.asked_on)),
            (_("Last day to answer"), day(buying.deadline)),
            (_("Closed"), day(buying.closed_on)),
            (_("Participants fixed"), day(buying.frozen_on)),
            (_("Sum of yes and option"), nok(buying.value.total) if sees_all else ""),
        ),
        tables=[Table(_("Answers; silence is neither yes nor no"), columns, rows, end=FIGURES)],
        notes=[] if sees_all else [_("Values are shown to those who may see them.")],
    )


def answer_words(row: AnswerAsOf) -> str:
    """The answer as it is said."""
    others = {
        "silent": _("Did not answer"),
        "released": _("No longer with us"),
        "asked": _("Has not answered"),
    }
    return others.get(row.state) or str(dict(Answer.Choice.choices)[row.choice])


def the_authorisations(actor: Actor, buying: BuyingAsOf, parties: Names, sees_all: bool) -> Section:
    """Who was bound."""
    rows = [
        (
            name,
            authorisation_words(row),
            nok(row.value) if row.value is not None and (sees_all or own(actor, party)) else UNKNOWN,
            ", ".join(part for part in (day(row.decided_on), row.political_case_number, text(row.reason)) if part),
        )
        for party, name in parties.items()
        for row in [buying.authorisations.get(party)]
        if row is not None and row.state != "released"
    ]
    columns = (_("Municipality"), _("Authorisation"), _("Value"), _("Note"))
    return Section(
        _("Authorisations"),
        tables=[Table(_("Authorisations of the municipalities"), columns, rows, end=FIGURES)],
    )


def authorisation_words(row: AuthorisationAsOf) -> str:
    """One municipality's authorisation."""
    states = {
        "requested": _("Asked for"),
        "with_council": _("With %(body)s") % {"body": text(row.political_body)},
        "given": _("Given"),
        "declined": _("Not given"),
    }
    return f"{states[row.state]} ({_('option')})" if row.as_option else states[row.state]


def the_plan(plan: PlanAsOf, buying: BuyingAsOf, parties: Names, people: Names, sees_all: bool) -> Section:
    """The route with its reason, who led, and how the buying was planned."""
    weighed = str(plan_words.environment_words(plan.environment_route))
    return Section(
        pgettext("stage", "Planning"),
        facts=known(
            (_("Lead buyer"), parties.get(plan.lead_buyer_id or 0, "")),
            (_("Route"), str(Route(plan.route).label) if plan.route else ""),
            (_("Reason for the route"), text(plan.route_reason)),
            (_("Procedure"), str(plan_words.procedure_words(plan.procedure))),
            ("CPV", plan.cpv),
            (_("Standard contract"), str(plan_words.contract_words(plan.standard_contract))),
            (_("Environment"), "\n".join(part for part in (weighed, text(plan.environment)) if part)),
            (_("Existing agreement"), text(plan.existing_agreement)),
            (_("Contract years with options"), plan.years if plan.route else ""),
            (_("Planned start of the competition"), day(plan.competition_starts)),
            (_("Evaluation group"), listed([people.get(key, "") for key in buying.group], most=ALL)),
            (_("Total value at the freeze"), nok(plan.total_value) if sees_all and plan.total_value else ""),
        ),
    )


def the_competition(case: ChangeCase, actor: Actor, buying: BuyingAsOf) -> Section:
    """The runs; how many tenders there were to those who may see them, and the choice once it was made."""
    seen = can_see_tenders(case, actor)
    rows = [
        (
            number,
            day(run.started_on),
            day(run.tender_deadline),
            run.notice_id or UNKNOWN,
            str(run.tenders) if seen and run.opened_on else UNKNOWN,
            day(run.cancelled_on) or UNKNOWN,
        )
        for number, run in buying.competitions.items()
    ]
    columns = (_("Run"), _("Started"), _("Tender deadline"), _("Notice"), _("Tenders"), _("Cancelled"))
    return Section(
        pgettext("stage", "Competition"),
        facts=the_award(case, actor, buying, buying.run) if buying.run else [],
        tables=[Table(_("Competitions"), columns, rows)],
    )


def the_award(case: ChangeCase, actor: Actor, buying: BuyingAsOf, run: CompetitionAsOf) -> list[tuple[str, Any]]:
    """What was decided; before that nothing is told, not even that something was recommended."""
    award = run.award
    if award is None or award.decided_on is None or not actor.may_anywhere("read_cases"):
        return []
    joined = any(row.state == "given" and party in actor.parties for party, row in buying.authorisations.items())
    return known(
        (_("Chosen supplier"), text(award.supplier)),
        (_("Reason for the choice"), text(award.reason) if joined or is_in_the_know(case, actor) else ""),
        (_("Decided"), day(award.decided_on)),
        (_("Letters sent"), day(award.letters_sent_on)),
        (_("Standstill ends"), day(award.standstill_ends)),
        (_("Rule"), award.standstill_rule),
        (_("Complaint"), day(award.complaint_on)),
        (_("Complaint settled"), day(award.complaint_settled_on)),
    )


def the_contracts(actor: Actor, buying: BuyingAsOf, parties: Names, sees_all: bool) -> Section:
    """One contract for each municipality."""
    rows = [
        (
            name,
            text(row.supplier),
            yearly(row) if sees_all or own(actor, party) else UNKNOWN,
            contract_words(row.state, row.as_option),
            f"{day(row.starts_on)} – {day(row.ends_on)}" if row.starts_on and row.ends_on else UNKNOWN,
            day(row.signed_on) or UNKNOWN,
        )
        for party, name in parties.items()
        for row in [buying.contracts.get(party)]
        if row is not None
    ]
    columns = (_("Municipality"), _("Supplier"), _("A year"), _("State"), _("From – to"), _("Signed"))
    return Section(_("Contracts"), tables=[Table(_("Contracts of the municipalities"), columns, rows, end=FIGURES)])


def yearly(row: ContractAsOf) -> str:
    """What it costs a year, as signed or as answered."""
    value = row.annual_value if row.state == "signed" else row.estimated_annual_value
    return nok(value) if value is not None else UNKNOWN
