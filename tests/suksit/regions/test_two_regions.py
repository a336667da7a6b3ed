"""A person acts in one region at a time, and changes it on the region's page."""

from django.test import Client
from django.urls import reverse

from suksit.regions.models import Region
from tests.personas import engage
from tests.walk import Walker


def test_person_of_two_regions_acts_in_one_at_a_time(walker: Walker) -> None:
    """Tor is Notodden's member in both: each region's case is there when he acts in it, and 404 when he does not."""
    cast = walker.cast
    engage(cast, "tor", "member", "Notodden", cast.neighbour)
    case = walker.to("invitation")
    client = Client()
    client.force_login(cast.people["tor"])
    url = reverse("case", args=[case.pk])
    assert [row.party.name for row in client.get(reverse("region")).context["other_regions"]] == ["Naboregionen"]
    assert client.get(url).status_code == 200
    assert client.post(reverse("choose_region"), {"region": cast.neighbour.pk}).status_code == 302
    assert client.get(reverse("region")).context["page"]["name"] == "Naboregionen"
    assert client.get(url).status_code == 404
    assert client.get(reverse("case_list"), {"q": case.title}).context["count"] == 0
    missed = client.get(url)
    assert (missed.status_code, "Gå til Kongsbergregionen" in missed.content.decode()) == (404, True)
    back = {"region": cast.region.pk, "next": url}
    assert client.post(reverse("choose_region"), back).url == url
    assert client.post(reverse("choose_region"), {**back, "next": "https://evil.test/"}).url == reverse("my_tasks")
    assert client.post(reverse("choose_region"), {"region": cast.region.pk}).status_code == 302
    assert client.get(url).status_code == 200


def test_region_that_is_not_ones_own_cannot_be_chosen(walker: Walker) -> None:
    """By its number, by words, or by none: 404, and nothing is changed."""
    client = Client()
    client.force_login(walker.cast.people["ola"])
    assert Region.objects.count() == 2
    for typed in (walker.cast.neighbour.pk, "x", "", "99999999999999999999"):
        assert client.post(reverse("choose_region"), {"region": typed}).status_code == 404
    assert client.get(reverse("region")).context["page"]["name"] == "Kongsbergregionen"
