"""Reporting a change in three short steps, through the pages."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from suksit.changes import actions
from tests.personas import Cast
from tests.suksit.changes.drafts import NEW, WHAT, cases, only, page, started, step, typed_fields
from tests.walk import Walker
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.transitions import Stale


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
