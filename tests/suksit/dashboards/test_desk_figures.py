"""The figures of the desk: cases by step, what was saved, benefits, the months ahead; and who may read it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.contract import actions as contracts
from procurement.invitation import actions as invitation
from procurement.models import Answer, Contract
from suksit.dashboards import harvested
from tests.suksit.dashboards.planned import kind
from tests.walk import Walker, on
from workflow import clock


def test_desk_counts_ones_own_cases_beside_the_regions(walker: Walker, desk: object) -> None:
    """Each number opens the list behind it, by step and by whose."""
    walker.to("planning")
    page = desk("hans")
    assert 'href="/saker/?hvem=mine&amp;steg=planlegging">0<' in page
    assert 'href="/saker/?hvem=alle&amp;steg=planlegging">1<' in page
    assert 'href="/saker/?hvem=mine&amp;steg=planlegging">1<' in desk("dag")


def test_desk_numbers_open_the_list_that_they_count(walker: Walker, desk: object) -> None:
    """The list behind a number holds as many cases as the number says."""
    walker.to("planning")
    for query, name, words in (
        ("?hvem=mine&steg=planlegging", "dag", "1 sak"),
        ("?hvem=mine&steg=planlegging", "hans", "0 saker"),
        ("?hvem=mine&steg=kontrakt", "dag", "0 saker"),
        ("?hvem=alle&steg=planlegging", "hans", "1 sak"),
        ("?hvem=mine", "hans", "0 saker"),
        ("?hvem=alle", "hans", "1 sak"),
    ):
        assert f'role="status">{words}<' in desk(name, "case_list", query), (query, name)


def test_desk_does_not_count_a_case_as_ones_own_before_one_has_joined(walker: Walker, desk: object) -> None:
    """Asked is not yet in: Notodden has promised nothing, Rollag has reported it."""
    walker.to("invitation")
    assert 'href="/saker/?hvem=mine&amp;steg=foresporsel">0<' in desk("hans")
    assert 'href="/saker/?hvem=mine&amp;steg=foresporsel">1<' in desk("dag")


def test_desk_adds_up_what_was_saved_together(walker: Walker, desk: object) -> None:
    """A tenth below the estimate in both municipalities."""
    walker.to("rollout")
    page = desk("dag")
    assert ">10 000 kr<" in page
    assert ">50 000 kr<" in page
    assert "To avtaler sammenlignes." in page
    listed = desk("dag", "desk_savings", "?hvem=alle")
    assert "500 000 kr" in listed
    assert "450 000 kr" in listed


def test_desk_says_dearer_instead_of_a_negative_saving(walker: Walker, desk: object) -> None:
    """Honest when the agreement costs more than was expected."""
    case = walker.to("contract")
    with on(clock.today() + timedelta(days=60)):
        walker.do(
            "dag",
            contracts.sign_contract,
            walker.part(Contract, case, "Rollag"),
            starts_on=date(2027, 3, 1),
            ends_on=date(2031, 2, 28),
            annual_value=Decimal(130_000),
        )
        page = desk("dag")
    assert "dyrere enn ventet" in page
    assert "-30" not in page


def test_desk_shows_benefits_planned_against_realised(
    walker: Walker, desk: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One's own beside the region's, with the numbers in words and in a table."""
    figures = {
        walker.cast.party("Rollag").pk: [kind("money", 640_000, 390_000, 90_000)],
        None: [kind("money", 9_200_000, 5_300_000, 1_500_000), kind("time", 21_000, 11_400, 2_600)],
    }
    monkeypatch.setattr(harvested, "totals", lambda region, party, year: figures[party])
    page = desk("dag")
    assert ">640 000 kr<" in page
    assert "390 000 nådd · 90 000 ikke nådd · 160 000 ikke målt" in page
    assert "11 400 nådd · 2 600 ikke nådd · 7 000 ikke målt" in page
    assert "Ingenting planlagt ennå" in page
    assert "Vis tallene som tabell" in page
    assert "/gevinster/?hvem=mine&amp;slag=money" in page


def test_desk_says_when_nothing_is_measured(walker: Walker, desk: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole bar is hatched, and it is said that this is not nothing."""
    monkeypatch.setattr(harvested, "totals", lambda region, party, year: [kind("time", 1_100, 0, 0)])
    page = desk("dag")
    assert "Rollag har ikke målt noe i år ennå. Det betyr ikke at ingenting er oppnådd." in page
    assert "1 100 ikke målt" in page
    assert "0 nådd" not in page.replace("100 nådd", "")


def test_desk_names_the_municipalities_that_the_regions_figures_lack(
    walker: Walker, desk: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is missing is said, and it is not said as a fault."""
    monkeypatch.setattr(harvested, "totals", lambda region, party, year: [kind("time", 1_100, 600, 0)])
    names = [walker.cast.party(name).pk for name in ("Kongsberg", "Notodden", "Rollag")]
    monkeypatch.setattr(harvested, "planned_parties", lambda region: set(names))
    assert "Tallene for regionen er uten Tinn, der ingen gevinst er planlagt." in desk("dag")


def test_desk_of_a_body_member_is_the_regions_without_decisions(walker: Walker, desk: object) -> None:
    """Mona reads; nothing waits for her decision."""
    walker.to("commitment")
    page = desk("mona")
    assert "Regionens bord" in page
    assert "Venter på din beslutning" not in page
    assert "Les og avgjør" not in page
    assert "Alt går etter planen." in page
    assert "Hvor sakene er" in page
    assert 'steg=foresporsel">1<' in page


def test_desk_lists_the_deadlines_of_the_next_months(walker: Walker, desk: object) -> None:
    """What is due, with whom, by month; one's own is marked."""
    walker.to("commitment")
    page = desk("dag")
    assert "De neste 90 dagene" in page
    assert "de neste 30 dagene." in page
    assert "<b>Du</b>" in page


def test_desk_gives_its_deadlines_as_a_calendar(walker: Walker, client: Client) -> None:
    """A file that calendars read: a day-long entry each, no line over 75 bytes, the same identity each time."""
    walker.to("commitment", title="Skjema, æøå og et navn; så langt at linjen må deles i to eller tre biter")
    client.force_login(walker.cast.people["dag"])
    response = client.get(reverse("desk_calendar"))
    assert response["Content-Type"] == "text/calendar"
    assert response["Content-Disposition"] == 'attachment; filename="frister.ics"'
    text = response.content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "Skjema\\, æøå og et navn\\; så langt" in text.replace("\r\n ", "")
    identities = [line for line in text.split("\r\n") if line.startswith("UID:")]
    again = client.get(reverse("desk_calendar")).content.decode()
    assert identities == [line for line in again.split("\r\n") if line.startswith("UID:")]
    assert len(identities) == 1


@pytest.mark.parametrize("state", ["commitment", "contract", "benefits"])
def test_desk_takes_as_many_queries_for_three_cases_as_for_one(
    walker: Walker, desk: object, state: str, client: Client
) -> None:
    """A fixed number, whatever the number of cases."""
    walker.to(state)
    client.force_login(walker.cast.people["dag"])
    client.get(reverse("desk"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("desk"))
    walker.to(state, title="Kulturskole")
    walker.to(state, title="Telefoni")
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("desk"))
    assert len(three) == len(one)
    assert len(one) <= 45


def test_desk_is_for_those_who_may_read_it(walker: Walker, client: Client) -> None:
    """A member has no desk; a person without a role sees no page."""
    client.force_login(walker.cast.people["ola"])
    assert client.get(reverse("desk")).status_code == 403
    walker.cast.people["dag"].engagements.all().delete()
    client.force_login(walker.cast.people["dag"])
    assert client.get(reverse("desk")).status_code == 404


def test_recommendation_names_the_option(walker: Walker, desk: object) -> None:
    """An option is recommended as one."""
    case = walker.to("invitation")
    walker.do("ola", invitation.answer_invitation, walker.part(Answer, case, "Rollag"), choice="option")
    walker.do("ingrid", invitation.answer_invitation, walker.part(Answer, case, "Kongsberg"), choice="yes")
    walker.do("kari", invitation.close_invitation, case)
    assert "Ola anbefaler ja, som opsjon." in desk("dag")
