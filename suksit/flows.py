"""The whole case, top to bottom: from a municipality's report to the last measured benefit."""

from datetime import date

from viewflow import this
from viewflow.workflow import flow

from procurement.contract.models import Contract
from procurement.flows import JointProcurement, routes_here, within
from suksit.rollout.opening import open_rollouts, start_rollout
from suksit.solutions.register import from_contract
from workflow import clock
from workflow.deadlines import working_deadline
from workflow.flows import CaseFlow
from workflow.models import Case
from workflow.nodes import End, Machine, Step


class ChangeFlow(JointProcurement, CaseFlow):
    """A change, from report to realised benefits."""

    flow_name = "change"
    start = flow.StartHandle().Next(this.accept_report)
    accept_report = Step(party=routes_here, permission="accept_report", due=within(10)).Next(this.ask_partners)
    procured = Machine(this.open_rollouts).Next(this.start_harvest)
    start_harvest = Step(party=routes_here, permission="start_harvest").Next(this.close_case)
    close_case = Step(party=routes_here, permission="close_case").Next(this.end)
    end = End()

    def open_rollouts(self, case: Case) -> None:
        """The machine's own deed when the last contract is signed."""
        start_rollout(case)

    def after_sign_contract(self, case: Case, contract: Contract) -> None:
        """A party that has signed takes the solution into use at once; its agreement stands in the register."""
        open_rollouts(case, [contract.party_id])
        from_contract(contract)

    @staticmethod
    def reply_due(case: Case) -> date:
        """Five working days to complete a report that more was asked of."""
        return working_deadline(clock.today(), 5)
