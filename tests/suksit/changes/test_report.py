"""Reporting a change in three short steps, through the pages."""

from collections.abc import Callable
from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.forms import Form
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.cases.models import ChangeCase
from suksit.changes import actions
from suksit.solutions.models import Agreement
from tests.personas import Cast
from tests.walk import Walker
from workflow import uploads
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.transitions import Stale
from workflow.uploads import CheckedUpload

NEW = reverse("report_new")
WHAT = {"title": "Bibliotek", "kind": "replacement", "agreement_ends": ""}


@pytest.fixture
def ola(browse: Callable[[str], Client]) -> Client:
    """Ola's browser."""
    return browse("ola")


def cases(**filters: Any) -> list[ChangeCase]:
    """The cases in the database, drafts included, the oldest first."""
    with acting_as(SYSTEM):
        return list(ChangeCase.objects.filter(**filters).select_related("report").order_by("created_at", "pk"))


def only() -> ChangeCase:
    """The one case there is."""
    (case,) = cases()
    return case


def started(client: Client, **values: Any) -> ChangeCase:
    """A draft with step 1 filled in."""
    assert client.post(NEW, {**WHAT, **values}).status_code == 302
    return only()


def step(case: ChangeCase, number: int) -> str:
    """The address of a step."""
    return f"/meld/{case.pk}/{number}/"


def typed_fields(response: HttpResponse) -> list[str]:
    """The names of the fields that must be typed in, chosen ones left out."""
    form: Form = response.context["form"]
    return [name for name, field in form.fields.items() if field.required and not hasattr(field, "choices")]


def page(response: HttpResponse) -> str:
    """What the page says."""
    return response.content.decode()


def test_shortest_report_is_one_field_one_choice_and_three_presses(ola: Client) -> None:
    """A three-minute form."""
    first = ola.get(NEW)
    assert typed_fields(first) == ["title"]
    second = ola.post(NEW, {"title": "Bibliotek", "kind": "new"}, follow=True)
    assert typed_fields(second) == []
    third = ola.post(second.redirect_chain[-1][0], {}, follow=True)
    assert typed_fields(third) == []
    assert ola.post(third.redirect_chain[-1][0]).status_code == 302
    assert (only().state, only().report.is_incomplete) == ("reported", True)


def test_draft_is_saved_at_each_step(ola: Client, cast: Cast) -> None:
    """What was typed is kept before the next step is shown."""
    case = started(ola, agreement_ends="Juni 2027")
    assert (case.state, case.number, case.title, case.kind) == ("draft", "", "Bibliotek", "replacement")
    assert (case.report.agreement_ends, case.report.municipality) == (date(2027, 6, 30), cast.party("Rollag"))
    response = ola.post(
        step(case, 2), {"needs": "Vi må bytte.", "rough_value": "1 740 000", "draft_benefits": "Spart tid"}
    )
    assert response.url == step(case, 3)
    report = only().report
    assert (report.needs, report.rough_value, report.draft_benefits) == ("Vi må bytte.", 1_740_000, "Spart tid")
    shown = page(ola.get(step(case, 3)))
    assert all(words in shown for words in ("Bibliotek", "Bytte system", "juni 2027", "Vi må bytte.", "Spart tid"))


def test_report_is_sent_with_a_number_and_the_coordinator_has_the_turn(ola: Client, cast: Cast) -> None:
    """Sent at step 3, and not before."""
    case = started(ola)
    response = ola.post(step(case, 3))
    assert response.url == reverse("case", args=[case.pk])
    with acting_as(SYSTEM):
        rows = list(only().assignments.values_list("step", "party__name", "state"))
    assert (only().state, only().number[4:]) == ("reported", "-001")
    assert rows == [("accept_report", "Kongsbergregionen", "open")]


def test_send_pressed_twice_makes_one_number(ola: Client) -> None:
    """The second press finds it sent, and shows the same case."""
    case = started(ola)
    first, second = ola.post(step(case, 3)), ola.post(step(case, 3))
    assert (first.url, second.url) == (reverse("case", args=[case.pk]),) * 2
    with acting_as(SYSTEM):
        assert only().history.filter(deed="report_change").count() == 1
    assert len({row.number for row in cases()}) == 1


def test_second_of_two_at_once_is_stale(walker: Walker) -> None:
    """The one who comes second in a race gets nothing half done."""
    draft = walker.to("draft")
    walker.cast.do("ola", actions.report_change, draft)
    with pytest.raises(Stale):
        walker.cast.do("ola", actions.report_change, draft)


def test_next_pressed_twice_makes_one_draft(ola: Client) -> None:
    """Two presses on step 1 go on with the same draft."""
    ola.post(NEW, WHAT)
    ola.post(NEW, WHAT)
    assert len(cases()) == 1


def test_save_for_later_needs_a_title_alone_and_the_draft_is_offered(ola: Client) -> None:
    """The kind may wait; the draft is found again where one reports."""
    response = ola.post(NEW, {"title": "Bibliotek", "save": "later"})
    assert response.url == reverse("my_tasks")
    shown = page(ola.get(NEW))
    assert "Fortsett utkastet fra i dag" in shown
    assert step(only(), 1) in shown
    assert "Bibliotek" in page(ola.get(reverse("my_tasks")))
    case = only()
    assert ola.get(step(case, 3)).url == step(case, 1)
    assert ola.post(step(case, 3)).url == step(case, 1)
    assert only().state == "draft"


def test_draft_is_resumed_where_it_was_left(ola: Client) -> None:
    """From step 2 one goes on to step 2; what was written stands there."""
    case = started(ola)
    ola.post(step(case, 2), {"needs": "Halvferdig", "save": "later"})
    assert step(case, 2) in page(ola.get(NEW))
    assert "Halvferdig" in page(ola.get(step(case, 2)))


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("name", ["dag", "kari", "per"])
def test_draft_of_another_does_not_exist(browse: Callable[[str], Client], ola: Client, number: int, name: str) -> None:
    """Not even for a colleague or the coordinator."""
    case = started(ola)
    assert browse(name).get(step(case, number)).status_code == 404
    assert browse(name).post(step(case, number), WHAT).status_code == 404


@pytest.mark.parametrize("number", [1, 2, 3])
def test_sent_draft_opened_again_is_the_case(ola: Client, number: int) -> None:
    """An old tab or an old link."""
    case = started(ola)
    ola.post(step(case, 3))
    assert ola.get(step(case, number)).url == reverse("case", args=[case.pk])


def test_old_tab_of_a_sent_draft_says_so_and_gives_back_what_was_typed(ola: Client) -> None:
    """Nothing is changed behind anybody's back."""
    case = started(ola)
    ola.post(step(case, 3))
    response = ola.post(step(case, 2), {"needs": "Dette kom for sent"})
    assert (response.status_code, "Dette kom for sent" in page(response)) == (409, True)
    assert only().report.needs == ""


def test_no_fourth_step(ola: Client) -> None:
    """Only what there is."""
    assert ola.get(step(started(ola), 4)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field", "kept"),
    [
        ({"title": ""}, "title", 'value="replacement"'),
        ({"title": "   "}, "title", "juni 2027"),
        ({"title": "a" * 10_000}, "title", "a" * 10_000),
        ({"title": "nul\x00l"}, "title", "juni 2027"),
        ({"kind": ""}, "kind", "Bibliotek"),
        ({"kind": "theft"}, "kind", "Bibliotek"),
        ({"agreement_ends": "når som helst"}, "agreement_ends", "når som helst"),
        ({"agreement_ends": "01.01.0001"}, "agreement_ends", "01.01.0001"),
        ({"agreement_ends": "desember 9999"}, "agreement_ends", "desember 9999"),
    ],
    ids=range(9),
)
def test_wrong_step_one_says_why_and_keeps_what_was_typed(
    ola: Client, wrong: dict[str, str], field: str, kept: str
) -> None:
    """A message beside the field, no draft, and nothing lost."""
    response = ola.post(NEW, {**WHAT, "agreement_ends": "juni 2027", **wrong})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert kept in page(response)
    assert cases() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rough_value": "-5"}, "rough_value"),
        ({"rough_value": "mye penger"}, "rough_value"),
        ({"rough_value": "9" * 30}, "rough_value"),
        ({"affected": "b" * 301}, "affected"),
        ({"draft_benefits": "c" * 3001}, "draft_benefits"),
    ],
)
def test_wrong_step_two_says_why_and_keeps_what_was_typed(ola: Client, wrong: dict[str, str], field: str) -> None:
    """The draft up to then stays as it was."""
    case = started(ola)
    response = ola.post(step(case, 2), {"needs": "Dette er skrevet", **wrong})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert "Dette er skrevet" in page(response)
    assert next(iter(wrong.values())) in page(response)
    assert (only().report.needs, only().report.rough_value) == ("", None)


def test_text_over_the_request_limit_is_a_clear_page_and_the_draft_is_kept(ola: Client) -> None:
    """Ten megabytes of text."""
    case = started(ola)
    ola.post(step(case, 2), {"needs": "Før"})
    response = ola.post(step(case, 2), {"needs": "x" * 10_000_000})
    assert response.status_code in (400, 413)
    assert only().report.needs == "Før"


def test_hostile_and_foreign_letters_are_kept_and_shown_as_text(ola: Client) -> None:
    """Script is text; æøå and emoji are letters."""
    hostile = "<script>alert('å')</script> 🚀 Øst"
    case = started(ola, title=hostile)
    ola.post(step(case, 2), {"needs": hostile})
    assert (only().title, only().report.needs) == (hostile, hostile)
    for number in (1, 2, 3):
        shown = page(ola.get(step(case, number)))
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown


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


@pytest.fixture
def own_list(cast: Cast) -> None:
    """Rollag's own list of solutions."""
    with acting_as(SYSTEM):
        Agreement.objects.create(
            region=cast.region,
            party=cast.party("Rollag"),
            system="Bibliotekssystem",
            supplier="Bibits AS",
            ends_on=date(2027, 6, 30),
            updated_on=date(2026, 1, 1),
        )


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


def pdf(name: str = "Kravliste.pdf") -> SimpleUploadedFile:
    """A small file."""
    return SimpleUploadedFile(name, b"%PDF-1.4 krav", content_type="application/pdf")


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
