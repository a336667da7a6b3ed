"""What looks alike: words that tell, cases that are seen, agreements of the region."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suksit.changes.alike import cases_like, like, own_agreement, telling_words
from suksit.solutions.models import Agreement
from tests.personas import Cast
from tests.walk import Walker
from workflow.actors import SYSTEM
from workflow.context import acting_as


def agree(cast: Cast, name: str, system: str, **values: object) -> Agreement:
    """An agreement in the list of a municipality."""
    with acting_as(SYSTEM):
        return Agreement.objects.create(
            region=cast.region, party=cast.party(name), system=system, updated_on=date(2026, 1, 1), **values
        )


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Nytt bibliotekssystem", ["bibliotek"]),
        ("Felles løsning for sak- og arkivsystem", ["sak", "arkiv"]),
        ("Bytte barnevernssystemet", ["barnevern"]),
        ("Ny digital løsning", []),
        ("Biblioteket", ["bibliotek"]),
        ("", []),
        ("🚀 <script>alert(1)</script>", ["script", "alert"]),
        ("a' OR 1=1; -- & | ! ( ) : *", []),
    ],
)
def test_telling_words_leave_out_what_every_title_holds(title: str, words: list[str]) -> None:
    """Only what says what it is about."""
    assert telling_words(title) == words


@pytest.mark.parametrize("typed", ["Bibliotek", "biblioteksystem", "Nytt biblioteket", "Folkebibliotek", "bibliot"])
def test_case_is_found_by_part_of_a_word(walker: Walker, typed: str) -> None:
    """Norwegian words are put together; a part is enough, either way around."""
    case = walker.to("reported", title="Felles bibliotekssystem")
    found = walker.cast.see("ingrid", lambda actor: cases_like(typed, actor))
    expected = [case.pk] if typed != "Folkebibliotek" else []
    assert [row.pk for row in found] == expected


def test_case_is_found_by_its_need(walker: Walker) -> None:
    """The need is searched as well as the title."""
    case = walker.to("reported", title="Noe helt annet")
    found = walker.cast.see("ingrid", lambda actor: cases_like("behandlingstid bruker", actor))
    assert [row.pk for row in found] == [case.pk]


def test_drafts_and_other_regions_are_not_found(walker: Walker) -> None:
    """A draft stays with its reporter, and Per sees nothing."""
    walker.to("draft", title="Bibliotek utkast")
    walker.to("reported", title="Bibliotek")
    assert walker.cast.see("per", lambda actor: cases_like("Bibliotek", actor)) == []
    assert [row.title for row in walker.cast.see("ola", lambda actor: cases_like("Bibliotek", actor))] == ["Bibliotek"]


def test_own_agreement_is_told_from_those_of_others(walker: Walker) -> None:
    """The own list gives the end; the others' stand beside."""
    agree(walker.cast, "Rollag", "Mikromarc bibliotek", ends_on=date(2027, 6, 30), supplier="Bibits")
    agree(walker.cast, "Kongsberg", "Bibliotekssystem", ends_on=date(2028, 6, 30))
    rollag = walker.cast.party("Rollag").pk
    found = walker.cast.see("ola", lambda actor: like("Bibliotek", actor, rollag))
    assert (found.own.supplier, [row.party.name for row in found.agreements], found.count) == (
        "Bibits",
        ["Kongsberg"],
        1,
    )
    own = walker.cast.see("ola", lambda actor: own_agreement("Lønnssystem", actor.region_id, rollag))
    assert own is None


@pytest.mark.parametrize("count", [1, 3])
def test_finding_takes_the_same_queries_whatever_is_found(walker: Walker, count: int) -> None:
    """Cases, their reporters, the reporters' municipalities, agreements."""
    for number in range(count):
        walker.to("reported", title=f"Bibliotek {number}")
        agree(walker.cast, "Kongsberg", f"Bibliotek {number}")

    def read(actor: object) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            like("Bibliotek", actor, None)
        return len(queries)

    assert walker.cast.see("ingrid", read) == 4
