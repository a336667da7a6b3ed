"""A report on behalf, what is fetched from the own list, what looks alike, and the files."""

from collections.abc import Callable
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.personas import Cast
from tests.suksit.changes.drafts import NEW, WHAT, cases, only, page, pdf, started, step
from tests.walk import Walker
from workflow import uploads
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.uploads import CheckedUpload


def test_coordinator_reports_on_behalf_of_the_municipality_chosen(browse: Callable[[str], Client], cast: Cast) -> None:
    """Both names stand in the history."""
    kari = browse("kari")
    assert [name for name, _words in kari.get(NEW).context["form"].fields["municipality"].choices][1:] == [
        cast.party(name).pk for name in ("Kongsberg", "Notodden", "Rollag", "Tinn")
    ]
    case = started(kari, municipality=cast.party("Tinn").pk)
    kari.post(step(case, 3))
    with acting_as(SYSTEM):
        entry = only().history.get(deed="report_change")
        reporters = list(only().reporters.values_list("municipality__name", flat=True))
    assert (entry.actor, entry.party, reporters) == (cast.people["kari"], cast.party("Kongsbergregionen"), ["Tinn"])


@pytest.mark.parametrize("name", ["Kongsberg", "Nabodal"])
def test_nobody_reports_for_a_municipality_by_its_number(ola: Client, cast: Cast, name: str) -> None:
    """Another municipality's id in the form is not read for Ola."""
    started(ola, municipality=cast.party(name).pk)
    assert only().report.municipality == cast.party("Rollag")


@pytest.mark.parametrize("value", ["", "0", "abc", "nabodal"])
def test_coordinator_must_choose_one_of_the_regions_municipalities(
    browse: Callable[[str], Client], cast: Cast, value: str
) -> None:
    """Another region's is no choice."""
    value = str(cast.party("Nabodal").pk) if value == "nabodal" else value
    response = browse("kari").post(NEW, {**WHAT, "municipality": value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["municipality"])


def test_one_who_may_not_report_is_told_whom_to_tell(browse: Callable[[str], Client]) -> None:
    """Liv is an employee in Rollag."""
    response = browse("liv").get(NEW)
    assert response.status_code == 403
    assert all(name in page(response) for name in ("Ola", "Dag", "Kari"))


@pytest.mark.usefixtures("own_list")
def test_end_and_supplier_come_from_the_own_list_and_say_so(ola: Client) -> None:
    """Without script: filled in when step 1 is saved open."""
    case = started(ola)
    assert case.report.agreement_ends == date(2027, 6, 30)
    assert "Hentet fra listen over løsninger i Rollag." in page(ola.get(step(case, 1)))
    second = page(ola.get(step(case, 2)))
    assert 'value="Bibits AS"' in second
    assert 'value="Bibliotekssystem"' in second


@pytest.mark.usefixtures("own_list")
@pytest.mark.parametrize("values", [{"fetched": "juni 2027"}, {"kind": "new"}, {"agreement_ends": "mai 2030"}])
def test_end_is_not_fetched_over_what_the_person_said(ola: Client, values: dict[str, str]) -> None:
    """Cleared by hand, nothing in use, or typed."""
    assert started(ola, **values).report.agreement_ends in (None, date(2030, 5, 31))


@pytest.mark.usefixtures("own_list")
def test_fragment_fills_the_end_only_when_nobody_has_typed_one(ola: Client) -> None:
    """While the title is typed."""
    url = reverse("report_alike")
    filled = page(ola.get(url, {"title": "Bibliotek"}))
    assert 'value="juni 2027"' in filled
    assert 'name="fetched"' in filled
    for untouched in ({"agreement_ends": "mai 2030"}, {"fetched": "juni 2027"}, {"kind": "new"}):
        assert 'id="ends"' not in page(ola.get(url, {"title": "Bibliotek", **untouched}))
    emptied = page(ola.get(url, {"title": "Lønn", "agreement_ends": "juni 2027", "fetched": "juni 2027"}))
    assert 'id="ends"' in emptied
    assert "juni 2027" not in emptied


@pytest.mark.parametrize("title", ["", "a", "%%%", "\x00", "x" * 9_000, "<script>", "' OR 1=1 --", "& | ! :*", "🚀"])
def test_fragment_answers_whatever_is_typed(ola: Client, title: str) -> None:
    """Every letter on the way."""
    response = ola.get(reverse("report_alike"), {"title": title, "municipality": "9" * 40})
    assert response.status_code == 200
    assert "<script>" not in page(response)


def test_alike_offers_to_join_what_another_has_reported(
    walker: Walker, ola: Client, browse: Callable[[str], Client]
) -> None:
    """Before a new one is made. Who has reported it already is not offered."""
    case = walker.to("reported", title="Felles bibliotekssystem")
    join = reverse("join_report", args=[case.pk])
    offered = page(browse("ingrid").get(reverse("report_alike"), {"title": "Bibliotek"}))
    assert "Meld Kongsberg på denne saken" in offered
    assert f"Sak {case.number} er meldt" in offered
    assert join in offered
    assert join not in page(ola.get(reverse("report_alike"), {"title": "Bibliotek"}))


def test_alike_shows_three_and_the_way_to_the_rest(walker: Walker, browse: Callable[[str], Client]) -> None:
    """At most three at once."""
    for number in range(4):
        walker.to("reported", title=f"Bibliotek {number}")
    response = browse("ingrid").get(reverse("report_alike"), {"title": "Bibliotek"})
    assert page(response).count("<li><h3>") == 3
    assert "Fire treff på «Bibliotek»." in page(response)
    assert f"{reverse('case_list')}?q=Bibliotek" in page(response)


@pytest.mark.parametrize("count", [1, 3])
def test_first_step_takes_the_same_queries_whatever_is_open(ola: Client, count: int) -> None:
    """Drafts are read with their reports."""
    for number in range(count):
        ola.post(NEW, {**WHAT, "title": f"Utkast {number}"})
    with CaptureQueriesContext(connection) as queries:
        ola.get(NEW)
    assert len(queries) <= 13


def test_urgent_report_says_to_call(ola: Client) -> None:
    """The agreement ends in under half a year."""
    case = started(ola, agreement_ends="01.01.2025")
    assert "Ring Kari" in page(ola.get(step(case, 3)))


def test_draft_is_thrown_away_after_a_question(ola: Client) -> None:
    """By its own reporter, and not by looking."""
    case = started(ola)
    url = reverse("discard_draft", args=[case.pk])
    assert (ola.get(url).status_code, len(cases())) == (200, 1)
    assert (ola.post(url).url, len(cases())) == (NEW, 0)


def test_sent_report_cannot_be_thrown_away(ola: Client) -> None:
    """It is a case then."""
    case = started(ola)
    ola.post(step(case, 3))
    ola.post(reverse("discard_draft", args=[case.pk]))
    assert only().state == "reported"


def test_files_are_attached_to_the_draft(ola: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each through the one door, and named when it is looked over."""

    def check(file: Any) -> CheckedUpload:
        return CheckedUpload(file.name, "application/pdf", "0" * 64, file.size)

    monkeypatch.setattr(uploads, "check_upload", check, raising=False)
    case = started(ola)
    with mock.patch("django.core.files.storage.FileSystemStorage.save", return_value="documents/x"):
        ola.post(step(case, 2), {"needs": "Se vedlegg", "attachments": [pdf(), pdf("Tegning.pdf")]})
    with acting_as(SYSTEM):
        assert sorted(only().documents.values_list("name", flat=True)) == ["Kravliste.pdf", "Tegning.pdf"]
    assert "Kravliste.pdf og Tegning.pdf" in page(ola.get(step(case, 3)))


def test_wrong_file_is_refused_and_the_words_are_kept(ola: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the door refuses is told beside the field."""
    monkeypatch.setattr(
        uploads, "check_upload", mock.Mock(side_effect=ValidationError("Ikke den typen.")), raising=False
    )
    case = started(ola)
    response = ola.post(step(case, 2), {"needs": "Se vedlegg", "attachments": pdf("virus.exe")})
    assert (response.status_code, "Ikke den typen." in page(response)) == (422, True)
    assert "Se vedlegg" in page(response)
    with acting_as(SYSTEM):
        assert (only().documents.count(), only().report.needs) == (0, "")
