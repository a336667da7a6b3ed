"""The case as the procurement stages move it: the states between an accepted report and signed contracts."""

from django_fsm import transition

from workflow.models import Case


class ProcurementCase(Case):
    """A case with the transitions of a joint procurement. Nothing but `change_state` calls them."""

    class Meta:
        proxy = True

    @transition(field="state", source="accepted", target="invitation")
    def ask_partners(self) -> None:
        """The partners are asked whether they join."""

    @transition(field="state", source="invitation", target="commitment")
    def close_invitation(self) -> None:
        """The answers are in, or the coordinator goes on without the silent ones."""

    @transition(field="state", source="commitment", target="planning")
    def close_commitment(self) -> None:
        """The authorisations are in."""

    @transition(field="state", source="planning", target="competition")
    def publish_notice(self) -> None:
        """The notice is published; participants are fixed."""

    @transition(field="state", source="planning", target="competition")
    def invite_tenders(self) -> None:
        """The invitation to tender is sent; participants are fixed."""

    @transition(field="state", source="planning", target="contract")
    def call_off(self) -> None:
        """An existing agreement is called off; participants are those named in it."""

    @transition(field="state", source="planning", target="contract")
    def agree_renegotiation(self) -> None:
        """New terms are agreed in an existing agreement."""

    @transition(field="state", source="planning", target="procured")
    def proceed_without_procurement(self) -> None:
        """Nothing is to be bought: straight to taking into use."""

    @transition(field="state", source="competition", target="award")
    def recommend_award(self) -> None:
        """The evaluation group recommends a supplier."""

    @transition(field="state", source="award", target="contract")
    def open_contracts(self) -> None:
        """The standstill is over and no complaint is open: contracts may be signed."""

    @transition(field="state", source=["competition", "award"], target="planning")
    def cancel_competition(self) -> None:
        """The competition is cancelled; the case is back in planning, for a new run."""

    @transition(field="state", source="contract", target="procured")
    def close_contracting(self) -> None:
        """Everyone who is to sign has signed."""
