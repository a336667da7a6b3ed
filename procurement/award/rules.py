"""Who may recommend, decide and let sign: named predicates, readable as policy."""

from procurement.award.models import Award
from procurement.cases import ProcurementCase
from procurement.competition.rules import is_evaluator
from procurement.planning.rules import is_purchaser
from workflow import clock
from workflow.actors import Actor


def current_award(case: ProcurementCase) -> Award | None:
    """The award of the competition that runs, if there is a recommendation."""
    return case.awards.filter(competition__cancelled_on__isnull=True).order_by("-pk").first()


def can_recommend_award(case: ProcurementCase, actor: Actor) -> bool:
    """The evaluation group recommends, through its purchaser or a member who may."""
    return case.state == "competition" and (is_purchaser(case, actor, "recommend_award") or is_evaluator(case, actor))


def can_decide_award(case: ProcurementCase, actor: Actor) -> bool:
    """The lead buyer's authorised person decides."""
    award = current_award(case)
    return (
        case.state == "award"
        and award is not None
        and award.decided_on is None
        and is_purchaser(case, actor, "decide_award")
    )


def can_send_letters(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser sends the letters; the standstill runs from then."""
    award = current_award(case)
    return (
        case.state == "award"
        and award is not None
        and award.decided_on is not None
        and award.letters_sent_on is None
        and is_purchaser(case, actor, "send_letters")
    )


def can_register_complaint(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser notes a complaint while nobody has signed."""
    award = current_award(case)
    return (
        case.state == "award"
        and award is not None
        and award.letters_sent_on is not None
        and award.complaint_on is None
        and is_purchaser(case, actor, "register_complaint")
    )


def can_settle_complaint(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser notes that the complaint is settled."""
    award = current_award(case)
    return (
        case.state == "award"
        and award is not None
        and award.complaint_on is not None
        and award.complaint_settled_on is None
        and is_purchaser(case, actor, "settle_complaint")
    )


def missing_before_contracts(case: ProcurementCase) -> list[str]:
    """What stands in the way of signing: letters, the standstill, an open complaint."""
    award = current_award(case)
    if award is None or award.letters_sent_on is None:
        return ["letters"]
    missing = []
    if award.standstill_ends and clock.today() <= award.standstill_ends:
        missing.append("standstill")
    if award.complaint_on and not award.complaint_settled_on:
        missing.append("complaint")
    return missing


def can_open_contracts(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser opens the contracts for signing when nothing stands in the way."""
    return case.state == "award" and is_purchaser(case, actor, "open_contracts") and not missing_before_contracts(case)
