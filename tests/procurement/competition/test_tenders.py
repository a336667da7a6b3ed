"""Tenders: registered after the deadline, declared upon by the group, and secret until the award."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from procurement.award import actions as award
from procurement.competition import actions, impartiality
from procurement.models import Award, Responsible, Tender
from procurement.planning import actions as planning
from tests.procurement.competition.browser import Browser
from tests.walk import Walker, on
from workflow import clock
from workflow.context import acting_as
from workflow.models import Assignment

ALL = ("kari", "ola", "ingrid", "tor", "dag", "eva", "hans", "liv", "siri", "jon", "arne", "berit", "mona")
HANDLE = {"siri", "jon", "ingrid"}


def after() -> Any:
    """The day after the tender deadline of a walked case."""
    return on(clock.today() + timedelta(days=36))


def with_group(walker: Walker, *names: str) -> Browser:
    """A competition with Siri and some more in the evaluation group."""
    case = walker.to("competition")
    parties = {"ingrid": "Kongsberg", "siri": "KO", "tor": "Notodden", "ola": "Rollag"}
    group = [(walker.cast.people[name].pk, walker.cast.party(parties[name]).pk) for name in ("siri", *names)]
    walker.do("siri", planning.name_evaluators, case, group)
    return Browser(walker, case)


def raw(walker: Walker, name: str, table: str) -> int:
    """How many rows of a table a person sees, by SQL alone."""
    with acting_as(walker.cast.actor(name)), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_tender_is_not_registered_before_the_deadline(walker: Walker) -> None:
    """The page says when, and a POST changes nothing."""
    browser = with_group(walker)
    assert "Tilbudene åpnes" in browser.get("siri", "register_tender").content.decode()
    answer = browser.post("siri", "register_tender", supplier="Plan og Bygg AS")
    assert answer.status_code == 422
    assert "når fristen er ute" in answer.content.decode()
    assert raw(walker, "siri", "procurement_tender") == 0


def test_tenders_are_registered_one_by_one(walker: Walker) -> None:
    """Amounts and numbers as they are typed; a second from the same supplier is refused."""
    browser = with_group(walker)
    with after():
        browser.done(
            "siri",
            "register_tender",
            supplier="Plan og Bygg AS",
            organisation_number="959 159 092",
            price="1 800 000,50",
        )
        browser.done("siri", "register_tender", supplier="Nordic Systems AB", organisation_number="", price="")
        twice = browser.post("siri", "register_tender", supplier="plan og bygg as")
    assert twice.status_code == 422
    assert "allerede registrert" in twice.content.decode()
    rows = walker.see(lambda: list(Tender.objects.order_by("pk").values_list("organisation_number", "price")), "siri")
    assert rows == [("959159092", Decimal("1800000.50")), ("", None)]


def test_column_of_organisation_numbers_is_left_out_while_it_is_empty(walker: Walker) -> None:
    """One tenderer with a number brings it back, and the other then has a dash."""
    browser = with_group(walker)
    with after():
        walker.do("siri", actions.register_tender, browser.case, supplier="Plan og Bygg AS", price=Decimal(1))
        page = browser.panel("siri", "competition/panel_tenders.html")
        assert ("Organisasjonsnummer" in page, page.count('role="cell"')) == (False, 1)
        number = {"organisation_number": "959159092", "price": Decimal(2)}
        walker.do("siri", actions.register_tender, browser.case, supplier="Byggesak Nord AS", **number)
        page = browser.panel("siri", "competition/panel_tenders.html")
        assert ("Organisasjonsnummer" in page, page.count('role="cell"')) == (True, 4)
        assert page.count('<td role="cell" class="num">–</td>') == 1


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("organisation_number", "959159093", "ikke et organisasjonsnummer"),
        ("price", "-5", "mindre enn null"),
        ("price", "mye", "problem-word"),
        ("price", "9" * 20, "for stort"),
        ("supplier", "x" * 201, "200"),
        ("supplier", "", "problem-word"),
    ],
)
def test_tender_with_a_wrong_field_is_refused_and_kept(walker: Walker, field: str, typed: str, words: str) -> None:
    """422, the message, what was typed, and nothing registered."""
    browser = with_group(walker)
    with after():
        answer = browser.post("siri", "register_tender", **{"supplier": "Blåbær & <b>Sønn</b> 🫐 AS", field: typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if field != "supplier":
        assert "Blåbær &amp; &lt;b&gt;Sønn&lt;/b&gt; 🫐 AS" in answer.content.decode()
    assert raw(walker, "siri", "procurement_tender") == 0


def test_nobody_but_the_group_sees_a_tender_before_the_award(walker: Walker) -> None:
    """By raw SQL and by the panels: Siri, Jon and the evaluator Ingrid see; Ola, Kari and all others see nothing."""
    browser = with_group(walker, "ingrid")
    with after():
        tender = walker.do("siri", actions.register_tender, browser.case, supplier="Plan og Bygg AS", price=Decimal(9))
        for name in ("siri", "ingrid"):
            walker.do(name, impartiality.declare_impartiality, browser.case)
        walker.do("ingrid", award.recommend_award, browser.case, tender, reason="Den hemmelige grunnen.")
        assert {name for name in ALL if raw(walker, name, "procurement_tender")} == HANDLE
        assert {name for name in ALL if raw(walker, name, "procurement_award")} == HANDLE
        words = "workflow_historytext WHERE visibility = 'group'"
        assert {name for name in ALL if raw(walker, name, words)} == HANDLE
        assert {name for name in ALL if browser.panel(name, "competition/panel_tenders.html")} == HANDLE
        assert "Den hemmelige grunnen." in browser.panel("siri", "competition/panel_tenders.html")
        walker.do("jon", award.decide_award, browser.case, tender, reason="Best.")
    assert {name for name in ALL if raw(walker, name, "procurement_tender")} == set(ALL)
    assert raw(walker, "per", "procurement_tender") == 0
    assert raw(walker, "nina", "procurement_award") == 0


def test_tender_cannot_be_written_by_those_who_do_not_handle_it(walker: Walker) -> None:
    """After the award all see the tenders, and still only the lead buyer's and the group may write."""
    case = walker.to("contract")
    with acting_as(walker.cast.actor("ola")), connection.cursor() as cursor:
        cursor.execute("UPDATE procurement_tender SET price = 1")
        assert cursor.rowcount == 0
        cursor.execute("UPDATE procurement_award SET reason = 'x'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM procurement_tender")
        assert cursor.rowcount == 0
    assert walker.see(lambda: case.tenders.count()) == 2


def test_tenders_of_a_cancelled_run_stay_secret(walker: Walker) -> None:
    """Cancelled before the award: nobody else ever sees them."""
    browser = with_group(walker)
    with after():
        walker.do("siri", actions.register_tender, browser.case, supplier="Plan og Bygg AS")
    browser.done("siri", "cancel_competition", code="one-admis", reason="Bare ett tilbud.")
    assert raw(walker, "ola", "procurement_tender") == 0
    assert raw(walker, "siri", "procurement_tender") == 1


def test_group_is_asked_to_declare_when_tenderers_are_known(walker: Walker) -> None:
    """A task for each, by name; a further tenderer asks everybody again."""
    browser = with_group(walker, "ingrid")
    assert browser.get("ingrid", "declare_impartiality").status_code == 403
    open_tasks = Assignment.objects.filter(step="declare_impartiality", state="open")
    with after():
        browser.done("siri", "register_tender", supplier="Plan og Bygg AS")
        assert walker.see(lambda: {row.person.username for row in open_tasks.all()}) == {"siri", "ingrid"}
        assert "Plan og Bygg AS" in browser.get("ingrid", "declare_impartiality").content.decode()
        assert browser.post("ingrid", "declare_impartiality").status_code == 422
        browser.done("ingrid", "declare_impartiality", impartial="yes")
        assert walker.see(lambda: {row.person.username for row in open_tasks.all()}) == {"siri"}
        browser.done("siri", "register_tender", supplier="Byggesak Nord AS")
    assert walker.see(lambda: {row.person.username for row in open_tasks.all()}) == {"siri", "ingrid"}
    assert browser.get("ola", "declare_impartiality").status_code == 403


def test_partial_evaluator_steps_out_and_sees_nothing_more(walker: Walker) -> None:
    """The row is gone, the declaration is in the history, and the tenders are closed."""
    browser = with_group(walker, "ingrid")
    with after():
        browser.done("siri", "register_tender", supplier="Plan og Bygg AS")
        browser.done("ingrid", "declare_impartiality", impartial="no", note="Søsteren min jobber der.")
    assert raw(walker, "ingrid", "procurement_tender") == 0
    assert walker.see(lambda: list(Responsible.objects.values_list("person__username", flat=True))) == ["siri"]
    entry = walker.see(lambda: browser.case.history.get(deed="declare_impartiality"))
    assert entry.data == {"impartial": False}


def test_evaluator_named_late_is_asked_and_one_let_go_is_not(walker: Walker) -> None:
    """Naming the group anew keeps what others declared."""
    browser = with_group(walker, "ingrid")
    with after():
        browser.done("siri", "register_tender", supplier="Plan og Bygg AS")
        browser.done("siri", "declare_impartiality", impartial="yes")
    group = [
        (walker.cast.people["siri"].pk, walker.cast.party("KO").pk),
        (walker.cast.people["tor"].pk, walker.cast.party("Notodden").pk),
    ]
    walker.do("siri", planning.name_evaluators, browser.case, group)
    tasks = walker.see(
        lambda: {row.person.username for row in Assignment.objects.filter(step="declare_impartiality", state="open")}
    )
    assert tasks == {"tor"}
    assert walker.see(lambda: Award.objects.count(), "siri") == 0
