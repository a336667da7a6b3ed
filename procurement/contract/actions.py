"""The deeds of contracting: each participant signs for itself, when it is ready."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from procurement.cases import ProcurementCase
from procurement.competition.actions import fix_participants
from procurement.contract import rules
from procurement.contract.models import Contract
from procurement.contract.opening import open_contract_rows
from procurement.planning.actions import lead
from workflow import assignments, clock, flows
from workflow.actors import Actor
from workflow.deadlines import working_deadline
from workflow.history import Text
from workflow.models import Assignment
from workflow.transitions import Stale, change_state, locked, require, step_done, write_down

MATERIAL_CHANGE = ("other_suppliers", "balance", "scope", "new_supplier")


class MaterialChange(ValueError):
    """What is agreed changes the agreement materially, and needs a new competition. Carries which questions say so."""

    def __init__(self, which: Sequence[str]) -> None:
        self.which = list(which)
        super().__init__(", ".join(which))


class NotNamed(ValueError):
    """The party is not named as an option holder: it cannot join what is already announced."""


class NotYet(ValueError):
    """The contracts are not open for signing yet."""


def _straight_to_contracts(
    case: ProcurementCase, deed: str, *, by: Actor, supplier: str, note: str, **further: Any
) -> ProcurementCase:
    data = {**fix_participants(case, clock.today()), **further}
    change_state(
        case,
        deed,
        by=by,
        permission=deed,
        party=lead(case),
        data=data,
        texts={"supplier": Text(supplier), "note": Text(note)},
    )
    step_done(case, deed, by=by)
    open_contract_rows(case, supplier=supplier)
    return case


def call_off(case: ProcurementCase, *, by: Actor, supplier: str, note: str = "") -> ProcurementCase:
    """Call off an existing agreement for those named in it. Raises GateClosed when something is missing."""
    with locked(case) as case:
        require(rules.can_call_off(case, by))
        return _straight_to_contracts(case, "call_off", by=by, supplier=supplier, note=note)


def agree_renegotiation(
    case: ProcurementCase, *, by: Actor, supplier: str, checked: Mapping[str, bool], note: str = ""
) -> ProcurementCase:
    """Note the new terms of an existing agreement.

    `checked` answers each question of MATERIAL_CHANGE; a single yes raises MaterialChange. Raises GateClosed when
    something is missing, ValueError when a question is not answered.
    """
    with locked(case) as case:
        require(rules.can_agree_renegotiation(case, by))
        if set(checked) != set(MATERIAL_CHANGE):
            raise ValueError("every question of the material-change check is answered")
        if any(checked.values()):
            raise MaterialChange([name for name in MATERIAL_CHANGE if checked[name]])
        declared = dict.fromkeys(MATERIAL_CHANGE, False)
        return _straight_to_contracts(
            case, "agree_renegotiation", by=by, supplier=supplier, note=note, material_change=declared
        )


def proceed_without_procurement(case: ProcurementCase, *, by: Actor, note: str = "") -> ProcurementCase:
    """Go straight to taking into use: an integration, a national component, own development."""
    with locked(case) as case:
        require(rules.can_proceed_without_procurement(case, by))
        data = fix_participants(case, clock.today())
        change_state(
            case,
            "proceed_without_procurement",
            by=by,
            permission="proceed_without_procurement",
            party=lead(case),
            data=data,
            texts={"note": Text(note)},
        )
        step_done(case, "proceed_without_procurement", by=by)
        return case


def admit_option_holder(case: ProcurementCase, party_id: int, *, by: Actor) -> Contract:
    """Let a named option holder sign its own contract: its chief executive is asked.

    Raises NotNamed for a party that the notice does not name with an option, NotYet before the contracts are open, and
    Stale when it is asked, has signed or has said no already.
    """
    with locked(case) as case:
        require(rules.can_admit_option_holder(case, by))
        if not case.authorisations.filter(party_id=party_id, state="given", as_option=True).exists():
            raise NotNamed(party_id)
        if case.state not in rules.OPEN_FOR_SIGNING:
            raise NotYet(party_id)
        contract = case.contracts.get(party_id=party_id)
        waiting = Assignment.objects.filter(
            case_id=case.pk, step="sign_contract", subject=contract.pk, state=Assignment.State.OPEN
        )
        if contract.state != "to_sign" or waiting.exists():
            raise Stale(case)
        write_down(
            case,
            "admit_option_holder",
            by=by,
            permission="admit_option_holder",
            party=case.region_id,
            data={"party": party_id, "contract": contract.pk},
        )
        assignments.open_one(
            case,
            "sign_contract",
            party=party_id,
            permission="sign_contract",
            subject=contract.pk,
            due=working_deadline(clock.today(), 20),
        )
        return contract


def sign_contract(
    contract: Contract,
    *,
    by: Actor,
    starts_on: date,
    ends_on: date,
    annual_value: Decimal | None = None,
    **values: Any,
) -> Contract:
    """Sign one's own party's contract. `annual_value` in NOK excl. VAT. Its roll-out opens at once.

    `values` may hold number, option_months and notice_months. Raises ValueError when it ends before it starts.
    """
    if ends_on <= starts_on:
        raise ValueError("a contract ends after it starts")
    with locked(ProcurementCase(pk=contract.case_id)) as case:
        contract = Contract.objects.get(pk=contract.pk)
        contract.case = case
        require(rules.can_sign_contract(contract, by))
        contract.starts_on = starts_on
        contract.ends_on = ends_on
        contract.annual_value = annual_value
        for name in ("number", "option_months", "notice_months"):
            if name in values:
                setattr(contract, name, values[name])
        contract.signed_on = clock.today()
        contract.signed_by_id = by.user_id
        change_state(
            contract,
            "sign_contract",
            case=case,
            by=by,
            permission="sign_contract",
            party=contract.party_id,
            fields=(
                "starts_on",
                "ends_on",
                "annual_value",
                "number",
                "option_months",
                "notice_months",
                "signed_on",
                "signed_by",
            ),
            data={
                "starts_on": starts_on.isoformat(),
                "ends_on": ends_on.isoformat(),
                "annual_value": "" if annual_value is None else str(annual_value),
                "option_months": contract.option_months,
                "notice_months": contract.notice_months,
                "signed_on": contract.signed_on.isoformat(),
            },
        )
        assignments.close_step(case, "sign_contract", by=by, party=contract.party_id)
        flows.part_done(case, "sign_contract", contract, by=by)
        return contract


def withdraw_contract(contract: Contract, *, by: Actor, reason: str) -> Contract:
    """Do not sign after all. The record is kept, with the reason."""
    with locked(ProcurementCase(pk=contract.case_id)) as case:
        contract = Contract.objects.get(pk=contract.pk)
        contract.case = case
        require(rules.can_withdraw_contract(contract, by))
        change_state(
            contract,
            "withdraw_contract",
            case=case,
            by=by,
            permission="withdraw_contract",
            party=contract.party_id,
            texts={"reason": Text(reason)},
        )
        assignments.withdraw_step(case, "sign_contract", by=by, party=contract.party_id)
        return contract


def close_contracting(case: ProcurementCase, *, by: Actor) -> ProcurementCase:
    """Go on to taking into use. Those who have not signed may still do so; they are named in the history."""
    with locked(case) as case:
        require(rules.can_close_contracting(case, by))
        change_state(
            case,
            "close_contracting",
            by=by,
            permission="close_contracting",
            party=case.region_id,
            data={"unsigned": rules.unsigned(case)},
        )
        step_done(case, "close_contracting", by=by)
        return case
