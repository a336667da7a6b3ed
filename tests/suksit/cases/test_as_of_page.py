"""The page of a case as it was: read-only, and silent about what the reader may not see today."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from procurement.competition import actions as competition
from procurement.invitation import actions as invitation
from suksit.cases import as_of_page
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import clock, erasure
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import HistoryEntry

SECRET = "Vi har ikke råd"
REMARK = "Vi har egen avtale til 2028."


def words(response: Any) -> str:
    """The words of a page."""
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Reported ten days ago, asked about five days ago, and answered today: each on a day of its own."""
    now = clock.now()
    with clock.travel(now - timedelta(days=10)):
        case = walker.to("accepted")
    with clock.travel(now - timedelta(days=5)):
        walker.ask(case)
    values = {"annual_value": Decimal(424_242), "private_reason": SECRET}
    walker.do("ingrid", invitation.answer_invitation, walker.answer_of(case, "Kongsberg"), choice="yes", **values)
    walker.do("tor", invitation.answer_invitation, walker.answer_of(case, "Notodden"), choice="no", remark=REMARK)
    return case


def ago(days: int) -> str:
    """A day as one types it."""
    return f"{clock.today() - timedelta(days=days):%d.%m.%Y}"


def test_page_shows_the_case_of_that_day(get: Callable[..., Any], case: ChangeCase) -> None:
    """Before the report nothing; then the assessment without a question; then the question without answers; now all."""
    before = words(get("ola", "case_as_of", case.pk, dag=ago(11)))
    assert "Saken var ikke meldt ennå" in before
    assert "Deltakere" not in before
    reported = words(get("ola", "case_as_of", case.pk, dag=ago(7)))
    assert "3 innslag i historikken" in reported
    assert "Hva kommunene hadde svart" not in reported
    asked = words(get("ola", "case_as_of", case.pk, dag=ago(2)))
    assert asked.count("Har ikke svart") == 4
    assert "4 innslag i historikken" in asked
    now = words(get("ola", "case_as_of", case.pk))
    assert now.count("Har ikke svart") == 2
    assert REMARK in now
    assert f'value="{ago(0)}"' in now


def test_whose_turn_it_was(get: Callable[..., Any], case: ChangeCase) -> None:
    """The four municipalities and the coordinator, until two had answered."""
    asked = words(get("kari", "case_as_of", case.pk, dag=ago(2)))
    now = words(get("kari", "case_as_of", case.pk))
    turn = "Svar om {} blir med"
    for name in ("Kongsberg", "Notodden", "Rollag", "Tinn"):
        assert turn.format(name) in asked
    assert [turn.format(name) in now for name in ("Kongsberg", "Notodden", "Rollag", "Tinn")] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("who", "value", "reason"),
    [
        ("kari", True, True),
        ("ingrid", True, True),
        ("ola", False, False),
        ("tor", False, False),
        ("liv", False, False),
        ("mona", False, False),
        ("siri", True, False),
    ],
)
def test_values_and_private_reasons_only_to_those_who_may_see_them(
    get: Callable[..., Any], case: ChangeCase, who: str, value: bool, reason: bool
) -> None:
    """As on the live page."""
    shown = words(get(who, "case_as_of", case.pk))
    assert ("1 696 968" in shown, SECRET in shown) == (value, reason)
    live = words(get(who, "case", case.pk))
    assert ("1 696 968" in live) == value


def test_tenders_are_kept_secret_until_the_award(walker: Walker, get: Callable[..., Any]) -> None:
    """Their number too; Siri sees it, and nobody sees a supplier."""
    case = walker.to("competition:opened")
    assert ">Tilbud<" in words(get("ola", "case_as_of", case.pk))
    row = '<td role="cell">1</td>'
    assert row in words(get("siri", "case_as_of", case.pk))
    assert row not in words(get("ola", "case_as_of", case.pk))
    for who in ("siri", "ola"):
        assert "Plan og Bygg AS" not in words(get(who, "case_as_of", case.pk))


def test_choice_is_told_when_it_was_made(walker: Walker, get: Callable[..., Any]) -> None:
    """The reason to those who take part."""
    recommended = walker.to("award")
    assert "Plan og Bygg AS" not in words(get("siri", "case_as_of", recommended.pk))
    walker.decide(recommended)
    assert "Plan og Bygg AS" in words(get("ola", "case_as_of", recommended.pk))
    assert "Best på kvalitet og pris." in words(get("ola", "case_as_of", recommended.pk))
    assert "Best på kvalitet og pris." not in words(get("tor", "case_as_of", recommended.pk))


def test_erased_text_is_said_to_be_removed(get: Callable[..., Any], case: ChangeCase) -> None:
    """On the page as it was, and in the history."""
    with acting_as(SYSTEM):
        entry = HistoryEntry.objects.filter(case=case, deed="answer_invitation", digests__has_key="remark").get()
        erasure.erase_text(entry, "remark", by=SYSTEM, permission="", reason="Nevner en ansatt.")
    shown = words(get("ola", "case_as_of", case.pk))
    assert REMARK not in shown
    assert "Fjernet" in shown
    history = words(get("ola", "case_history", case.pk))
    assert REMARK not in history
    assert "Fjernet" in history


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31.02.2026", "Oppgi en gyldig dato"),
        ("<b>", "Oppgi en gyldig dato"),
        ("", "Fyll ut dette feltet."),
        (f"{date.today() + timedelta(days=2):%d.%m.%Y}", "Den dagen har ikke kommet ennå."),
        ("01.01.0001", "Saken var ikke meldt ennå"),
    ],
)
def test_a_day_that_is_none_is_told_beside_the_field(
    get: Callable[..., Any], case: ChangeCase, typed: str, told: str
) -> None:
    """What was typed stands."""
    shown = words(get("ola", "case_as_of", case.pk, dag=typed))
    assert told in shown
    assert f'value="{typed}"'.replace("<b>", "&lt;b&gt;") in shown or not typed


def test_case_page_leads_there(get: Callable[..., Any], case: ChangeCase) -> None:
    """From the history's card."""
    assert f"/sak/{case.pk}/slik-den-var/" in words(get("ola", "case", case.pk))


@pytest.mark.parametrize("state", ["invitation", "measuring"])
def test_number_of_queries_is_fixed(
    walker: Walker, state: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """Whatever the case holds."""
    case = walker.to(state)
    with acting_as(walker.cast.actor("ola")) as actor:
        case = ChangeCase.objects.select_related("region").get(pk=case.pk)
        with django_assert_max_num_queries(24):
            as_of_page.of_day(case, actor, clock.today())


def test_every_state_has_words(walker: Walker, get: Callable[..., Any]) -> None:
    """To the last, and after a competition that was cancelled."""
    case = walker.to("competition")
    walker.do("siri", competition.cancel_competition, case, code="no-rece", reason="Ingen kom.")
    assert "Avlyst" in words(get("ola", "case_as_of", case.pk))
    measured = walker.to("measuring")
    shown = words(get("ola", "case_as_of", measured.pk))
    assert "Kortere saksbehandlingstid" in shown
    assert "Fordel" not in shown
