"""Who may recommend, decide and let sign: named predicates, readable as policy."""

from procurement.award.models import Award
from procurement.award.standstill import is_running
from procurement.cases import ProcurementCase
from procurement.competition.rules import is_evaluator, undeclared, voice_in_group
from procurement.planning.models import Responsible
from procurement.planning.rules import is_purchaser
from workflow.actors import Actor


def current_award(case: ProcurementCase) -> Award | None:
    """The award of the competition that runs, if there is a recommendation."""
    return case.awards.filter(competition__cancelled_on__isnull=True).order_by("-pk").first()


def can_recommend_award(case: ProcurementCase, actor: Actor) -> bool:
    """The evaluation group recommends: the purchaser, or any member named in it."""
    return case.state == "competition" and recommends_as(case, actor) is not None


def recommends_as(case: ProcurementCase, actor: Actor) -> tuple[str, int] | None:
    """The permission and the party that a recommendation is written under; None for those who may not.

    The purchaser has a permission of its own. A member of the group speaks by being named, under the right to comment.
    """
    if is_purchaser(case, actor, "recommend_award"):
        return "recommend_award", case.plan.lead_buyer_id or case.region_id
    if not is_evaluator(case, actor):
        return None
    row = case.responsibles.get(task=Responsible.Task.EVALUATOR, person_id=actor.user_id)
    party = voice_in_group(row, actor)
    return ("comment_case", party) if party is not None else None


def missing_before_recommendation(case: ProcurementCase) -> list[str]:
    """What must be there before a recommendation: a tender, a group, and everybody's declaration."""
    missing = []
    if not case.tenders.filter(competition__cancelled_on__isnull=True).exists():
        missing.append("tenders")
    if not case.responsibles.filter(task=Responsible.Task.EVALUATOR).exists():
        missing.append("evaluators")
    if undeclared(case):
        missing.append("impartiality")
    return missing


def is_ready_to_recommend(case: ProcurementCase, actor: Actor) -> bool:
    """Whether nothing is missing before a recommendation, whoever asks."""
    return not missing_before_recommendation(case)


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
    """The purchaser notes a complaint while nobody has signed and no other complaint is open."""
    award = current_award(case)
    return (
        case.state == "award"
        and award is not None
        and award.letters_sent_on is not None
        and (award.complaint_on is None or award.complaint_settled_on is not None)
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
    if is_running(award):
        missing.append("standstill")
    if award.complaint_on and not award.complaint_settled_on:
        missing.append("complaint")
    return missing


def opens_contracts(case: ProcurementCase, actor: Actor) -> bool:
    """Whether the actor is the one who opens the contracts, now or when the standstill is over."""
    award = current_award(case)
    return (
        case.state == "award"
        and award is not None
        and award.letters_sent_on is not None
        and is_purchaser(case, actor, "open_contracts")
    )


def can_open_contracts(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser opens the contracts for signing when nothing stands in the way."""
    return opens_contracts(case, actor) and not missing_before_contracts(case)
