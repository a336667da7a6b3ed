"""The chief executive's desk, and the region's desk of those who decide for no municipality."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.contract import actions as contracts
from procurement.invitation import actions as invitation
from procurement.invitation import commitment
from procurement.models import Answer, Authorisation, Contract
from suksit.dashboards import harvested
from suksit.models import Rollout
from suksit.rollout import actions as rollout
from tests.walk import Walker, on
from workflow import clock


@pytest.fixture
def desk(walker: Walker, client: Client) -> object:
    """The desk's page in a person's eyes, in bokmål."""

    def read(name: str, url: str = "desk", query: str = "") -> str:
        client.force_login(walker.cast.people[name])
        response = client.get(reverse(url) + query)
        assert response.status_code == 200
        return " ".join(response.content.decode().replace("\xa0", " ").split())

    return read


def test_desk_without_anything_says_so_calmly(desk: object) -> None:
    """No decisions, nothing late, nothing planned, nothing to compare: each in words, and no zero that is not known."""
    page = desk("dag")
    assert "Ingen beslutning venter på deg. Alt går etter planen." in page
    assert "Ingen beslutninger venter" in page
    assert "Dette er forsinket" not in page
    assert "Ingen gevinster er planlagt for i år ennå." in page
    assert "Ingen signert avtale kan sammenlignes med det som var ventet ennå." in page
    assert "Ingen frister de neste 30 dagene." in page


def test_desk_shows_an_authorisation_with_exactly_two_facts(walker: Walker, desk: object) -> None:
    """The money over the years, the deadline with what follows, and who recommends."""
    walker.to("commitment")
    page = desk("dag")
    assert "Én beslutning venter på deg." in page
    assert "Fullmakt: Felles byggesaksløsning" in page
    assert "To kommuner er med. Ola anbefaler ja." in page
    assert "Andelen til Rollag" in page
    assert "400 000 kr" in page
    assert "over fire år" in page
    assert "uten den går konkurransen ut uten Rollag" in page
    assert page.count('<dl class="facts pair">') == 1
    assert page.split('<dl class="facts pair">')[1].split("</dl>")[0].count("<dt>") == 2
    assert "Les og avgjør" in page
    assert "Godkjenn" not in page


def test_desk_compares_the_share_with_ones_own_authority(walker: Walker, desk: object) -> None:
    """A share above the dated limit is said to be so."""
    walker.cast.people["dag"].engagements.update(delegation_limit=Decimal(250_000))
    walker.to("commitment")
    assert "over fullmakten din på 250 000 kr" in desk("dag")


def test_desk_does_not_ask_while_the_council_is_to_decide(walker: Walker, desk: object) -> None:
    """Waiting for a meeting is neither a decision today nor a delay."""
    case = walker.to("commitment")
    row = walker.part(Authorisation, case, "Rollag")
    meeting = clock.today() + timedelta(days=20)
    walker.do("dag", commitment.send_to_council, row, body="Kommunestyret", meeting_on=meeting)
    page = desk("dag")
    assert "Ingen beslutning venter på deg." in page
    assert "Kommunestyret avgjør" in page
    assert "Felles byggesaksløsning i Kommunestyret" in page


def test_desk_shows_a_contract_with_its_cost_and_the_standstill(walker: Walker, desk: object) -> None:
    """The estimate is called one until the price is known."""
    walker.to("contract")
    page = desk("dag")
    assert "Kontrakt: Felles byggesaksløsning" in page
    assert "Felles konkurranse er ferdig. Rollag signerer sin egen avtale med Plan og Bygg AS." in page
    assert "100 000 kr" in page
    assert "anslag, slik Rollag svarte" in page
    assert "karensen går ut" in page
    assert "Les og signer" in page


def test_desk_tells_a_passed_deadline_and_whom_to_call(walker: Walker, desk: object) -> None:
    """A deadline that is over does not hide the decision."""
    walker.to("commitment")
    with on(clock.today() + timedelta(days=30)):
        page = desk("dag")
    assert "ring koordinatoren" in page
    assert "Fullmakt: Felles byggesaksløsning" in page


def test_desk_shows_only_ones_own_decisions(walker: Walker, desk: object) -> None:
    """Notodden has said no, and is asked for nothing."""
    walker.to("commitment")
    assert "Fullmakt: Felles byggesaksløsning" not in desk("hans")


def test_desk_tells_a_moved_rollout_with_its_cause_and_with_whom(walker: Walker, desk: object) -> None:
    """What slipped: when it should have been, the new date, why, with whom."""
    case = walker.to("rollout")
    row = walker.part(Rollout, case, "Rollag")
    first = clock.today() + timedelta(days=10)
    walker.do("ola", rollout.plan_rollout, row, planned_on=first)
    walker.do(
        "ola", rollout.plan_rollout, row, planned_on=first + timedelta(days=21), delay_cause="To vikarer manglet."
    )
    page = desk("dag")
    assert "Én ting er forsinket. Resten går etter planen." in page
    assert "Tas i bruk: Felles byggesaksløsning" in page
    assert "Ny dato:" in page
    assert "To vikarer manglet." in page
    assert "Hos Ola." in page


def test_desk_tells_an_overdue_task_with_whom_it_is(walker: Walker, desk: object) -> None:
    """An answer that is late stands with the member, and nobody is blamed."""
    walker.to("invitation")
    with on(clock.today() + timedelta(days=60)):
        page = desk("dag")
    assert "Skulle vært ferdig" in page
    assert "Hos Ola." in page


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


def kind(name: str, planned: int, reached: int, missed: int) -> SimpleNamespace:
    """A row of figures."""
    return SimpleNamespace(
        kind=name,
        planned=Decimal(planned),
        reached=Decimal(reached),
        missed=Decimal(missed),
        not_measured=Decimal(planned - reached - missed),
        benefits=3,
    )


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
