"""The joint procurement, top to bottom: from the question to the partners to the last signature."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import pgettext_lazy
from viewflow import this

from procurement.award.models import Award
from procurement.competition.impartiality import ask_impartiality
from procurement.contract.opening import open_contract_rows
from procurement.invitation.models import Invitation
from procurement.planning.models import Plan
from workflow import clock
from workflow.deadlines import next_working_day, working_deadline
from workflow.models import Case
from workflow.nodes import Choice, Step


def routes_here(case: Case) -> int:
    """The party that routes the case: its region."""
    return case.region_id


def lead_buyer(case: Case) -> int:
    """The lead buyer: whose purchaser does the deeds from planning to award. The region until one is named."""
    return case.plan.lead_buyer_id or case.region_id


def within(working_days: int) -> Callable[[Case], date]:
    """A last day so many working days after the step opens."""

    def due(case: Case) -> date:
        return working_deadline(clock.today(), working_days)

    return due


class JointProcurement:
    """The steps of a joint procurement. Mixed into a flow that says what comes before and after (`this.procured`)."""

    called = {"by_route": pgettext_lazy("flow", "Which route?")}

    ask_partners = Step(party=routes_here, permission="ask_partners", due=within(5)).Next(this.close_invitation)
    close_invitation = Step(
        party=routes_here, permission="close_invitation", due=lambda case: case.invitation.deadline
    ).Next(this.close_commitment)
    close_commitment = Step(party=routes_here, permission="close_commitment", due=within(15)).Next(this.choose_route)
    choose_route = Step(party=lead_buyer, permission="choose_route", due=within(10)).Next(this.by_route)
    by_route = (
        Choice()
        .Case(this.publish_notice, lambda case: case.plan.route == "full")
        .Case(this.invite_tenders, lambda case: case.plan.route == "simplified")
        .Case(this.call_off, lambda case: case.plan.route == "call_off")
        .Case(this.agree_renegotiation, lambda case: case.plan.route == "renegotiation")
        .Default(this.proceed_without_procurement)
    )
    publish_notice = Step(party=lead_buyer, permission="publish_notice", due=within(30)).Next(this.recommend_award)
    invite_tenders = Step(party=lead_buyer, permission="invite_tenders", due=within(20)).Next(this.recommend_award)
    call_off = Step(party=lead_buyer, permission="call_off", due=within(15)).Next(this.close_contracting)
    agree_renegotiation = Step(party=lead_buyer, permission="agree_renegotiation", due=within(30)).Next(
        this.close_contracting
    )
    proceed_without_procurement = Step(party=lead_buyer, permission="proceed_without_procurement", due=within(10)).Next(
        this.procured
    )
    recommend_award = Step(
        party=lead_buyer, permission="recommend_award", due=lambda case: recommendation_due(case)
    ).Next(this.decide_award)
    decide_award = Step(party=lead_buyer, permission="decide_award", due=within(10)).Next(this.send_letters)
    send_letters = Step(party=lead_buyer, permission="send_letters", due=within(3)).Next(this.open_contracts)
    open_contracts = Step(
        party=lead_buyer, permission="open_contracts", due=lambda case: may_be_signed_from(case)
    ).Next(this.close_contracting)
    close_contracting = Step(party=routes_here, permission="close_contracting", due=within(30)).Next(this.procured)

    def after_ask_partners(self, case: Case, invitation: Invitation) -> None:
        """The plan begins with the question: the contract years are needed to sum the value."""
        Plan.objects.get_or_create(case_id=case.pk)

    def after_name_evaluators(self, case: Case, plan: Plan) -> None:
        """A member who is named after the tenders are known is asked to declare."""
        if case.competitions.filter(cancelled_on__isnull=True, opened_on__isnull=False).exists():
            ask_impartiality(case)

    def after_open_contracts(self, case: Case, award: Award) -> None:
        """One contract for each participant, from the winner."""
        open_contract_rows(case, supplier=award.winner.supplier)


def recommendation_due(case: Case) -> date:
    """Ten working days after the tender deadline."""
    return working_deadline(case.competitions.order_by("-run").first().tender_deadline, 10)


def may_be_signed_from(case: Case) -> date:
    """The first working day after the standstill, or three working days ahead when no fixed one applies."""
    award = case.awards.order_by("-pk").first()
    if award.standstill_ends is None:
        return working_deadline(clock.today(), 3)
    return next_working_day(award.standstill_ends + timedelta(days=1))
