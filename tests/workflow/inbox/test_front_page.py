"""The front page: what waits for me, what I wait for, what others have done, what I have begun."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.cases import actions
from tests.walk import Walker
from workflow import clock
from workflow.deeds import REGISTRY
from workflow.inbox import drafts
from workflow.inbox.drafts import Draft
from workflow.models import Substitution


@pytest.fixture
def front(walker: Walker) -> Callable[[str], Any]:
    """`front("ola")` is the front page as Ola gets it."""

    def page(name: str) -> Any:
        client = Client()
        client.force_login(walker.cast.people[name])
        return client.get(reverse("my_tasks"))

    return page


def titles(rows: list[dict[str, Any]]) -> list[str]:
    """What the rows say."""
    return [row["title"] for row in rows]


def test_task_says_what_and_in_which_case_once(
    walker: Walker, front: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A title that names the case does not say it twice."""
    walker.to("invitation", title="Turnussystem")
    assert titles(front("ola").context["waiting"]) == ["Svar om Rollag blir med: Turnussystem"]
    real = REGISTRY["answer_invitation"]
    own = replace(real, label="Svar", title="Skal %(party)s være med på %(case)s?")
    monkeypatch.setitem(REGISTRY, "answer_invitation", own)
    page = front("ola").context["waiting"]
    assert titles(page) == ["Skal Rollag være med på Turnussystem?"]
    assert page[0]["button"] == "Svar"


def test_task_whose_deed_is_gone_is_said_plainly(
    walker: Walker, front: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In which case, without a link or a button; the other tasks stand as they did, and the minutes are theirs."""
    walker.to("invitation", title="Turnussystem")
    monkeypatch.delitem(REGISTRY, "answer_invitation")
    page = front("ola")
    assert (page.status_code, page.context["minutes"]) == (200, 0)
    (row,) = page.context["waiting"]
    assert (row["title"], row["url"], row["button"]) == ("Turnussystem", "", "")
    assert row["why"] == "Steget finnes ikke lenger; koordinatoren ser det på driftssiden."
    listed = page.content.decode().partition('<ol class="tasks">')[2].partition("</ol>")[0]
    assert "Turnussystem" in listed
    assert "<a " not in listed
    assert front("ingrid").context["waiting"][0]["url"] == ""
    assert front("tor").context["waited_for"] == []


def test_closing_does_not_wait_for_the_coordinator_while_answers_are_coming(
    walker: Walker, front: Callable[[str], Any]
) -> None:
    """Kari has it when the last answer is in, or when its day has come."""
    case = walker.to("invitation", title="Turnussystem")
    assert front("kari").context["waiting"] == []
    walker.see(lambda: case.assignments.filter(step="close_invitation").update(due=clock.today()))
    assert titles(front("kari").context["waiting"]) == ["Lukk spørsmålet til kommunene: Turnussystem"]


def test_what_i_wait_for_is_one_row_for_each_step(walker: Walker, front: Callable[[str], Any]) -> None:
    """Three municipalities that are to answer are one row; a case on hold is not waited for."""
    case = walker.to("invitation", title="Turnussystem")
    (row,) = front("ola").context["waited_for"]
    assert row["title"] == "Svar om 3 kommuner blir med: Turnussystem"
    assert row["holder"] == "Kongsberg, Notodden og Tinn"
    walker.do("kari", actions.hold_case, case, reason="Venter.")
    assert front("ola").context["waited_for"] == []


def test_what_others_did_is_told_with_the_case(walker: Walker, front: Callable[[str], Any]) -> None:
    """Not what I did myself, and the coordinator is called so."""
    walker.to("invitation", title="Turnussystem")
    event = front("ola").context["happened"][0]
    assert (event["who"], event["what"]) == ("Koordinatoren", "spurte kommunene:")
    assert event["link"]["label"] == "Turnussystem"
    assert {event["by"] for event in front("ola").context["happened"]} == {"Kari"}


def test_drafts_are_offered_to_be_gone_on_with(
    walker: Walker, front: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has forms says what lies unfinished; it is mine alone."""
    walker.to("draft", title="Nytt turnussystem")
    assert titles(front("ola").context["drafts"]) == ["Nytt turnussystem"]
    assert front("dag").context["drafts"] == []
    monkeypatch.setattr(drafts, "_sources", [lambda actor: [Draft("Et halvt svar", "/svar/")]])
    assert "Et halvt svar" in front("dag").content.decode()


def test_stand_in_is_told_for_whom_and_gets_the_tasks(walker: Walker, front: Callable[[str], Any]) -> None:
    """Liv stands in for Ola: his task is hers while he is away."""
    cast = walker.cast
    walker.to("invitation", title="Turnussystem")
    assert front("liv").context["waiting"] == []
    today = clock.today()
    Substitution.objects.create(
        absent=cast.people["ola"],
        stand_in=cast.people["liv"],
        region=cast.region.party,
        from_date=today - timedelta(days=1),
        to_date=today + timedelta(days=7),
    )
    page = front("liv")
    assert titles(page.context["waiting"]) == ["Svar om Rollag blir med: Turnussystem"]
    assert page.context["stand_in"].startswith("Du svarer for Ola til ")


def test_front_page_asks_as_many_questions_for_one_row_as_for_three(
    walker: Walker, front: Callable[[str], Any]
) -> None:
    """The number of queries does not grow with what waits, what is waited for, or what has happened."""
    asked = []
    for more in (1, 2):
        for number in range(more):
            walker.to("invitation", title=f"Sak {number}")
        with CaptureQueriesContext(connection) as queries:
            page = front("ola")
        asked.append(len(queries))
    assert len(page.context["waiting"]) == len(page.context["waited_for"]) == 3
    assert asked[0] == asked[1]
