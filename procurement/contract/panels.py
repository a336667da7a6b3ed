"""What a case shows of the contracts: one for each participant, in Norwegian order."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.cases import ProcurementCase
from procurement.contract import queries, rules
from procurement.invitation.rules import sees_values
from workflow.actors import Actor
from workflow.panels import Panel, register

STATES = {"to_sign": "waiting", "signed": "done", "withdrawn": "no"}


def words_of(state: str, as_option: bool) -> str:
    """How a contract's state is said."""
    if state == "signed":
        return _("Signed")
    if state == "withdrawn":
        return _("Does not sign")
    return _("Option – may sign later") if as_option else _("Not signed yet")


def contract_panels(case: ProcurementCase, actor: Actor) -> Iterator[Panel]:
    """The contracts, from the moment that they may be signed."""
    if case.state not in (*rules.OPEN_FOR_SIGNING, "closed"):
        return
    contracts = queries.contracts_of(case)
    if not contracts:
        return
    signed, of = queries.bound_and_signed(contracts)
    rows = []
    for row in contracts:
        row.case = case
        seen = sees_values(case, actor, row.party_id)
        rows.append(
            {
                "name": row.party.name,
                "state": "option" if row.state == "to_sign" and row.as_option else STATES[row.state],
                "words": words_of(row.state, row.as_option),
                "contract": row,
                "value": row.annual_value if row.state == "signed" else row.estimated_annual_value,
                "shows_value": seen,
                "mine": row.party_id in actor.parties,
                "sign_url": reverse("sign_contract", args=[case.pk, row.pk])
                if rules.can_sign_contract(row, actor)
                else "",
                "withdraw_url": reverse("withdraw_contract", args=[case.pk, row.pk])
                if rules.can_withdraw_contract(row, actor)
                else "",
            }
        )
    is_now = case.state == "contract" or any(row["sign_url"] or row["withdraw_url"] for row in rows)
    yield Panel(
        "contract/panel_contracts.html",
        {"rows": rows, "signed": signed, "of": of, "supplier": contracts[0].supplier},
        rank=20 if is_now else 55,
        earlier=not is_now,
        title=_("Contracts"),
        line=_("%(signed)s of %(of)s have signed") % {"signed": signed, "of": of},
    )


register(contract_panels)
