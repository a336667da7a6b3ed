"""The deeds of the competition: out, in, or cancelled. Going out fixes the participants."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from procurement.cases import ProcurementCase
from procurement.competition import rules
from procurement.competition.impartiality import ask_again
from procurement.competition.models import Competition, Tender
from procurement.competition.regime import shortest
from procurement.planning.actions import GateClosed, lead
from procurement.planning.rules import missing_before_freeze
from procurement.planning.value import value_of
from workflow import clock, flows
from workflow.actors import Actor
from workflow.history import Text
from workflow.models import Visibility
from workflow.transitions import change_state, locked, require, step_done, write_down


class TooEarly(Exception):
    """The day has not come. Carries the first day on which the deed is possible."""

    def __init__(self, earliest: date) -> None:
        self.earliest = earliest
        super().__init__(earliest.isoformat())


class AlreadyRegistered(ValueError):
    """The supplier's tender stands in the record already."""


class TooShort(ValueError):
    """The tenderers get less time than the law asks for. Carries the first lawful day, the days and the citation."""

    def __init__(self, earliest: date, days: int, citation: str) -> None:
        self.earliest = earliest
        self.days = days
        self.citation = citation
        super().__init__(f"{earliest.isoformat()} at the earliest")


def fix_participants(case: ProcurementCase, started_on: date) -> dict[str, Any]:
    """Fix who takes part, and what it is worth, from this day on.

    Raises GateClosed with what is missing. Returns the public figures for the history.
    """
    missing = missing_before_freeze(case)
    if missing:
        raise GateClosed(missing)
    value = value_of(case)
    case.invitation.frozen_on = started_on
    case.invitation.save(update_fields=["frozen_on"])
    case.plan.total_value = value.total
    case.plan.competition_starts = started_on
    case.plan.save(update_fields=["total_value", "competition_starts"])
    bound = list(case.authorisations.filter(state="given", as_option=False).values_list("party_id", flat=True))
    options = list(case.authorisations.filter(state="given", as_option=True).values_list("party_id", flat=True))
    return {
        "bound": sorted(bound),
        "options": sorted(options),
        "value": str(value.total),
        "fixed_on": started_on.isoformat(),
    }


def _open(
    case: ProcurementCase,
    deed: str,
    *,
    by: Actor,
    tender_deadline: date,
    tender_time: time,
    notice_id: str,
    kgv_link: str,
) -> ProcurementCase:
    today = clock.today()
    if tender_deadline <= today:
        raise ValueError("the tender deadline must be in the future")
    data = fix_participants(case, today)
    run = case.competitions.count() + 1
    Competition.objects.create(
        case=case,
        run=run,
        notice_id=notice_id,
        kgv_link=kgv_link,
        started_on=today,
        tender_deadline=tender_deadline,
        tender_time=tender_time,
    )
    data |= {"run": run, "notice_id": notice_id, "tender_deadline": tender_deadline.isoformat()}
    change_state(case, deed, by=by, permission=deed, party=lead(case), data=data)
    step_done(case, deed, by=by)
    return case


def publish_notice(
    case: ProcurementCase,
    *,
    by: Actor,
    notice_id: str,
    tender_deadline: date,
    tender_time: time = time(12),
    kgv_link: str = "",
    is_shortened: bool = False,
) -> ProcurementCase:
    """Note that the notice is published. The participants are fixed by it.

    Raises GateClosed when something is missing, TooShort when the tenderers get too little time (`is_shortened` says
    that the law's shorter time applies), ValueError when the deadline is not in the future.
    """
    with locked(case) as case:
        require(rules.can_publish_notice(case, by))
        minimum = shortest(case, is_shortened=is_shortened)
        if minimum is not None and tender_deadline < minimum[1]:
            raise TooShort(minimum[1], minimum[0].amount, minimum[0].citation)
        return _open(
            case,
            "publish_notice",
            by=by,
            tender_deadline=tender_deadline,
            tender_time=tender_time,
            notice_id=notice_id,
            kgv_link=kgv_link,
        )


def invite_tenders(
    case: ProcurementCase, *, by: Actor, tender_deadline: date, tender_time: time = time(12), kgv_link: str = ""
) -> ProcurementCase:
    """Note that the invitation to tender is sent, on the simplified route. The participants are fixed by it."""
    with locked(case) as case:
        require(rules.can_invite_tenders(case, by))
        return _open(
            case,
            "invite_tenders",
            by=by,
            tender_deadline=tender_deadline,
            tender_time=tender_time,
            notice_id="",
            kgv_link=kgv_link,
        )


def running(case: ProcurementCase) -> Competition:
    """The competition that runs now: the last, not cancelled."""
    return case.competitions.filter(cancelled_on__isnull=True).order_by("-run").get()


def register_tender(
    case: ProcurementCase, *, by: Actor, supplier: str, organisation_number: str = "", price: Decimal | None = None
) -> Tender:
    """Register a tender from the opening record; the price in NOK excl. VAT.

    Raises TooEarly before the deadline, AlreadyRegistered for a supplier that stands there. The evaluation group is
    asked to declare itself impartial towards the tenderers that are known now.
    """
    with locked(case) as case:
        require(rules.can_register_tender(case, by))
        competition = running(case)
        if not rules.is_over(competition):
            raise TooEarly(competition.tender_deadline)
        if competition.tenders.filter(supplier__iexact=supplier).exists():
            raise AlreadyRegistered(supplier)
        if competition.opened_on is None:
            competition.opened_on = clock.today()
            competition.save(update_fields=["opened_on"])
        tender = Tender.objects.create(
            competition=competition,
            case=case,
            supplier=supplier,
            organisation_number=organisation_number,
            price=price,
            registered_by_id=by.user_id,
        )
        write_down(
            case,
            "register_tender",
            by=by,
            permission="register_tender",
            party=lead(case),
            data={"tender": tender.pk, "run": competition.run, "opened_on": competition.opened_on.isoformat()},
            texts={"supplier": Text(supplier, Visibility.GROUP)},
        )
        ask_again(case)
        return tender


def cancel_competition(case: ProcurementCase, *, by: Actor, code: str, reason: str) -> ProcurementCase:
    """Cancel the competition. The case goes back to planning, where a new run can begin; all is kept.

    `code` is the eForms reason (non-award justification). The participants are open again until the next run.
    """
    with locked(case) as case:
        require(rules.can_cancel_competition(case, by))
        competition = running(case)
        competition.cancelled_on = clock.today()
        competition.cancel_code = code
        competition.save(update_fields=["cancelled_on", "cancel_code"])
        case.invitation.frozen_on = None
        case.invitation.save(update_fields=["frozen_on"])
        change_state(
            case,
            "cancel_competition",
            by=by,
            permission="cancel_competition",
            party=lead(case),
            data={"run": competition.run, "code": code, "cancelled_on": competition.cancelled_on.isoformat()},
            texts={"reason": Text(reason)},
        )
        flows.reopen_at(case, "choose_route", by=by)
        return case
