"""The list of cases: filters with counts, search in Norwegian, pages, and nothing of another region's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.cases import actions
from tests.personas import engage
from tests.walk import Walker
from workflow import clock

Page = Callable[..., Any]


def titles(response: Any) -> list[str]:
    """The titles of the rows, in order."""
    return [row["title"] for row in response.context["cases"]]


def counts(response: Any) -> dict[str, int]:
    """The pills, by their words."""
    return {str(pill["label"]): pill["count"] for pill in response.context["filters"]}


def test_list_shows_open_cases_with_step_and_holder(walker: Walker, get: Page) -> None:
    """The newest event first; with whom, since when."""
    walker.to("invitation", title="Barnevernssystem")
    walker.to("reported", title="Turnussystem")
    response = get("ola", "case_list")
    assert titles(response) == ["Turnussystem", "Barnevernssystem"]
    first, second = response.context["cases"]
    assert (str(first["step"]), first["holder"]) == ("Meldt", "koordinatoren")
    assert (str(second["step"]), second["holder"]) == ("Forespørsel", "deg")
    assert get("tor", "case_list").context["cases"][1]["holder"] == "deg"
    assert get("mona", "case_list").context["cases"][1]["holder"] == "Kongsberg, Notodden og 2 andre"


def test_list_names_the_person_of_a_body(walker: Walker, get: Page) -> None:
    """The names of bodies are long: Siri has it, not the region's own legal person."""
    walker.to("planning")
    assert get("ola", "case_list").context["cases"][0]["holder"] == "Siri"
    assert get("siri", "case_list").context["cases"][0]["holder"] == "deg"


def test_filters_count_and_let_through(walker: Walker, get: Page) -> None:
    """Each pill holds what it says."""
    walker.to("invitation", title="Barnevernssystem")
    ended = walker.to("accepted", title="Lisenser")
    walker.do("kari", actions.cancel_case, ended, reason="Ikke behov.")
    walker.to("reported", title="Turnussystem")
    response = get("ingrid", "case_list")
    assert counts(response) == {
        "Alle åpne": 2,
        "Venter på deg": 1,
        "Kongsberg": 0,
        "Meldt": 1,
        "Forespørsel": 1,
        "Avsluttet": 1,
    }
    assert titles(get("ingrid", "case_list", vis="mine")) == ["Barnevernssystem"]
    assert titles(get("ola", "case_list", vis="kommune")) == ["Turnussystem", "Barnevernssystem"]
    assert titles(get("ola", "case_list", steg="meldt")) == ["Turnussystem"]
    assert titles(get("ola", "case_list", vis="avsluttet")) == ["Lisenser"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("skjemaløsningen", 1),
        ("skjema", 1),
        ("løsning for innbyggere", 1),
        ("bruker lang tid", 2),
        ("-innbyggere", 1),
        ("2026", 2),
        ("arkiv", 0),
        ("' ; DROP & ! ( :* \x00", 0),
        ("🙂", 0),
        ("a" * 5000, 0),
    ],
)
def test_search_finds_by_norwegian_words_and_beginnings(walker: Walker, get: Page, q: str, found: int) -> None:
    """Inflected words, the beginning of a word, the text of the need; hostile words find nothing and break nothing."""
    walker.to("reported", title="Felles skjemaløsning for innbyggere")
    walker.to("reported", title="Turnussystem")
    response = get("ingrid", "case_list", q=q.replace("2026", str(clock.today().year)))
    assert response.status_code == 200
    assert response.context["count"] == found


def test_search_finds_by_number_and_by_the_own_archive_number_alone(walker: Walker, get: Page) -> None:
    """Rollag's archive number is found by Rollag; the region's by all."""
    case = walker.to("reported")
    walker.do("ola", actions.set_archive_number, case, walker.cast.party("Rollag").pk, "26/00417")
    walker.do("kari", actions.set_archive_number, case, case.region_id, "KR-2291")
    assert get("mona", "case_list", q=case.number).context["count"] == 1
    assert [get(name, "case_list", q="26/00417").context["count"] for name in ("ola", "ingrid")] == [1, 0]
    assert [get(name, "case_list", q="KR-2291").context["count"] for name in ("ola", "ingrid")] == [1, 1]


def test_htmx_gets_the_rows_alone(walker: Walker, browse: Page) -> None:
    """The same template, so page and fragment cannot drift."""
    walker.to("reported", title="Turnussystem")
    response = browse("ola").get(reverse("case_list"), headers={"HX-Request": "true"})
    page = response.content.decode()
    assert page.strip().startswith('<div id="rows"')
    assert "Turnussystem" in page
    assert "<html" not in page
    assert "HX-Request" in response["Vary"]


def test_list_is_the_own_regions(walker: Walker, get: Page) -> None:
    """Per and Nina see nothing; a draft is seen in no list."""
    walker.to("reported")
    walker.to("draft", title="Kladd")
    assert [get(name, "case_list").context["count"] for name in ("per", "nina", "ola")] == [0, 0, 1]


def test_case_stands_once_for_one_who_acts_for_two(walker: Walker, get: Page) -> None:
    """Tor is in Notodden and in Rollag: the case is one row and counts once."""
    engage(walker.cast, "tor", "member", "Rollag")
    walker.to("invitation")
    response = get("tor", "case_list")
    assert response.context["count"] == 1
    assert counts(response)["Alle åpne"] == 1


def test_list_asks_as_many_questions_for_one_row_as_for_three(walker: Walker, get: Page) -> None:
    """The number of queries does not grow with the rows."""
    asked = []
    for more in (1, 2):
        for _ in range(more):
            walker.to("invitation")
        get("siri", "case_list")
        with CaptureQueriesContext(connection) as queries:
            get("siri", "case_list")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_list_comes_in_pages_of_25(walker: Walker, get: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is not there is the last one; nonsense is the first."""
    monkeypatch.setattr("suksit.cases.views.ON_A_PAGE", 1)
    walker.to("reported", title="Først")
    walker.to("reported", title="Sist")
    assert titles(get("ola", "case_list", page="2")) == ["Først"]
    assert titles(get("ola", "case_list", page="99")) == ["Først"]
    assert titles(get("ola", "case_list", page="x")) == ["Sist"]
