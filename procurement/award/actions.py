"""The deeds of the award: recommendation, decision, letters, complaint, and the opening of the contracts."""

from datetime import date

from procurement.award import rules
from procurement.award.models import Award
from procurement.cases import ProcurementCase
from procurement.competition.actions import running
from procurement.competition.models import Tender
from procurement.planning.actions import GateClosed, lead
from workflow import clock, flows
from workflow.actors import Actor
from workflow.history import Text
from workflow.models import Visibility
from workflow.transitions import change_state, locked, require, step_done, write_down


def _award(case: ProcurementCase) -> Award:
    award = rules.current_award(case)
    if award is None:
        raise LookupError("nothing is recommended yet")
    return award


def recommend_award(case: ProcurementCase, tender: Tender, *, by: Actor, reason: str) -> ProcurementCase:
    """Recommend a supplier, with the reasons of the evaluation group.

    Raises GateClosed while no tender is registered or somebody in the group has not declared to be impartial.
    """
    with locked(case) as case:
        written_under = rules.recommends_as(case, by)
        require(rules.can_recommend_award(case, by) and written_under is not None)
        missing = rules.missing_before_recommendation(case)
        if missing:
            raise GateClosed(missing)
        competition = running(case)
        require(tender.competition_id == competition.pk)
        permission, party = written_under
        Award.objects.create(
            case=case,
            competition=competition,
            recommended=tender,
            recommendation=reason,
            recommended_by_id=by.user_id,
        )
        change_state(
            case,
            "recommend_award",
            by=by,
            permission=permission,
            party=party,
            data={"tender": tender.pk, "run": competition.run},
            texts={"reason": Text(reason, Visibility.GROUP)},
        )
        step_done(case, "recommend_award", by=by)
        return case


def decide_award(case: ProcurementCase, winner: Tender, *, by: Actor, reason: str) -> ProcurementCase:
    """Choose the supplier, on behalf of the lead buyer. From now on the choice is public within the case."""
    with locked(case) as case:
        require(rules.can_decide_award(case, by))
        award = _award(case)
        require(winner.competition_id == award.competition_id)
        award.winner = winner
        award.reason = reason
        award.decided_on = clock.today()
        award.decided_by_id = by.user_id
        award.save(update_fields=["winner", "reason", "decided_on", "decided_by"])
        write_down(
            case,
            "decide_award",
            by=by,
            permission="decide_award",
            party=lead(case),
            data={
                "tender": winner.pk,
                "price": "" if winner.price is None else str(winner.price),
                "decided_on": award.decided_on.isoformat(),
            },
            texts={"supplier": Text(winner.supplier), "reason": Text(reason, Visibility.PARTICIPANTS)},
        )
        step_done(case, "decide_award", by=by)
        return case


def send_letters(case: ProcurementCase, *, by: Actor, standstill_ends: date | None, rule: str) -> ProcurementCase:
    """Note that the award letters are sent. `standstill_ends` is the last day on which nobody may sign.

    It is None where no fixed standstill applies; `rule` says which rule that is.
    """
    with locked(case) as case:
        require(rules.can_send_letters(case, by))
        award = _award(case)
        award.letters_sent_on = clock.today()
        award.standstill_ends = standstill_ends
        award.standstill_rule = rule
        award.save(update_fields=["letters_sent_on", "standstill_ends", "standstill_rule"])
        write_down(
            case,
            "send_letters",
            by=by,
            permission="send_letters",
            party=lead(case),
            data={
                "standstill_ends": standstill_ends.isoformat() if standstill_ends else "",
                "rule": rule,
                "sent_on": award.letters_sent_on.isoformat(),
            },
        )
        step_done(case, "send_letters", by=by)
        return case


def register_complaint(case: ProcurementCase, *, by: Actor, note: str) -> ProcurementCase:
    """Note a complaint: nobody may sign until it is settled."""
    with locked(case) as case:
        require(rules.can_register_complaint(case, by))
        award = _award(case)
        award.complaint_on = clock.today()
        award.complaint_settled_on = None
        award.save(update_fields=["complaint_on", "complaint_settled_on"])
        write_down(
            case,
            "register_complaint",
            by=by,
            permission="register_complaint",
            party=lead(case),
            data={"complained_on": award.complaint_on.isoformat()},
            texts={"note": Text(note, Visibility.GROUP)},
        )
        return case


def settle_complaint(case: ProcurementCase, *, by: Actor, note: str, upheld: bool = False) -> ProcurementCase:
    """Note how a complaint ended: the award stands, or it is upheld and the choice is made anew.

    A choice that is made anew has new letters and a new standstill. What was chosen before stays in the history.
    """
    with locked(case) as case:
        require(rules.can_settle_complaint(case, by))
        award = _award(case)
        award.complaint_settled_on = clock.today()
        if upheld:
            award.winner = None
            award.reason = ""
            award.decided_on = award.decided_by = None
            award.letters_sent_on = award.standstill_ends = None
            award.standstill_rule = ""
        award.save()
        write_down(
            case,
            "settle_complaint",
            by=by,
            permission="settle_complaint",
            party=lead(case),
            data={"upheld": upheld, "settled_on": award.complaint_settled_on.isoformat()},
            texts={"note": Text(note, Visibility.PARTICIPANTS)},
        )
        if upheld:
            flows.reopen_at(case, "decide_award", by=by)
        return case


def open_contracts(case: ProcurementCase, *, by: Actor) -> ProcurementCase:
    """Let each participant sign its own contract. Raises GateClosed during standstill or with an open complaint."""
    with locked(case) as case:
        require(rules.opens_contracts(case, by))
        missing = rules.missing_before_contracts(case)
        if missing:
            raise GateClosed(missing)
        award = _award(case)
        supplier = award.winner.supplier
        change_state(
            case,
            "open_contracts",
            by=by,
            permission="open_contracts",
            party=lead(case),
            texts={"supplier": Text(supplier)},
        )
        step_done(case, "open_contracts", by=by)
        flows.part_done(case, "open_contracts", award, by=by)
        return case
