"""The whole way in the browser, by the right persons: from a report to a measured benefit. Also without scripts."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse

from procurement.models import Answer, Authorisation, Contract
from suksit.cases.models import ChangeCase
from suksit.models import Harvest, Measurement, Rollout
from tests.journeys.browser import Person
from tests.journeys.way import Calendar, Way
from tests.personas import Cast
from workflow.actors import SYSTEM
from workflow.context import acting_as


@pytest.fixture(params=["with a script", "without a script"])
def way(request: pytest.FixtureRequest, cast: Cast, people: Callable[..., Person]) -> Way:
    """The way, in a browser with scripts and in one without."""
    return Way(cast, people, java_script_enabled=request.param == "with a script")


def test_change_goes_from_report_to_measured_benefit(way: Way, calendar: Calendar) -> None:
    """Ola reports, Kari routes, Siri buys, Jon decides; each municipality binds itself, signs, goes live, measures."""
    report(way)
    commit(way)
    buy(way, calendar)
    take_into_use(way, calendar)
    harvest(way, calendar)


def report(way: Way) -> None:
    """Two fields and a choice are enough; the rest is filled in at once here."""
    ola = way.who("ola").open("/").press("Meld endring")
    ola.fill(title="Felles byggesaksløsning", kind="replacement").send()
    ola.fill(needs="Vi bruker for lang tid på en byggesak.", draft_benefits="Kortere saksbehandlingstid").send()
    ola.send().sees("Felles byggesaksløsning")
    with acting_as(SYSTEM):
        case = ChangeCase.objects.get(title="Felles byggesaksløsning")
    assert (case.state, case.number) == ("reported", "2026-001")
    way.case_id = case.pk
    scores = {f"score_{name}": 4 for name in ("economy", "quality", "risk", "necessity", "strategy")}
    way.does("kari", "assess_report", **scores)
    way.does("kari", "accept_report")
    way.does("kari", "ask_partners", questions="Når går avtalen ut hos dere?")
    assert way.state() == "invitation"


def commit(way: Way) -> None:
    """Four are asked: two say yes, one no, one nothing."""
    way.does("ingrid", "answer_invitation", way.part(Answer, "Kongsberg"), choice="yes", annual_value="400 000")
    way.does("ola", "answer_invitation", way.part(Answer, "Rollag"), choice="yes", annual_value="100 000")
    way.does("tor", "answer_invitation", way.part(Answer, "Notodden"), choice="no")
    way.does("kari", "close_invitation")
    way.does("eva", "give_authorisation", way.part(Authorisation, "Kongsberg"))
    way.does("dag", "give_authorisation", way.part(Authorisation, "Rollag"))
    way.does("kari", "name_lead_buyer", party=way.cast.party("KO").pk)
    way.does("kari", "close_commitment")
    assert way.state() == "planning"


def buy(way: Way, calendar: Calendar) -> None:
    """A full competition, a standstill, and a contract each."""
    siri = f"{way.cast.people['siri'].pk}-{way.cast.party('KO').pk}"
    way.does("siri", "choose_route", route="full", reason="Over nasjonal terskel.")
    way.does(
        "siri",
        "plan_procurement",
        procedure="open",
        cpv="48000000",
        standard_contract="SSA-L",
        environment_route="quality-nor-env-criteria",
        environment="Miljø vektes med 30 prosent.",
    )
    way.does("siri", "name_evaluators", people=siri)
    way.does("siri", "publish_notice", notice_id="2026-112379", tender_deadline=calendar.on(35)).sees("låst")
    calendar.to(date(2026, 12, 29))
    way.does("siri", "register_tender", supplier="Plan og Bygg AS", price="1 800 000")
    way.does("siri", "register_tender", supplier="Byggesak Nord AS", price="2 100 000")
    way.who("kari").open(reverse("case", args=[way.case_id])).lacks("Plan og Bygg AS", "Byggesak Nord AS")
    way.does("siri", "declare_impartiality", impartial="yes")
    with acting_as(SYSTEM):
        winner = ChangeCase.objects.get(pk=way.case_id).tenders.get(supplier="Plan og Bygg AS").pk
    way.does("siri", "recommend_award", tender=winner, reason="Best på kvalitet og pris.")
    way.does("jon", "decide_award", tender=winner, reason="Best på kvalitet og pris.")
    way.does("siri", "send_letters")
    way.who("ola").open(reverse("case", args=[way.case_id])).sees("Plan og Bygg AS")
    calendar.to(date(2027, 1, 13))
    way.does("siri", "open_contracts")
    for executive, party in (("eva", "Kongsberg"), ("dag", "Rollag")):
        row = way.part(Contract, party)
        way.does(executive, "sign_contract", row, starts_on="01.03.2027", ends_on="28.02.2031", annual_value="90 000")
    way.does("kari", "close_contracting")
    assert way.state() == "rollout"


def take_into_use(way: Way, calendar: Calendar) -> None:
    """Each plans, prepares and goes live; operations accept."""
    for member, party in (("ingrid", "Kongsberg"), ("ola", "Rollag")):
        row = way.part(Rollout, party)
        way.does(member, "plan_rollout", row, planned_on=calendar.on(40))
        way.does("arne", "accept_operations", row)
        items = ["training", "routines", "data_protection", "risk_analysis", "data_migrated", "operations_agreed"]
        way.does(member, "check_off", row, items=items)
        way.does(member, "confirm_go_live", row, went_live_on=calendar.on(0))
    way.does("kari", "start_harvest")
    assert way.state() == "benefits"


def harvest(way: Way, calendar: Calendar) -> None:
    """Kari describes the benefit once; Rollag sets its own target, and measures half of it."""
    way.does(
        "kari",
        "plan_benefit",
        title="Kortere saksbehandlingstid",
        kind="quality",
        unit="dager",
        question="Hvor mange dager tok en byggesak?",
    )
    row = way.part(Harvest, "Rollag")
    way.does(
        "ola", "plan_harvest", row, baseline="30", baseline_on=calendar.on(-5), target="20", own_days=calendar.on(90)
    )
    calendar.to((calendar.at + timedelta(days=91)).date())
    way.does("ola", "enter_measurement", asked(way), value="25")
    with acting_as(SYSTEM):
        benefit = ChangeCase.objects.get(pk=way.case_id).benefits.get().pk
    way.who("dag").open(reverse("benefit", args=[benefit])).sees("Rollag", "25")


def asked(way: Way) -> int:
    """The key of the number that Rollag is asked for."""
    with acting_as(SYSTEM):
        return Measurement.objects.get(case_id=way.case_id, harvest__party=way.cast.party("Rollag"), state="asked").pk
