"""The flow of the errand."""

from viewflow import this
from viewflow.workflow import flow

from workflow.flows import CaseFlow
from workflow.models import Case
from workflow.nodes import End, Step


def region(case: Case) -> int:
    """The party that routes the errand."""
    return case.region_id


class ErrandFlow(CaseFlow):
    """Start, triage, ask, decide, end."""

    flow_name = "errand"
    start = flow.StartHandle().Next(this.triage_errand)
    triage_errand = Step(party=region, permission="accept_report").Next(this.ask_errand)
    ask_errand = Step(party=region, permission="ask_partners").Next(this.decide_errand)
    decide_errand = Step(party=region, permission="close_invitation").Next(this.end_errand)
    end_errand = Step(party=region, permission="close_case").Next(this.end)
    end = End()
