"""Who may open a competition and see tenders: named predicates, readable as policy."""

from django.utils.timezone import localtime

from procurement.cases import ProcurementCase
from procurement.competition.models import Competition
from procurement.planning.models import Responsible, Route
from procurement.planning.rules import is_purchaser, missing_before_freeze
from workflow import clock
from workflow.actors import Actor
from workflow.transitions import require


def require_purchaser(case: ProcurementCase, actor: Actor, permission: str) -> None:
    """Raise PermissionDenied when the actor does not hold a permission at the lead buyer, whatever the case's state."""
    require(hasattr(case, "plan") and is_purchaser(case, actor, permission))


def can_publish_notice(case: ProcurementCase, actor: Actor) -> bool:
    """The lead buyer's purchaser publishes the notice, on the full route."""
    return case.state == "planning" and case.plan.route == Route.FULL and is_purchaser(case, actor, "publish_notice")


def can_invite_tenders(case: ProcurementCase, actor: Actor) -> bool:
    """The lead buyer's purchaser sends the invitation to tender, on the simplified route."""
    return (
        case.state == "planning" and case.plan.route == Route.SIMPLIFIED and is_purchaser(case, actor, "invite_tenders")
    )


def can_fix_participants(case: ProcurementCase, actor: Actor) -> bool:
    """Whether nothing is missing before the participants are fixed, whoever asks: then the gate is open."""
    return not missing_before_freeze(case)


def is_evaluator(case: ProcurementCase, actor: Actor) -> bool:
    """Whether the actor is named in the case's evaluation group."""
    return case.responsibles.filter(task=Responsible.Task.EVALUATOR, person_id=actor.user_id).exists()


def undeclared(case: ProcurementCase) -> list[Responsible]:
    """The members of the evaluation group who have not declared to be impartial, in the order they were named."""
    rows = case.responsibles.filter(task=Responsible.Task.EVALUATOR, impartial_on__isnull=True)
    return list(rows.select_related("person", "party").order_by("pk"))


def voice_in_group(row: Responsible, actor: Actor) -> int | None:
    """The party that a member of the group speaks for: the one named, else one on which the person may comment."""
    if actor.may("comment_case", row.party_id):
        return row.party_id
    return min(actor.parties_with("comment_case"), default=None)


def can_declare_impartiality(case: ProcurementCase, actor: Actor) -> bool:
    """A member of the evaluation group declares, from the moment that the tenderers are known."""
    if case.state != "competition":
        return False
    row = next((row for row in undeclared(case) if row.person_id == actor.user_id), None)
    known = case.competitions.filter(cancelled_on__isnull=True, opened_on__isnull=False).exists()
    return known and row is not None and voice_in_group(row, actor) is not None


def can_register_tender(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser registers the tenders from the opening record, after the deadline."""
    return case.state == "competition" and is_purchaser(case, actor, "register_tender")


def is_over(competition: Competition) -> bool:
    """Whether the tender deadline, day and time, has passed."""
    today = clock.today()
    if today != competition.tender_deadline:
        return today > competition.tender_deadline
    return localtime(clock.now()).time() >= competition.tender_time


def tenders_can_be_opened(case: ProcurementCase, actor: Actor) -> bool:
    """Whether the tender deadline of the competition that runs has passed, whoever asks. One query."""
    competition = case.competitions.filter(cancelled_on__isnull=True).order_by("-run").first()
    return competition is not None and is_over(competition)


def can_see_tenders(case: ProcurementCase, actor: Actor) -> bool:
    """Before the award the evaluation group, the purchaser and who decides; after it all who see the case.

    The database says the same of the rows (`procurement_tender`, `procurement_award`).
    """
    if is_in_the_know(case, actor):
        return True
    return is_awarded(case) and actor.may_anywhere("read_cases")


def is_in_the_know(case: ProcurementCase, actor: Actor) -> bool:
    """Whether the actor belongs to those who handle the tenders: the group, the purchaser, and the one who decides."""
    if actor.is_system:
        return True
    if not hasattr(case, "plan"):
        return False
    handles = is_purchaser(case, actor, "register_tender") or is_purchaser(case, actor, "decide_award")
    return handles or is_evaluator(case, actor)


def is_awarded(case: ProcurementCase) -> bool:
    """Whether a supplier is chosen in the competition that runs."""
    return case.awards.filter(decided_on__isnull=False, competition__cancelled_on__isnull=True).exists()


def can_cancel_competition(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser cancels the competition, with a reason; the case goes back to planning."""
    return case.state in ("competition", "award") and is_purchaser(case, actor, "cancel_competition")
