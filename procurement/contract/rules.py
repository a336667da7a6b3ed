"""Who may sign, and who closes: named predicates, readable as policy."""

from django.db.models import Exists, OuterRef

from procurement.cases import ProcurementCase
from procurement.contract.models import Contract
from procurement.planning.models import Route
from procurement.planning.rules import is_purchaser
from workflow.actors import Actor
from workflow.models import Assignment


def can_call_off(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser calls off an existing agreement."""
    return case.state == "planning" and case.plan.route == Route.CALL_OFF and is_purchaser(case, actor, "call_off")


def can_agree_renegotiation(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser notes that new terms are agreed."""
    return (
        case.state == "planning"
        and case.plan.route == Route.RENEGOTIATION
        and is_purchaser(case, actor, "agree_renegotiation")
    )


def can_proceed_without_procurement(case: ProcurementCase, actor: Actor) -> bool:
    """Nothing is bought: the purchaser lets the case go on to taking into use."""
    return (
        case.state == "planning"
        and case.plan.route == Route.NONE
        and is_purchaser(case, actor, "proceed_without_procurement")
    )


OPEN_FOR_SIGNING = ("contract", "procured", "rollout", "benefits")


def can_sign_contract(contract: Contract, actor: Actor) -> bool:
    """The party's chief executive signs its own contract; also later than the others, while the case lives."""
    return (
        contract.state == "to_sign"
        and contract.case.state in OPEN_FOR_SIGNING
        and actor.may("sign_contract", contract.party_id)
    )


def can_withdraw_contract(contract: Contract, actor: Actor) -> bool:
    """The party does not sign after all, with a reason."""
    return (
        contract.state == "to_sign"
        and contract.case.state in OPEN_FOR_SIGNING
        and actor.may("withdraw_contract", contract.party_id)
    )


def can_admit_option_holder(case: ProcurementCase, actor: Actor) -> bool:
    """The one who routes the case lets a named option holder sign, once the participants are fixed."""
    return case.state in ("competition", "award", *OPEN_FOR_SIGNING) and actor.may(
        "admit_option_holder", case.region_id
    )


def an_option_is_open(case: ProcurementCase, actor: Actor) -> bool:
    """Whether a named option holder may sign and is not asked yet, whoever asks. One query."""
    asked = Assignment.objects.filter(
        case_id=case.pk, step="sign_contract", subject=OuterRef("pk"), state=Assignment.State.OPEN
    )
    holders = case.contracts.filter(state="to_sign", as_option=True).exclude(Exists(asked))
    return case.state in OPEN_FOR_SIGNING and holders.exists()


def unsigned(case: ProcurementCase) -> list[int]:
    """The bound parties that have not signed; option holders may join later and hold nobody up."""
    return list(case.contracts.filter(state="to_sign", as_option=False).values_list("party_id", flat=True))


def can_close_contracting(case: ProcurementCase, actor: Actor) -> bool:
    """The coordinator goes on when at least one has signed."""
    return (
        case.state == "contract"
        and actor.may("close_contracting", case.region_id)
        and case.contracts.filter(state="signed").exists()
    )
