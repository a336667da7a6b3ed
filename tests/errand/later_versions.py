"""Later versions of the errand's flow, for tests of moving: what each changes is said beside it."""

from datetime import date, timedelta

from viewflow import this
from viewflow.workflow import flow

from tests.errand.flows import ErrandFlow, region
from tests.errand.long import LongErrandFlow
from workflow import clock, waits
from workflow.flows import CaseFlow
from workflow.models import Case, Party
from workflow.nodes import End, Step

LAST_DAY = date(2027, 1, 8)


def purchaser(case: Case) -> int:
    """The body that buys."""
    return Party.objects.get(name="KO").pk


class ErrandFlowV2(CaseFlow):
    """The triage has another name, nobody is asked, and what was decided is checked."""

    flow_name = "errand"
    version = 2
    moves_from = {1: {"triage_errand": "assess_errand"}}

    start = flow.StartHandle().Next(this.assess_errand)
    assess_errand = Step(party=region, permission="accept_report").Next(this.decide_errand)
    decide_errand = Step(party=region, permission="close_invitation").Next(this.check_errand)
    check_errand = Step(party=region, permission="close_commitment").Next(this.end_errand)
    end_errand = Step(party=region, permission="close_case").Next(this.end)
    end = End()


class ErrandFlowV3(CaseFlow):
    """The old names again; nobody is asked, and the purchaser decides, until a day."""

    flow_name = "errand"
    version = 3
    moves_from = {
        1: {"ask_errand": "decide_errand"},
        2: {"assess_errand": "triage_errand", "check_errand": "end_errand"},
    }

    start = flow.StartHandle().Next(this.triage_errand)
    triage_errand = Step(party=region, permission="accept_report", due=lambda case: LAST_DAY).Next(this.decide_errand)
    decide_errand = Step(party=purchaser, permission="choose_route", due=lambda case: LAST_DAY).Next(this.end_errand)
    end_errand = Step(party=region, permission="close_case").Next(this.end)
    end = End()


class LongErrandFlowV2(LongErrandFlow):
    """Somebody looks for the notice, the days are more and have another name, and nobody's part is gathered."""

    version = 2
    moves_from = {1: {"published": "look_for", "over": "stand_still"}}

    published = over = None
    start = flow.StartHandle().Next(this.look_for)
    look_for = Step(party=region, permission="accept_report").Next(this.stand_still)
    stand_still = waits.WaitUntil(day=lambda case: clock.today() + timedelta(days=30), then=this.note_over).Next(
        this.round
    )
    round = Step(party=region, permission="close_invitation").Next(this.measure)


class InheritedFlow(ErrandFlow):
    """The errand with one more step before its end."""

    flow_name = "inherited errand"
    decide_errand = Step(party=region, permission="close_invitation").Next(this.check_errand)
    check_errand = Step(party=region, permission="close_case").Next(this.end_errand)
