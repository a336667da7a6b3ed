"""The register on its page, and the contract that appears in it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.models import Agreement
from suksit.solutions.queries import months_later
from tests.personas import Cast
from tests.walk import Walker, on


def agree(cast: Cast, system: str, party: str, **values: object) -> None:
    """An agreement in the register."""
    cast.see(
        "kari",
        lambda _: Agreement.objects.create(
            region=cast.region, party=cast.party(party), system=system, updated_on=date(2026, 1, 1), **values
        ),
    )


def page(cast: Cast, client: Client, name: str = "ola", query: str = "", day: date = date(2026, 11, 24)) -> str:
    """The list in a person's eyes."""
    client.force_login(cast.people[name])
    with on(day):
        response = client.get(reverse("solution_list") + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_list_without_agreements_says_where_to_start(cast: Cast, client: Client) -> None:
    """Kindly, and with the import as the one filled button for those who may."""
    assert "Ingenting er registrert ennå" in page(cast, client)
    assert "Importer fra regneark" in page(cast, client)
    assert "/losninger/importer/" not in page(cast, client, "dag")


def test_list_shows_what_runs_where_until_when(cast: Cast, client: Client) -> None:
    """One row for a system, a cell for each municipality, however it is written."""
    agree(cast, "Byggesak", "Rollag", supplier="Plan og Bygg AS", ends_on=date(2029, 6, 30))
    agree(cast, "BYGGESAK", "Tinn", supplier="Plan og bygg as")
    found = page(cast, client)
    assert "2 avtaler i to av fire kommuner. Ingen går ut innen tolv måneder." in found
    assert found.count('scope="row"') == 1
    assert "juni 2029" in found
    assert "ingen sluttdato" in found


def test_list_marks_what_ends_within_a_year_with_words(cast: Cast, client: Client) -> None:
    """With the last day for notice; what has ended is another thing."""
    agree(cast, "Lønn", "Rollag", ends_on=date(2027, 5, 31), notice_months=3)
    agree(cast, "Post", "Rollag", ends_on=date(2026, 10, 31))
    agree(cast, "Kart", "Rollag", ends_on=date(2027, 11, 25))
    found = page(cast, client)
    assert "Én går ut innen tolv måneder." in found
    assert "Går ut 31. mai 2027" in found
    assert "Må sies opp innen 28. februar 2027" in found
    assert "har gått ut" in found
    assert found.count(">innen ett år<") == 1
    assert "Kart" not in page(cast, client, query="?vis=snart")


def test_list_shows_costs_to_the_own_municipality_and_the_coordinator_alone(cast: Cast, client: Client) -> None:
    """Others see what runs, not what it costs."""
    agree(cast, "Byggesak", "Rollag", yearly_cost=Decimal(98_000))
    query = f"?kommune={cast.party('Rollag').pk}"
    for name, seen in (("ola", True), ("dag", True), ("kari", True), ("ingrid", False), ("mona", False)):
        assert ("98 000 kr" in page(cast, client, name, query)) is seen


def test_list_is_searched_by_system_and_supplier(cast: Cast, client: Client) -> None:
    """Words in any order; what fits nothing is said."""
    agree(cast, "Byggesak", "Rollag", supplier="Plan og Bygg AS")
    agree(cast, "Lønn", "Rollag", supplier="Visma")
    found = page(cast, client, query="?q=bygg plan")
    assert "Byggesak" in found
    assert "Visma" not in found
    assert "Ingen avtale passer med søket" in page(cast, client, query="?q=%00%3Cscript%3E")


def test_list_of_another_region_is_its_own(cast: Cast, client: Client) -> None:
    """Naboregionen sees nothing of this, and Nina of Notodden nothing either while she acts there."""
    agree(cast, "Byggesak", "Notodden")
    for name in ("per", "nina"):
        assert "Byggesak" not in page(cast, client, name)


def test_list_survives_odd_addresses(cast: Cast, client: Client) -> None:
    """What is no municipality or page is passed over."""
    agree(cast, "Byggesak", "Rollag")
    for query in ("?kommune=x", "?kommune=999999999999999999999", "?page=-1", "?page=abc", "?vis=' OR 1=1"):
        assert "Byggesak" in page(cast, client, query=query)


@pytest.mark.parametrize("query", ["", "own"])
def test_list_takes_as_many_queries_for_three_as_for_one(cast: Cast, client: Client, query: str) -> None:
    """A fixed number, whatever the number of agreements."""
    query = f"?kommune={cast.party('Rollag').pk}" if query else ""
    agree(cast, "A", "Rollag")
    page(cast, client, query=query)
    with CaptureQueriesContext(connection) as one:
        page(cast, client, query=query)
    agree(cast, "B", "Rollag", ends_on=date(2027, 5, 31))
    agree(cast, "A", "Tinn", ends_on=date(2027, 5, 31), notice_months=3)
    with CaptureQueriesContext(connection) as three:
        page(cast, client, query=query)
    assert len(three) == len(one)


def test_signed_contract_appears_with_its_case(walker: Walker, client: Client) -> None:
    """Each municipality's own, with its end, its cost and a link to the case."""
    case = walker.to("rollout")
    fields = ("party__name", "system", "supplier", "ends_on", "yearly_cost", "case_id")
    rows = walker.see(lambda: list(Agreement.objects.order_by("party__name").values_list(*fields)))
    assert rows == [
        ("Kongsberg", case.title, "Plan og Bygg AS", date(2031, 2, 28), Decimal(360_000), case.pk),
        ("Rollag", case.title, "Plan og Bygg AS", date(2031, 2, 28), Decimal(90_000), case.pk),
    ]
    assert reverse("case", args=[case.pk]) in page(walker.cast, client)


def test_signed_contract_takes_the_place_of_the_same_agreement(walker: Walker) -> None:
    """What was registered under the same name and supplier is brought up to date, not doubled."""
    agree(walker.cast, "Felles byggesaksløsning", "Rollag", supplier="Plan og Bygg AS", options="1 + 1 år")
    walker.to("rollout")
    assert walker.see(lambda: Agreement.objects.filter(party=walker.cast.party("Rollag")).count()) == 1


def test_months_later_stays_inside_the_month() -> None:
    """The last of the month stays the last, over the turn of the year too."""
    assert months_later(date(2027, 5, 31), -3) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_later(date(2026, 1, 15), -1) == date(2025, 12, 15)
    assert months_later(date(2026, 11, 24), 12) == date(2027, 11, 24)
