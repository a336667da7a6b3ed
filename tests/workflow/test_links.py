"""One signed link: for one person and one task, until it is done or its last day has passed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from procurement.invitation import actions as invitation
from suksit.cases.models import ChangeCase
from suksit.regions.models import Engagement
from tests.walk import Walker
from workflow import clock, links
from workflow.deeds import Deed
from workflow.links import SALT, LinkClosed, LinkHolder
from workflow.models import Assignment

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def case(walker: Walker, answering: Deed) -> ChangeCase:
    """The partners are asked, and an answer may be given by a link."""
    return walker.to("invitation")


def task(walker: Walker, case: ChangeCase, name: str = "Rollag") -> Assignment:
    """A party's open question."""
    return walker.see(
        lambda: Assignment.objects.get(case=case, step="answer_invitation", party=walker.cast.party(name))
    )


def path(walker: Walker, case: ChangeCase, person: str = "ola", party: str = "Rollag") -> str:
    """The link that a person got by mail."""
    return links.path_for(task(walker, case, party), walker.cast.people[person].pk, case.region_id)


def status(path: str) -> int:
    """What a browser without sign-in gets."""
    return Client().get(path).status_code


def test_link_holds_who_and_what(walker: Walker, case: ChangeCase) -> None:
    """And is read back as it was made."""
    token = path(walker, case).rstrip("/").rpartition("/")[2]
    ola = walker.cast.people["ola"].pk
    assert links.read(token) == LinkHolder(ola, task(walker, case).pk, case.region_id)


def test_link_opens_without_sign_in(walker: Walker, case: ChangeCase) -> None:
    """While the task is open."""
    assert status(path(walker, case)) == 200


@pytest.mark.parametrize("change", ["letter", "cut", "other salt", "other shape", "empty list", "nonsense"])
def test_tampered_link_does_not_open(walker: Walker, case: ChangeCase, change: str) -> None:
    """With a clear page, and no word of what it was for."""
    token = path(walker, case).rstrip("/").rpartition("/")[2]
    ola, key = walker.cast.people["ola"].pk, task(walker, case).pk
    forged = {
        "letter": ("A" if token[0] != "A" else "B") + token[1:],
        "cut": token[:-1],
        "other salt": signing.dumps([key, ola, case.region_id], salt="another"),
        "other shape": signing.dumps({"a": 1}, salt=SALT),
        "empty list": signing.dumps([], salt=SALT),
        "nonsense": "x",
    }[change]
    with pytest.raises(LinkClosed):
        links.read(forged)
    response = Client().get(reverse("by_link", args=[forged]))
    assert response.status_code == 410
    assert "Felles byggesaksløsning" not in response.content.decode()


def test_link_closes_when_the_task_is_done(walker: Walker, case: ChangeCase) -> None:
    """Whoever did it, and however."""
    url = path(walker, case)
    walker.do("ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="yes")
    response = Client().get(url)
    assert response.status_code == 410
    assert "Oppgaven er gjort. Takk." in response.content.decode()
    assert status(path(walker, case, "ingrid", "Kongsberg")) == 200


def test_link_closes_when_the_task_is_withdrawn(walker: Walker, case: ChangeCase) -> None:
    """The question was closed."""
    url = path(walker, case)
    walker.do("kari", invitation.close_invitation, case)
    assert status(url) == 410


def test_link_opens_on_its_last_day_and_not_after(walker: Walker, case: ChangeCase) -> None:
    """Until midnight in Norway."""
    url, last = path(walker, case), task(walker, case).due
    late = datetime(last.year, last.month, last.day, 23, 59, tzinfo=OSLO)
    with clock.travel(late):
        assert status(url) == 200
    with clock.travel(late + timedelta(minutes=1)):
        assert status(url) == 410


def test_link_closes_when_the_person_has_left(walker: Walker, case: ChangeCase) -> None:
    """A leaver's mails open nothing."""
    url = path(walker, case)
    Engagement.objects.filter(person=walker.cast.people["ola"]).update(to_date=clock.today() - timedelta(days=1))
    assert status(url) == 410


def test_link_of_one_without_the_right_does_not_open(walker: Walker, case: ChangeCase) -> None:
    """Signed for Liv, who may not answer for Rollag; and for Ola on Kongsberg's task."""
    assert status(path(walker, case, "liv")) == 410
    assert status(path(walker, case, "ola", "Kongsberg")) == 410


def test_link_to_a_deed_that_binds_does_not_open(
    walker: Walker, case: ChangeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the signature says, such a deed asks for sign-in."""
    from tests.workflow.deeds import know

    url = path(walker, case)
    know(monkeypatch, "answer_invitation", by_link=False)
    assert status(url) == 410


def test_link_of_the_neighbour_region_does_not_open(walker: Walker, case: ChangeCase) -> None:
    """Nina acts for Notodden in the other region: no right here by any link."""
    row = task(walker, case, "Notodden")
    nina = walker.cast.people["nina"].pk
    assert status(links.path_for(row, nina, walker.cast.neighbour.pk)) == 410
    assert status(links.path_for(row, nina, case.region_id)) == 410


def test_missing_task_has_no_link(db: None) -> None:
    """As after a database restored from before it."""
    with pytest.raises(LinkClosed) as closed:
        links.check_open(None)
    assert closed.value.reason == "unknown"
