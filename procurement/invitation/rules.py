"""Who may ask, answer and authorise: named predicates, readable as policy."""

from procurement.cases import ProcurementCase
from procurement.invitation.models import Answer, Authorisation
from workflow.actors import Actor
from workflow.models import Grade

BEFORE_FREEZE = ("invitation", "commitment", "planning")


def is_frozen(case: ProcurementCase) -> bool:
    """Whether the participants are fixed: the notice or the invitation to tender is out."""
    return case.invitation.frozen_on is not None


def can_ask_partners(case: ProcurementCase, actor: Actor) -> bool:
    """The one who routes the case asks the partners."""
    return case.state == "accepted" and actor.may("ask_partners", case.region_id)


def can_extend_deadline(case: ProcurementCase, actor: Actor) -> bool:
    """The one who routes the case gives more time, while the question is open."""
    return case.state == "invitation" and actor.may("extend_deadline", case.region_id)


def can_reply_to_question(answer: Answer, actor: Actor) -> bool:
    """The one who routes the case replies to a party that needs more, while the question is open."""
    return answer.state == "answered" and answer.choice == "need_more" and can_close_invitation(answer.case, actor)


def can_close_invitation(case: ProcurementCase, actor: Actor) -> bool:
    """The one who routes the case closes the question, with or without the silent ones."""
    return case.state == "invitation" and actor.may("close_invitation", case.region_id)


def can_answer_invitation(answer: Answer, actor: Actor) -> bool:
    """A party answers for itself, and may change its answer until the participants are fixed."""
    case = answer.case
    return (
        case.state in BEFORE_FREEZE
        and not is_frozen(case)
        and answer.state != "released"
        and actor.may("answer_invitation", answer.party_id)
    )


def can_answer_on_behalf(answer: Answer, actor: Actor) -> bool:
    """The one who routes the case mends a typing error for a party; both names are kept."""
    case = answer.case
    return (
        case.state in BEFORE_FREEZE
        and not is_frozen(case)
        and answer.state != "released"
        and actor.may("answer_on_behalf", case.region_id)
    )


def can_release_party(case: ProcurementCase, actor: Actor) -> bool:
    """A party is let go of before the participants are fixed."""
    return (
        case.state in ("commitment", "planning") and not is_frozen(case) and actor.may("release_party", case.region_id)
    )


def can_release_answer(answer: Answer, actor: Actor) -> bool:
    """Only a party that was to join, or did not answer, is let go of; one that said no has gone already."""
    return (
        answer.state in ("answered", "silent")
        and answer.choice in ("yes", "option", "")
        and can_release_party(answer.case, actor)
    )


def can_give_authorisation(authorisation: Authorisation, actor: Actor) -> bool:
    """The party's chief executive binds it, while commitments are gathered."""
    return (
        authorisation.case.state in ("commitment", "planning")
        and authorisation.state in ("requested", "with_council")
        and actor.may("give_authorisation", authorisation.party_id)
    )


def can_decline_authorisation(authorisation: Authorisation, actor: Actor) -> bool:
    """The party's chief executive says no."""
    return can_give_authorisation(authorisation, actor)


def can_send_to_council(authorisation: Authorisation, actor: Actor) -> bool:
    """The party's chief executive leaves it to a political body."""
    return authorisation.state == "requested" and can_give_authorisation(authorisation, actor)


def can_close_commitment(case: ProcurementCase, actor: Actor) -> bool:
    """BP2: the one who routes the case lets it go on to planning."""
    return case.state == "commitment" and actor.may("close_commitment", case.region_id)


def somebody_leads(case: ProcurementCase, actor: Actor) -> bool:
    """Whether a lead buyer is named, whoever asks: without one nobody has the turn in planning."""
    return case.plan.lead_buyer_id is not None


def can_name_lead_buyer(case: ProcurementCase, actor: Actor) -> bool:
    """The one who routes the case names who leads the buying, before the participants are fixed."""
    return (
        case.state in ("commitment", "planning")
        and not is_frozen(case)
        and actor.may("name_lead_buyer", case.region_id)
    )


def sees_all_values(case: ProcurementCase, actor: Actor) -> bool:
    """Whether the actor sees every party's volume, value and present agreement.

    The coordinator and the purchaser always; those who take part once the value is summed. At most one query.
    """
    if actor.may("close_invitation", case.region_id) or sees_as_purchaser(case, actor):
        return True
    if case.state in ("accepted", "invitation"):
        return False
    joined = actor.parties_with("answer_invitation")
    return bool(joined) and case.participants.filter(party_id__in=joined, grade__gte=Grade.TAKES_PART).exists()


def sees_as_purchaser(case: ProcurementCase, actor: Actor) -> bool:
    """The lead buyer's purchaser; any of the region's until a lead buyer is named."""
    if case.plan.lead_buyer_id is None:
        return actor.may_anywhere("plan_procurement")
    return actor.may("plan_procurement", case.plan.lead_buyer_id)


def sees_values(case: ProcurementCase, actor: Actor, party_id: int) -> bool:
    """Whether the actor sees a party's volume, value and present agreement: one's own always."""
    return actor.may("answer_invitation", party_id) or sees_all_values(case, actor)
