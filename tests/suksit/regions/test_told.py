"""What was changed on the region's own pages is told with full names and the roles' words, not with code."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.models import Engagement, RegionEvent
from suksit.regions import actions
from suksit.regions.told import changes
from tests.walk import Walker

FIRST, LAST = date(2026, 11, 1), date(2026, 12, 24)


def told(walker: Walker) -> list[str]:
    """What the page says, the newest first."""
    client = Client()
    client.force_login(walker.cast.people["kari"])
    return [row["what"].replace("\xa0", " ") for row in client.get(reverse("region")).context["events"]]


@pytest.fixture
def named(walker: Walker) -> Walker:
    """Liv and Berit have full names."""
    cast = walker.cast
    for username, last in (("liv", "Dahl"), ("berit", "Sand")):
        person = cast.people[username]
        person.first_name, person.last_name = username.capitalize(), last
        person.save()
    return walker


def test_roles_are_told_with_the_full_name_and_the_word_for_the_role(named: Walker) -> None:
    """Given and left, at whom, from and until when."""
    cast = named.cast
    rollag, liv = cast.party("Rollag"), cast.people["liv"]
    row = named.do(
        "kari",
        lambda by: actions.engage_person(cast.region, liv, by=by, role="member", party=rollag, from_date=FIRST),
    )
    assert told(named) == ["Liv Dahl får rollen SuksIT-medlem i Rollag fra 1. november 2026"]
    engagement = named.see(lambda: Engagement.objects.get(pk=row.pk))
    named.do("kari", actions.end_engagement, engagement, to_date=LAST)
    assert told(named)[0] == "Liv Dahl går ut av rollen SuksIT-medlem i Rollag etter 24. desember 2026"


def test_each_other_change_is_a_sentence(named: Walker) -> None:
    """People, stand-ins, memberships and bodies."""
    cast = named.cast
    liv, berit = cast.people["liv"], cast.people["berit"]
    membership = named.see(lambda: cast.region.memberships.get(municipality__party__name="Tinn"))
    known = {"name": "Liv Dahl", "email": "ny@example.no"}
    new = {"username": "ny", "name": "Nils Ny", "email": "nils@example.no"}
    days = {"from_date": FIRST, "to_date": LAST}
    named.do("kari", lambda by: actions.add_person(cast.region, by=by, **new))
    named.do("kari", lambda by: actions.mend_person(cast.region, liv, by=by, **known))
    named.do("kari", lambda by: actions.note_absence(cast.region, liv, stand_in=berit, by=by, **days))
    named.do("kari", lambda by: actions.note_absence(cast.region, berit, by=by, **days))
    named.do("kari", actions.end_membership, membership, to_date=LAST)
    named.do("kari", lambda by: actions.add_body(cast.region, by=by, name="Fagnettverk kultur", kind="network"))
    assert told(named) == [
        "Fagnettverk kultur er lagt til som organ",
        "Tinn går ut etter 24. desember 2026",
        "Berit Sand er borte fra 1. november 2026 til 24. desember 2026, og ingen er vikar",
        "Berit Sand er vikar for Liv Dahl fra 1. november 2026 til 24. desember 2026",
        "Opplysningene om Liv Dahl er rettet",
        "Nils Ny er lagt til",
    ]


def test_an_event_that_is_not_understood_says_what_was_written_down(named: Walker) -> None:
    """An old deed, and a person who is not there any more; never an error."""
    region, by = named.cast.region, named.cast.people["kari"]
    now = "2026-11-24T12:00:00Z"
    common = {"region": region, "actor": by, "happened_at": now}
    rows = [
        RegionEvent(deed="old_deed", about="noe gammelt", data={}, **common),
        RegionEvent(deed="engage_person", about="borte: staff", data={"person": 0}, **common),
    ]
    assert [row["what"] for row in named.see(lambda: changes(rows))] == ["noe gammelt", "borte: staff"]


def test_no_name_of_a_person_is_written_down(named: Walker) -> None:
    """What is never changed holds keys; so a name that is taken out later stands nowhere in it."""
    cast = named.cast
    liv, berit, rollag = cast.people["liv"], cast.people["berit"], cast.party("Rollag")
    days = {"from_date": FIRST, "to_date": LAST}
    new = {"username": "ny", "name": "Nils Ny", "email": "nils@example.no"}
    ny = named.do("kari", lambda by: actions.add_person(cast.region, by=by, **new))
    named.do("kari", lambda by: actions.mend_person(cast.region, liv, by=by, name="Liv Dal", email="ny@example.no"))
    row = named.do(
        "kari",
        lambda by: actions.engage_person(cast.region, liv, by=by, role="member", party=rollag, from_date=FIRST),
    )
    named.do("kari", actions.end_engagement, named.see(lambda: Engagement.objects.get(pk=row.pk)), to_date=LAST)
    named.do("kari", lambda by: actions.note_absence(cast.region, liv, stand_in=berit, by=by, **days))
    named.do("kari", lambda by: actions.note_absence(cast.region, berit, by=by, **days))
    assert named.see(lambda: list(RegionEvent.objects.order_by("pk").values_list("about", flat=True))) == [
        f"user:{ny.pk}",
        f"user:{liv.pk}",
        f"user:{liv.pk} member",
        f"user:{liv.pk} member",
        f"user:{berit.pk} for user:{liv.pk}",
        f"user:{berit.pk}",
    ]
    liv.first_name, liv.last_name = "Fjernet person", "1"
    liv.save()
    assert sum("Fjernet person 1" in words for words in told(named)) == 4
    assert not any("Liv" in words for words in told(named))


def test_names_are_looked_up_at_once(named: Walker) -> None:
    """One query for the people of one event, and of six."""
    cast = named.cast
    for number in range(6):
        new = {"username": f"ny{number}", "name": f"Nils {number}", "email": f"nils{number}@example.no"}
        named.do("kari", lambda by, new=new: actions.add_person(cast.region, by=by, **new))
    for count in (1, 6):
        rows = named.see(lambda count=count: list(RegionEvent.objects.select_related("actor")[:count]))
        with CaptureQueriesContext(connection) as asked:
            changes(rows)
        assert len(asked) == 1
