"""The case file from the answers to the benefits: what each municipality answered, bought, got and gained."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from procurement.award.rules import current_award
from procurement.competition.queries import tenders_of
from procurement.competition.rules import can_see_tenders
from procurement.contract.panels import words_of as contract_words
from procurement.contract.queries import contracts_of
from procurement.invitation.queries import Row, authorisations, matrix
from procurement.invitation.rules import sees_all_values
from procurement.models import Answer, Authorisation
from procurement.planning import words as plan_words
from suksit.benefits.queries import Line, lines_of
from suksit.benefits.units import unit_of
from suksit.cases.models import ChangeCase
from suksit.cases.paper import Section, Table, known
from suksit.rollout import words as rollout_words
from suksit.templatetags.form_of import UNKNOWN, long_date, nok, number
from workflow.actors import Actor

SECOND_TO_LAST = frozenset({2})


def sections(case: ChangeCase, actor: Actor) -> Iterator[Section]:
    """The sections, in the order of the work."""
    if hasattr(case, "invitation"):
        sees_all = sees_all_values(case, actor)
        yield the_answers(case, actor)
        yield the_authorisations(case, actor, sees_all)
        yield the_plan(case, sees_all)
        yield the_competition(case, actor)
        yield the_contracts(case, actor, sees_all)
    yield the_rollout(case)
    yield the_benefits(case)


def day(value: Any) -> str:
    """A day written out, or nothing."""
    return long_date(value) if value else ""


def the_answers(case: ChangeCase, actor: Actor) -> Section:
    """Who answered what. Values, present agreements and private reasons only to those who may see them."""
    found = matrix(case, actor)
    years = case.plan.years
    rows = [
        (
            row.name,
            answer_words(row),
            nok(row.value) if row.value is not None else UNKNOWN,
            "; ".join(part for part in (row.note, row.volume, row.private_reason, row.problem) if part),
        )
        for row in found.answers
    ]
    value = ngettext("Value, %(years)s year", "Value, %(years)s years", years) % {"years": years}
    return Section(
        _("What the municipalities answer"),
        words=[case.invitation.questions],
        facts=known(
            (_("Asked"), day(case.invitation.asked_on)),
            (_("Last day to answer"), day(case.invitation.deadline)),
            (_("Closed"), day(case.invitation.closed_on)),
            (_("Participants fixed"), day(case.invitation.frozen_on)),
            (_("Sum of yes and option"), nok(found.total) if found.total is not None else ""),
        ),
        tables=[
            Table(
                _("Answers; silence is neither yes nor no"),
                (_("Municipality"), _("Answer"), value, _("Note")),
                rows,
                end=SECOND_TO_LAST,
            )
        ],
        notes=[] if found.sees_values else [_("Values are shown to those who may see them.")],
    )


def answer_words(row: Row) -> str:
    """The answer as it is said."""
    if row.words:
        return row.words
    return str(dict(Answer.Choice.choices).get(row.state, _("Has not answered")))


def the_authorisations(case: ChangeCase, actor: Actor, sees_all: bool) -> Section:
    """Who has bound itself: on delegation, or by a political decision."""
    rows = [authorisation_row(row, actor, sees_all) for row in authorisations(case)]
    columns = (_("Municipality"), _("Authorisation"), _("Value over four years"), _("By whom, and when"))
    return Section(
        _("Authorisations"),
        tables=[Table(_("Authorisations of the municipalities"), columns, rows, end=SECOND_TO_LAST)],
    )


def authorisation_row(row: Authorisation, actor: Actor, sees_all: bool) -> tuple[str, ...]:
    """One municipality's authorisation."""
    states = {
        "requested": _("Asked for"),
        "with_council": _("With %(body)s") % {"body": row.political_body},
        "given": _("Given"),
        "declined": _("Not given"),
    }
    seen = sees_all or actor.may("answer_invitation", row.party_id)
    signatory = row.signatory.display_name if row.signatory else ""
    details = (
        signatory,
        row.signatory_title,
        day(row.decided_on),
        row.political_case_number,
        _("Meeting %(day)s") % {"day": day(row.meeting_on)} if row.meeting_on else "",
        row.scope,
    )
    return (
        row.party.name,
        f"{states[row.state]} ({_('option')})" if row.as_option else states[row.state],
        nok(row.value) if seen else UNKNOWN,
        ", ".join(part for part in details if part),
    )


def the_plan(case: ChangeCase, sees_all: bool) -> Section:
    """The route with its reason, who leads, and how the buying is planned."""
    plan = case.plan
    weighed = str(plan_words.environment_words(plan.environment_route))
    environment = "\n".join(part for part in (weighed, plan.environment) if part)
    return Section(
        pgettext("stage", "Planning"),
        facts=known(
            (_("Lead buyer"), plan.lead_buyer.name if plan.lead_buyer else ""),
            (_("Route"), plan.get_route_display() if plan.route else ""),
            (_("Reason for the route"), plan.route_reason),
            (_("Procedure"), str(plan_words.procedure_words(plan.procedure))),
            ("CPV", plan.cpv),
            (_("Standard contract"), str(plan_words.contract_words(plan.standard_contract))),
            (_("Environment"), environment),
            (_("Existing agreement"), plan.existing_agreement),
            (_("Contract years with options"), plan.years if plan.route else ""),
            (_("Planned start of the competition"), day(plan.competition_starts)),
            (_("Total value at the freeze"), nok(plan.total_value) if sees_all and plan.total_value else ""),
        ),
    )


def the_competition(case: ChangeCase, actor: Actor) -> Section:
    """The runs of the competition, the tenders and the award. Before the award the tenders are kept to those named."""
    runs = list(case.competitions.order_by("run"))
    if not runs:
        return Section(pgettext("stage", "Competition"))
    run_rows = [
        (
            row.run,
            day(row.started_on),
            day(row.tender_deadline),
            row.notice_id or UNKNOWN,
            _("Cancelled %(day)s") % {"day": day(row.cancelled_on)} if row.cancelled_on else "",
        )
        for row in runs
    ]
    columns = (_("Run"), _("Started"), _("Tender deadline"), _("Notice"), _("Cancelled"))
    tables = [Table(_("Competitions"), columns, run_rows)]
    if not can_see_tenders(case, actor):
        secret = _("Tenders and evaluation are kept secret until a supplier is chosen.")
        return Section(pgettext("stage", "Competition"), words=[secret], tables=tables)
    tenders = [(row.supplier, row.organisation_number or UNKNOWN, nok(row.price)) for row in tenders_of(case, actor)]
    columns = (_("Supplier"), _("Organisation number"), _("Price excl. VAT"))
    tables.append(Table(_("Tenders"), columns, tenders, end=SECOND_TO_LAST))
    award = current_award(case)
    facts = []
    if award is not None:
        facts = known(
            (_("Recommended"), award.recommended.supplier),
            (_("Recommendation"), award.recommendation),
            (_("Chosen supplier"), award.winner.supplier if award.winner else ""),
            (_("Reason for the choice"), award.reason),
            (_("Decided"), day(award.decided_on)),
            (_("Letters sent"), day(award.letters_sent_on)),
            (_("Standstill ends"), day(award.standstill_ends)),
            (_("Rule"), award.standstill_rule),
            (_("Complaint"), day(award.complaint_on)),
            (_("Complaint settled"), day(award.complaint_settled_on)),
        )
    return Section(pgettext("stage", "Competition"), facts=facts, tables=tables)


def the_contracts(case: ChangeCase, actor: Actor, sees_all: bool) -> Section:
    """One contract for each municipality."""
    rows = [
        (
            row.party.name,
            row.supplier,
            nok(row.annual_value if row.state == "signed" else row.estimated_annual_value)
            if sees_all or actor.may("answer_invitation", row.party_id)
            else UNKNOWN,
            contract_words(row.state, row.as_option),
            f"{day(row.starts_on)} – {day(row.ends_on)}" if row.starts_on and row.ends_on else UNKNOWN,
            day(row.signed_on) or UNKNOWN,
        )
        for row in contracts_of(case)
    ]
    columns = (_("Municipality"), _("Supplier"), _("A year"), _("State"), _("From – to"), _("Signed"))
    return Section(
        _("Contracts"), tables=[Table(_("Contracts of the municipalities"), columns, rows, end=SECOND_TO_LAST)]
    )


def the_rollout(case: ChangeCase) -> Section:
    """Each municipality's go-live, a delay told with its cause."""
    found = case.rollouts.select_related("party").order_by("party__sort_key")
    rows = [
        (
            row.party.name,
            rollout_words.state(row)["words"],
            rollout_words.when(row) or UNKNOWN,
            rollout_words.delay(row) or UNKNOWN,
        )
        for row in found
    ]
    columns = (_("Municipality"), _("State"), _("Day"), _("Moved"))
    return Section(pgettext("stage", "Roll-out"), tables=[Table(_("Taken into use"), columns, rows)])


def the_benefits(case: ChangeCase) -> Section:
    """Each benefit with everybody's baseline, target and numbers. What was not measured says so, never zero."""
    benefits = list(case.benefits.order_by("pk"))
    lines = lines_of(benefits)
    columns = (_("Municipality"), _("Baseline"), _("Target"), _("Measured"), _("State"))
    tables = [
        Table(
            f"{benefit.title} ({unit_of(benefit)})",
            columns,
            [line_row(line) for line in lines.get(benefit.pk, [])],
            end=frozenset({1, 2}),
        )
        for benefit in benefits
    ]
    return Section(pgettext("benefits", "Benefits"), tables=tables)


def line_row(line: Line) -> tuple[str, ...]:
    """One municipality's row."""
    states = {
        "reached": _("The target is reached"),
        "on_way": _("On the way"),
        "measured": _("Measured"),
        "not_measured": _("Not measured"),
        "not_in_use": _("Not in use"),
    }
    rounds = [
        f"{long_date(row.due)}: {number(row.value) if row.value is not None else _('not measured')}"
        for row in line.rounds
        if row.value is not None or row.state == "not_measured"
    ]
    return (
        line.harvest.party.name,
        number(line.harvest.baseline) if line.harvest.baseline is not None else _("missing"),
        number(line.harvest.target),
        "\n".join(rounds) or _("not measured"),
        states[line.state],
    )
