"""Each route in the browser, from the choice to the roll-out. The full competition is walked in the whole way."""

from collections.abc import Callable
from typing import Any

import pytest

from procurement.contract.forms import QUESTIONS
from procurement.models import Contract
from suksit.cases.models import ChangeCase
from suksit.cases.stages import steps_of_route
from suksit.models import Rollout
from tests.journeys.browser import Person
from tests.journeys.way import Calendar, Way
from tests.walk import JOINING, Walker
from workflow.actors import SYSTEM
from workflow.context import acting_as

AGREEMENT = {"existing_agreement": "Rammeavtale 2024/117"}
QUESTIONS_NO = dict.fromkeys(QUESTIONS, "no")


@pytest.fixture
def way(walker: Walker, people: Callable[..., Person], calendar: Calendar) -> Way:
    """A case in planning, with Kongsberg and Rollag bound and the region's legal person in the lead."""
    way = Way(walker.cast, people)
    way.case_id = walker.to("planning").pk
    return way


def sign(way: Way) -> None:
    """Both sign, and Kari goes on."""
    for executive, party in (("eva", "Kongsberg"), ("dag", "Rollag")):
        dates: dict[str, Any] = {"starts_on": "01.03.2027", "ends_on": "28.02.2031"}
        way.does(executive, "sign_contract", way.part(Contract, party), **dates, annual_value="90 000")
    way.does("kari", "close_contracting")


def ends_in_rollout(way: Way, route: str) -> None:
    """Both municipalities take it into use, and the step bar shows this route's steps alone."""
    assert way.state() == "rollout"
    assert all(way.part(Rollout, party) for party in JOINING)
    kari = way.who("kari").open(way.address())
    shown = kari.page.locator(".steps-row .label").all_inner_texts()
    assert [words.split("\n")[0] for words in shown] == [str(stage.label) for stage in steps_of_route(route)]


def test_simplified_competition_fixes_the_list_without_a_notice(way: Way, calendar: Calendar) -> None:
    siri = f"{way.cast.people['siri'].pk}-{way.cast.party('KO').pk}"
    way.does("siri", "choose_route", route="simplified", reason="Under nasjonal terskel.")
    way.does(
        "siri",
        "plan_procurement",
        procedure="request",
        standard_contract="SSA-L",
        environment_route="quality-nor-env-spec",
        environment="Krav til levetid.",
    )
    way.does("siri", "name_evaluators", people=siri)
    way.does("siri", "invite_tenders", tender_deadline=calendar.on(21)).sees("låst").lacks("Doffin-nummer")
    calendar.to(calendar.day(22))
    way.does("siri", "register_tender", supplier="Plan og Bygg AS", price="400 000")
    way.does("siri", "declare_impartiality", impartial="yes")
    with acting_as(SYSTEM):
        winner = ChangeCase.objects.get(pk=way.case_id).tenders.get().pk
    way.does("siri", "recommend_award", tender=winner, reason="Eneste tilbud, og godt nok.")
    way.does("jon", "decide_award", tender=winner, reason="Eneste tilbud, og godt nok.")
    way.does("siri", "send_letters")
    calendar.to(calendar.day(15))
    way.does("siri", "open_contracts")
    sign(way)
    ends_in_rollout(way, "simplified")


def test_call_off_goes_straight_to_the_contracts(way: Way) -> None:
    way.does("siri", "choose_route", route="call_off", reason="Rammeavtalen dekker behovet.")
    way.does("siri", "plan_procurement", **AGREEMENT)
    way.does("siri", "call_off", supplier="Lisenspartner AS", note="Lisenser for fire år.")
    sign(way)
    ends_in_rollout(way, "call_off")


def test_renegotiation_that_changes_nothing_material_is_signed(way: Way) -> None:
    way.does("siri", "choose_route", route="renegotiation", reason="Avtalen har to år igjen.")
    way.does("siri", "plan_procurement", **AGREEMENT)
    way.does("siri", "agree_renegotiation", supplier="Turnus AS", note="Lavere pris per bruker.", **QUESTIONS_NO)
    sign(way)
    ends_in_rollout(way, "renegotiation")


def test_nothing_to_buy_goes_straight_to_taking_into_use(way: Way) -> None:
    way.does("siri", "choose_route", route="none", reason="Nasjonal felleskomponent.")
    way.does("siri", "proceed_without_procurement", note="Vi kobler oss til den nasjonale løsningen.")
    ends_in_rollout(way, "none")
