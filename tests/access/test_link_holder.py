"""The link holder: one page, for one person and one task, and nothing else."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from procurement.invitation import actions as invitation
from suksit.regions.models import Engagement
from tests.access.row import STRANGER
from tests.access.table import ROWS
from tests.walk import Walker
from workflow import clock, links
from workflow.models import Assignment


def link(walker: Walker, case: Any, step: str, party: str, person: str) -> str:
    """The path of the link that a mail to the person carries."""
    row = walker.see(lambda: Assignment.objects.get(case=case, step=step, party=walker.cast.party(party), state="open"))
    return links.path_for(row, walker.cast.people[person].pk, walker.cast.region.pk)


@pytest.fixture
def asked(walker: Walker) -> tuple[Any, str]:
    """A case in which Rollag is asked, and Ola's link to the answer."""
    case = walker.to("invitation")
    return case, link(walker, case, "answer_invitation", "Rollag", "ola")


def test_link_shows_its_page_without_sign_in(asked: tuple[Any, str]) -> None:
    """GET shows; nobody is signed in by it."""
    client = Client()
    assert client.get(asked[1]).status_code == 200
    assert client.get(reverse("my_tasks")).status_code == 302


def test_link_opens_nothing_else(asked: tuple[Any, str], walker: Walker) -> None:
    """The holder is a stranger to every page without a case."""
    client = Client()
    client.get(asked[1])
    rows = [row for row in ROWS if not row.at and not row.part and row.method == "get"]
    found = {row.name: client.get(reverse(row.name, args=row.args)).status_code for row in rows}
    assert found == {row.name: row.expected(STRANGER) for row in rows}
    assert client.get(reverse("case", args=[asked[0].pk])).status_code == 302


def test_link_does_the_deed_by_post_once(asked: tuple[Any, str], walker: Walker) -> None:
    """POST does it, by the channel link; after that the link is closed."""
    case, path = asked
    client = Client()
    assert client.post(path, {"choice": "no"}).status_code == 200
    entry = walker.see(lambda: case.history.latest("sequence"))
    assert (entry.deed, entry.channel, entry.actor.username) == ("answer_invitation", "link", "ola")
    assert client.get(path).status_code == 410
    assert client.post(path, {"choice": "yes"}).status_code == 410


def test_link_closes_when_somebody_else_has_done_it(asked: tuple[Any, str], walker: Walker) -> None:
    """Dag answers on the page; Ola's link says that it is done."""
    case, path = asked
    walker.do("dag", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="no")
    response = Client().get(path, headers={"accept-language": "nb"})
    assert response.status_code == 410
    assert response.context["reason"] == "done"


def test_link_closes_after_its_deadline(asked: tuple[Any, str]) -> None:
    """The day after its last day it opens no more."""
    case, path = asked
    after = case.invitation.deadline if hasattr(case, "invitation") else None
    later = clock.now() + timedelta(days=60 if after is None else (after - clock.today()).days + 1)
    with mock.patch.object(clock, "now", return_value=later):
        assert Client().get(path).status_code == 410


def test_link_closes_when_the_person_leaves(asked: tuple[Any, str], walker: Walker) -> None:
    """A leaver's link opens nothing."""
    Engagement.objects.filter(person=walker.cast.people["ola"]).update(to_date=clock.today() - timedelta(days=1))
    assert Client().get(asked[1]).status_code == 410


@pytest.mark.parametrize("broken", ["x", "", ":::", "WzEsMSwxXQ:1abc:AAAA"])
def test_forged_link_is_refused(asked: tuple[Any, str], broken: str) -> None:
    """Neither a cut nor a made-up one opens."""
    assert Client().get(f"{asked[1][:-2]}{broken}/").status_code in (404, 410)


def test_binding_deed_has_no_link(walker: Walker) -> None:
    """A chief executive signs in to authorise, whatever link is made up."""
    case = walker.to("commitment")
    path = link(walker, case, "give_authorisation", "Rollag", "dag")
    assert Client().get(path).status_code == 410
