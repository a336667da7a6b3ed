"""How contracts come to be: one row for each authorised participant, and a signature asked of each."""

from procurement.cases import ProcurementCase
from procurement.contract.models import Contract
from workflow import assignments, clock
from workflow.assignments import Opening
from workflow.deadlines import working_deadline


def open_contract_rows(case: ProcurementCase, *, supplier: str) -> list[Contract]:
    """One contract for each party that has authorised: bound participants and named option holders alike."""
    answers = {row.party_id: row for row in case.answers.all()}
    contracts = Contract.objects.bulk_create(
        Contract(
            case=case,
            party_id=row.party_id,
            as_option=row.as_option,
            supplier=supplier,
            estimated_annual_value=answers[row.party_id].annual_value,
            starts_on=answers[row.party_id].joins_on,
        )
        for row in case.authorisations.filter(state="given")
    )
    due = working_deadline(clock.today(), 20)
    assignments.open_many(
        case,
        "sign_contract",
        [Opening(party=row.party_id, subject=row.pk, due=due) for row in contracts if not row.as_option],
        permission="sign_contract",
    )
    return contracts
