"""The reference data: loaded once or twice, it is the same."""

from datetime import date

import pytest
from django.core.management import call_command
from stdnum.no import orgnr

from suksit.regions.models import Body, Membership, Municipality, Population, Region
from suksit.regions.queries import lead_buyers, members_on
from suksit.regions.reference import load_region
from workflow.models import Party

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
NEIGHBOUR = "fixtures/demo/neighbour.toml"


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Region, Municipality, Membership, Population, Body, Party))


def test_load_reference_gives_eight_municipalities_and_ten_bodies() -> None:
    call_command("load_reference", verbosity=0)
    assert counts() == (1, 8, 8, 8, 10, 19)
    region = Region.objects.get()
    assert (region.slug, region.established, region.is_demo) == ("kongsbergregionen", 2005, False)
    assert sum(Population.objects.values_list("inhabitants", flat=True)) == 59_100


def test_load_reference_twice_changes_nothing() -> None:
    call_command("load_reference", verbosity=0)
    before = counts()
    call_command("load_reference", verbosity=0)
    assert counts() == before


def test_load_reference_leaves_an_ended_membership() -> None:
    region = load_region()
    Membership.objects.filter(municipality__number="4026").update(to_date=date(2025, 12, 31))
    load_region()
    assert members_on(region.pk, date(2026, 1, 1)).count() == 7


def test_sigdal_is_a_member_from_july_2020() -> None:
    region = load_region()
    before = [row.party.name for row in members_on(region.pk, date(2020, 6, 30))]
    assert "Sigdal" not in before
    assert len(before) == 7
    assert members_on(region.pk, date(2020, 7, 1)).count() == 8


def test_the_regions_own_legal_person_may_lead() -> None:
    region = load_region()
    assert lead_buyers(region.pk)[0].name == "Kongsbergregionens kommunale oppgavefellesskap"


def test_organisation_numbers_are_valid() -> None:
    load_region()
    numbers = Party.objects.exclude(organisation_number="").values_list("organisation_number", flat=True)
    assert len(numbers) == 8
    assert all(orgnr.is_valid(number) for number in numbers)


def test_neighbour_shares_a_municipality() -> None:
    call_command("load_reference", verbosity=0)
    call_command("load_reference", verbosity=0, regions=[NEIGHBOUR])
    assert counts() == (2, 9, 10, 9, 13, 24)
    shared = Municipality.objects.get(number="4005")
    assert {row.region.slug for row in shared.memberships.all()} == {"kongsbergregionen", "naboregionen"}
    assert shared.party.organisation_number == "938583986"
    assert Region.objects.get(slug="naboregionen").is_demo
