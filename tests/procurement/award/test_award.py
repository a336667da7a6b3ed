"""The award: recommended by the group, decided by the lead buyer's own, and the standstill after the letters."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from procurement.award.standstill import Standstill, ends_on, standstill_days, suggested_end
from procurement.competition import actions as competition
from procurement.competition import impartiality
from procurement.models import Award, Contract, Plan, Tender
from procurement.planning import actions as planning
from tests.procurement.competition.browser import Browser
from tests.walk import Walker, on
from workflow import clock
from workflow.models import Assignment, Notification

DAY = date(2027, 3, 15)


def tendered(walker: Walker, *suppliers: str, group: tuple[str, ...] = ("siri",)) -> Browser:
    """A competition whose tenders are registered and whose group has declared."""
    case = walker.to("competition")
    walker.see(lambda: Plan.objects.filter(case=case).update(total_value=3_200_000))
    parties = {"siri": "KO", "ingrid": "Kongsberg"}
    people = [(walker.cast.people[name].pk, walker.cast.party(parties[name]).pk) for name in group]
    walker.do("siri", planning.name_evaluators, case, people)
    with on(DAY):
        for number, supplier in enumerate(suppliers, 1):
            price = Decimal(1_000_000 * number)
            walker.do("siri", competition.register_tender, case, supplier=supplier, price=price)
        for name in group if suppliers else ():
            walker.do(name, impartiality.declare_impartiality, case)
    return Browser(walker, case)


def key(walker: Walker, supplier: str) -> int:
    """The key of a supplier's tender."""
    return walker.see(lambda: Tender.objects.get(supplier=supplier).pk, "siri")


def decided(walker: Walker) -> Browser:
    """Two tenders, recommended and decided through the pages."""
    browser = tendered(walker, "Plan og Bygg AS", "Byggesak Nord AS")
    with on(DAY):
        browser.done("siri", "recommend_award", tender=key(walker, "Plan og Bygg AS"), reason="Best på kvalitet.")
        browser.done("jon", "decide_award", tender=key(walker, "Plan og Bygg AS"), reason="Best på kvalitet og pris.")
    return browser


def award_of(walker: Walker) -> Award:
    """The award as it is now."""
    return walker.see(lambda: Award.objects.select_related("winner").get(), "siri")


@pytest.mark.parametrize(
    ("sent", "ends"),
    [
        (date(2027, 3, 15), date(2027, 3, 30)),
        (date(2026, 12, 15), date(2026, 12, 28)),
        (date(2026, 12, 16), date(2026, 12, 28)),
        (date(2026, 11, 24), date(2026, 12, 4)),
    ],
)
def test_standstill_is_counted_over_holidays(sent: date, ends: date) -> None:
    """The day of the letters is not counted; a holiday or a weekend moves the end to the next working day."""
    assert ends_on(Standstill(10, "FOA § 25-2"), sent) == ends


def test_standstill_that_is_not_fixed_has_no_end() -> None:
    """Below the national threshold."""
    assert ends_on(Standstill(None, "–"), DAY) is None


def test_recommendation_waits_for_tenders_and_impartiality(walker: Walker) -> None:
    """The page says in words who has not declared; a POST changes nothing."""
    browser = tendered(walker)
    assert "Ingen tilbud er registrert." in browser.get("siri", "recommend_award").content.decode()
    with on(DAY):
        walker.do("siri", competition.register_tender, browser.case, supplier="Plan og Bygg AS")
        words = browser.get("siri", "recommend_award").content.decode()
        assert "Disse har ikke erklært seg habile ennå: Siri." in words
        answer = browser.post("siri", "recommend_award", tender=key(walker, "Plan og Bygg AS"), reason="Best.")
    assert answer.status_code == 422
    assert browser.now().state == "competition"


def test_single_tender_may_be_recommended_with_a_reason(walker: Walker) -> None:
    """Edge 15: allowed; the page asks for how the competition was judged."""
    browser = tendered(walker, "Plan og Bygg AS")
    with on(DAY):
        assert "Bare ett tilbud kom inn." in browser.get("siri", "recommend_award").content.decode()
        assert browser.post("siri", "recommend_award", tender=key(walker, "Plan og Bygg AS")).status_code == 422
        browser.done("siri", "recommend_award", tender=key(walker, "Plan og Bygg AS"), reason="Markedet er lite.")
    assert browser.now().state == "award"
    assert "one-admis" in browser.get("siri", "cancel_competition").content.decode()


def test_evaluator_without_a_purchasers_right_may_recommend(walker: Walker) -> None:
    """Ingrid is named: the history has her own municipality, and Siri's task is closed."""
    browser = tendered(walker, "Plan og Bygg AS", "Byggesak Nord AS", group=("siri", "ingrid"))
    with on(DAY):
        browser.done("ingrid", "recommend_award", tender=key(walker, "Plan og Bygg AS"), reason="Best.")
    entry = walker.see(lambda: browser.case.history.select_related("party").get(deed="recommend_award"))
    assert (entry.party.name, entry.capacity) == ("Kongsberg", "member")
    assert not walker.see(lambda: Assignment.objects.filter(step="recommend_award", state="open").exists())
    assert browser.get("ola", "recommend_award").status_code == 403
    assert browser.get("kari", "decide_award").status_code == 403
    assert browser.get("siri", "decide_award").status_code == 403


def test_tender_of_another_case_is_not_accepted(walker: Walker) -> None:
    """A key from elsewhere in the form: refused beside the field, what was written is kept."""
    other = tendered(walker, "Fremmed AS")
    browser = tendered(walker, "Plan og Bygg AS")
    with on(DAY):
        answer = browser.post("siri", "recommend_award", tender=key(walker, "Fremmed AS"), reason="Beholdt tekst.")
    assert answer.status_code == 422
    assert "Beholdt tekst." in answer.content.decode()
    assert other.now().state == browser.now().state == "competition"


def test_decision_is_public_and_told(walker: Walker) -> None:
    """The panel shows winner and price to all, the reason to those who take part; mails go out."""
    browser = decided(walker)
    seen = browser.panel("ola", "award/panel_award.html")
    assert "Plan og Bygg AS" in seen
    assert "1\xa0000\xa0000\xa0kr" in seen
    assert "Best på kvalitet og pris." in seen
    assert "Best på kvalitet og pris." not in browser.panel("tor", "award/panel_award.html")
    told = walker.see(
        lambda: set(
            Notification.objects.filter(kind="workflow/decided", fact__startswith="decide_award").values_list(
                "recipient__username", flat=True
            )
        )
    )
    assert told == {"ola", "dag", "ingrid", "eva", "kari"}


def test_decision_page_carries_the_recommendation(walker: Walker) -> None:
    """What the group wrote stands in the form, to be kept or changed."""
    browser = tendered(walker, "Plan og Bygg AS", "Byggesak Nord AS")
    with on(DAY):
        browser.done("siri", "recommend_award", tender=key(walker, "Byggesak Nord AS"), reason="Årene teller.")
    words = browser.get("jon", "decide_award").content.decode()
    assert words.count("Årene teller.") == 2
    assert browser.panel("ola", "award/panel_award.html") == ""


def test_nobody_signs_before_the_day_after_the_standstill(walker: Walker) -> None:
    """Letters on 15 March 2027: the standstill ends on 30 March, and 31 March is the first day."""
    browser = decided(walker)
    with on(DAY):
        assert "30. mars" in browser.get("siri", "send_letters").content.decode().replace("\xa0", " ")
        browser.done("siri", "send_letters")
    award = award_of(walker)
    assert (award.standstill_ends, award.standstill_rule) == (date(2027, 3, 30), "FOA § 25-2")
    due = walker.see(lambda: Assignment.objects.get(step="open_contracts", state="open").due)
    assert due == date(2027, 3, 31)
    with on(date(2027, 3, 30)):
        assert "Ingen kan signere før 31. mars" in browser.panel("ola", "award/panel_standstill.html").replace(
            "\xa0", " "
        )
        page = browser.get("siri", "open_contracts")
        assert page.status_code == 200
        assert "Ingen kan signere før" in page.content.decode()
        assert browser.post("siri", "open_contracts").status_code == 422
        assert browser.now().state == "award"
    with on(date(2027, 3, 31)):
        browser.done("siri", "open_contracts")
    assert browser.now().state == "contract"
    rows = walker.see(lambda: list(Contract.objects.order_by("party__sort_key").values_list("party__name", "supplier")))
    assert rows == [("Kongsberg", "Plan og Bygg AS"), ("Rollag", "Plan og Bygg AS")]


def test_complaint_on_the_ninth_day_blocks_signing(walker: Walker) -> None:
    """Edge 14: the standstill passes, the complaint is open, nobody may sign; settled, they may."""
    browser = decided(walker)
    with on(DAY):
        browser.done("siri", "send_letters")
    with on(DAY + timedelta(days=9)):
        assert browser.post("siri", "register_complaint", note="").status_code == 422
        browser.done("siri", "register_complaint", note="Byggesak Nord klager på vektingen.")
    assert "Det er kommet en klage" in browser.panel("ola", "award/panel_standstill.html")
    with on(date(2027, 4, 2)):
        words = browser.get("siri", "open_contracts").content.decode()
        assert "Den må avgjøres først." in words
        assert browser.post("siri", "open_contracts").status_code == 422
        browser.done("siri", "settle_complaint", outcome="stands", note="Ikke tatt til følge.")
        browser.done("siri", "open_contracts")
    assert browser.now().state == "contract"


def test_upheld_complaint_gives_a_new_choice_and_a_new_standstill(walker: Walker) -> None:
    """Edge 14, reversed: back to the decision, new letters, ten days from then; the first choice is in the history."""
    browser = decided(walker)
    with on(DAY):
        browser.done("siri", "send_letters")
    with on(DAY + timedelta(days=9)):
        browser.done("siri", "register_complaint", note="Feil i poengene.")
    with on(date(2027, 4, 5)):
        browser.done("siri", "settle_complaint", outcome="upheld", note="Poengene var regnet feil.")
        assert award_of(walker).winner is None
        assert browser.get("siri", "open_contracts").status_code in (403, 409)
        browser.done("jon", "decide_award", tender=key(walker, "Byggesak Nord AS"), reason="Riktig regnet.")
        browser.done("siri", "send_letters")
    award = award_of(walker)
    assert (award.winner.supplier, award.standstill_ends) == ("Byggesak Nord AS", date(2027, 4, 15))
    assert walker.see(lambda: browser.case.history.filter(deed="decide_award").count()) == 2
    with on(date(2027, 4, 10)):
        browser.done("siri", "register_complaint", note="En ny klage.")
        assert "Den må avgjøres først." in browser.get("siri", "open_contracts").content.decode()


def test_letters_in_a_simplified_competition_have_no_fixed_standstill(walker: Walker) -> None:
    """The page says so, and takes a day of one's own choice or none."""
    case = walker.to("award", route="simplified")
    browser = Browser(walker, case)
    with on(DAY):
        tender = key(walker, "Plan og Bygg AS")
        browser.done("jon", "decide_award", tender=tender, reason="Best.")
        assert "ingen fast karens" in browser.get("siri", "send_letters").content.decode()
        assert browser.post("siri", "send_letters", standstill_ends="01.03.2027").status_code == 422
        browser.done("siri", "send_letters", standstill_ends="")
        assert award_of(walker).standstill_ends is None
        browser.done("siri", "open_contracts")
    assert browser.now().state == "contract"


def test_standstill_follows_the_regime(walker: Walker) -> None:
    """Fixed at 3.2 m; a reasonable time, suggested as long, at 2 m; none needed at 900 000."""
    browser = decided(walker)
    found = {}
    for value in (3_200_000, 2_000_000, 900_000):
        walker.see(lambda value=value: Plan.objects.filter(case=browser.case).update(total_value=value))
        found[value] = walker.see(
            lambda: (standstill_days(browser.now()).days, suggested_end(browser.now()) is not None), "siri"
        )
    assert found == {3_200_000: (10, False), 2_000_000: (None, True), 900_000: (None, False)}


def test_letters_are_sent_once(walker: Walker) -> None:
    """The second time is answered with who was first."""
    browser = decided(walker)
    with on(clock.today()):
        browser.done("siri", "send_letters")
        assert browser.post("siri", "send_letters").status_code == 409
