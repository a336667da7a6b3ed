"""A municipality leads the buying: its own purchaser and authorised person do the deeds, and those of KO do not."""

from datetime import timedelta

import pytest

from procurement.competition import rules
from tests.personas import engage
from tests.procurement.competition.browser import Browser
from tests.walk import PLAN, Walker, on
from workflow import clock
from workflow.models import Assignment, Notification

PLANNED = {**PLAN, "years": 4, "cpv": "48000000", "environment_route": "quality-nor-env-criteria"}


@pytest.fixture
def browser(walker: Walker) -> Browser:
    """Both have authorised; Kongsberg has a purchaser, Petra, and an authorised person, Simen."""
    engage(walker.cast, "petra", "purchaser", "Kongsberg")
    engage(walker.cast, "simen", "signatory", "Kongsberg")
    browser = Browser(walker, walker.to("commitment"))
    for executive, name in (("eva", "Kongsberg"), ("dag", "Rollag")):
        key = walker.see(lambda name=name: browser.case.authorisations.get(party__name=name).pk)
        browser.done(executive, "give_authorisation", key)
    return browser


def waits_for(browser: Browser, step: str) -> str:
    """Whose turn a step is."""
    return browser.walker.see(lambda: Assignment.objects.get(case=browser.case, step=step, state="open").party.name)


def group(browser: Browser, **parties: int) -> list[str]:
    """The evaluation group, as its form has it."""
    return [f"{browser.walker.cast.people[name].pk}-{party}" for name, party in parties.items()]


def test_question_of_who_leads_is_answered_before_planning(browser: Browser) -> None:
    """Else nobody would have the turn there: a sentence, and the case stays."""
    answer = browser.post("kari", "close_commitment")
    assert answer.status_code == 422
    assert "Velg først hvem som leder innkjøpet" in answer.content.decode()
    assert browser.now().state == "commitment"


def test_municipality_leads_from_planning_to_award(browser: Browser) -> None:
    """Petra plans, publishes, registers and recommends; Simen decides; Siri and Jon of KO are refused at every step."""
    walker = browser.walker
    kongsberg = walker.cast.party("Kongsberg").pk
    browser.done("kari", "name_lead_buyer", party=kongsberg)
    browser.done("kari", "close_commitment")
    assert waits_for(browser, "choose_route") == "Kongsberg"
    told = walker.see(
        lambda: set(
            Notification.objects.filter(fact__startswith="choose_route").values_list("recipient__username", flat=True)
        )
    )
    assert told == {"petra"}
    for deed in ("choose_route", "name_evaluators"):
        assert browser.get("siri", deed).status_code == 403
        assert browser.get("kari", deed).status_code == 403
    browser.done("petra", "choose_route", route="full", reason="Over nasjonal terskel.")
    browser.done("petra", "plan_procurement", **PLANNED)
    people = [
        f"{walker.cast.people[name].pk}-{party}"
        for name, party in (("petra", kongsberg), ("kari", browser.case.region_id))
    ]
    browser.done("petra", "name_evaluators", people=people)
    assert browser.get("siri", "publish_notice").status_code == 403
    deadline = clock.today() + timedelta(days=35)
    notice = {"notice_id": "2026-112379", "tender_time": "12:00"}
    browser.done("petra", "publish_notice", tender_deadline=deadline.strftime("%d.%m.%Y"), **notice)
    with on(deadline + timedelta(days=1)):
        assert browser.get("siri", "register_tender").status_code == 403
        browser.done("petra", "register_tender", supplier="Plan og Bygg AS", price="1 800 000")
        browser.done("petra", "register_tender", supplier="Byggesak Nord AS", price="2 100 000")
        for name in ("petra", "kari"):
            browser.done(name, "declare_impartiality", impartial="yes")
        tender = walker.see(lambda: browser.case.tenders.get(supplier="Plan og Bygg AS").pk, "petra")
        browser.done("petra", "recommend_award", tender=tender, reason="Best.")
        assert waits_for(browser, "decide_award") == "Kongsberg"
        assert browser.get("jon", "decide_award").status_code == 403
        assert browser.get("petra", "decide_award").status_code == 403
        browser.done("simen", "decide_award", tender=tender, reason="Best på kvalitet og pris.")
        browser.done("petra", "send_letters")
    with on(deadline + timedelta(days=20)):
        browser.done("petra", "open_contracts")
    assert browser.now().state == "contract"


def test_coordinator_sees_tenders_as_a_member_of_the_group_alone(walker: Walker) -> None:
    """Kari is offered as a member. Not named, she sees no tender; named, she does."""
    browser = Browser(walker, walker.to("competition:opened"))
    assert not walker.cast.see("kari", lambda actor: rules.can_see_tenders(browser.now(), actor))
    assert walker.see(lambda: browser.case.tenders.count()) == 0
    group = [
        f"{walker.cast.people[name].pk}-{party}"
        for name, party in (("siri", walker.cast.party("KO").pk), ("kari", browser.case.region_id))
    ]
    browser.done("siri", "name_evaluators", people=group)
    assert walker.cast.see("kari", lambda actor: rules.can_see_tenders(browser.now(), actor))
    assert walker.see(lambda: browser.case.tenders.count()) == 1
