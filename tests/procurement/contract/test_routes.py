"""Each of the five routes, from planning to signed contracts and roll-outs, through the pages alone."""

from datetime import date, timedelta

import pytest

from procurement.models import Contract
from suksit.models import Rollout
from tests.procurement.competition.browser import Browser
from tests.procurement.contract.test_contract import SIGNED
from tests.walk import Walker, on
from workflow import clock

NO_CHANGE = dict.fromkeys(("other_suppliers", "balance", "scope", "new_supplier"), "no")


def planned(walker: Walker, route: str) -> Browser:
    """A case whose route is chosen and whose plan is made."""
    case = walker.to("planning")
    walker.prepare(case, route)
    return Browser(walker, case)


def everyone_signs(browser: Browser) -> None:
    """Both chief executives sign, and Kari goes on."""
    for executive, name in (("eva", "Kongsberg"), ("dag", "Rollag")):
        browser.done(executive, "sign_contract", browser.walker.part(Contract, browser.case, name).pk, **SIGNED)
    browser.done("kari", "close_contracting")


def rolls_out(browser: Browser) -> None:
    """The case takes it into use, and each of the two has a roll-out."""
    assert browser.now().state == "rollout"
    names = browser.walker.see(
        lambda: list(
            Rollout.objects.filter(case=browser.case).order_by("party__sort_key").values_list("party__name", flat=True)
        )
    )
    assert names == ["Kongsberg", "Rollag"]


def compete(browser: Browser, deed: str, days: int, **form: str) -> None:
    """Out, tenders in, declared, recommended, decided, letters, opened."""
    out = date(2027, 1, 11)
    deadline = out + timedelta(days=days)
    with on(out):
        browser.done("siri", deed, tender_deadline=deadline.strftime("%d.%m.%Y"), tender_time="12:00", **form)
    with on(deadline + timedelta(days=1)):
        browser.done("siri", "register_tender", supplier="Plan og Bygg AS", price="1 800 000")
        browser.done("siri", "register_tender", supplier="Byggesak Nord AS", price="2 100 000")
        browser.done("siri", "declare_impartiality", impartial="yes")
        tender = browser.walker.see(lambda: browser.case.tenders.get(supplier="Plan og Bygg AS").pk, "siri")
        browser.done("siri", "recommend_award", tender=tender, reason="Best.")
        browser.done("jon", "decide_award", tender=tender, reason="Best på kvalitet og pris.")
        browser.done("siri", "send_letters")
    with on(deadline + timedelta(days=20)):
        browser.done("siri", "open_contracts")


@pytest.mark.parametrize(
    ("route", "deed", "days", "form"),
    [
        ("full", "publish_notice", 35, {"notice_id": "2027-100001"}),
        ("simplified", "invite_tenders", 21, {}),
    ],
)
def test_competition_comes_to_signed_contracts(
    walker: Walker, route: str, deed: str, days: int, form: dict[str, str]
) -> None:
    """Full and simplified."""
    browser = planned(walker, route)
    compete(browser, deed, days, **form)
    everyone_signs(browser)
    rolls_out(browser)


@pytest.mark.parametrize(
    ("route", "deed", "form"),
    [
        ("call_off", "call_off", {"supplier": "Lisenspartner AS", "note": "Avrop for tre år."}),
        (
            "renegotiation",
            "agree_renegotiation",
            {"supplier": "Turnus Norge AS", "note": "Årsturnus er med.", **NO_CHANGE},
        ),
    ],
)
def test_existing_agreement_comes_to_signed_contracts(
    walker: Walker, route: str, deed: str, form: dict[str, str]
) -> None:
    """Call-off and renegotiation: straight to the contracts, with the participants fixed."""
    browser = planned(walker, route)
    browser.done("siri", deed, **form)
    assert browser.now().state == "contract"
    assert walker.see(lambda: browser.now().invitation.frozen_on) == clock.today()
    assert "Listen er låst" in browser.panel("ola", "competition/panel_competition.html")
    everyone_signs(browser)
    rolls_out(browser)


def test_nothing_to_buy_goes_straight_to_taking_into_use(walker: Walker) -> None:
    """No contract, and a roll-out for each."""
    browser = planned(walker, "none")
    assert browser.post("siri", "proceed_without_procurement", note="").status_code == 422
    browser.done("siri", "proceed_without_procurement", note="Nasjonal løsning.")
    rolls_out(browser)
    assert walker.see(lambda: Contract.objects.filter(case=browser.case).count()) == 0


@pytest.mark.parametrize("route", ["call_off", "renegotiation", "none"])
def test_walker_knows_the_straight_routes(walker: Walker, route: str) -> None:
    """Other tests may begin at the roll-out of any route."""
    assert walker.to("rollout", route=route).state == "rollout"
