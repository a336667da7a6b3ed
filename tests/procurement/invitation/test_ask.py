"""Asking the partners, on a page."""

import pytest

from procurement.models import Answer, Invitation
from tests.procurement.pages import Pages
from tests.walk import Walker
from workflow import clock
from workflow.deadlines import working_deadline
from workflow.models import Assignment


@pytest.fixture
def pages(walker: Walker) -> Pages:
    """A case that is accepted."""
    return Pages(walker, walker.to("accepted"))


def test_page_has_all_members_ticked_and_tells_the_day(pages: Pages) -> None:
    """Four members, and the usual fifteen working days with the day they come to."""
    page = pages.get("kari", "ask_partners")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('name="parties"') == text.count("checked") - 1 == 4
    assert str(working_deadline(clock.today(), 15).year) in text


def test_asking_opens_one_task_for_each(pages: Pages) -> None:
    """With the deadline chosen, for those chosen."""
    parties = [pages.walker.cast.party(name).pk for name in ("Kongsberg", "Rollag")]
    answer = pages.post("kari", "ask_partners", {"parties": parties, "questions": "Passer det?", "working_days": 10})
    assert answer.status_code == 302
    rows = pages.walker.see(
        lambda: sorted(Assignment.objects.filter(step="answer_invitation").values_list("party_id", "due"))
    )
    due = working_deadline(clock.today(), 10)
    assert rows == sorted((party, due) for party in parties)
    assert pages.walker.see(lambda: Invitation.objects.get().questions) == "Passer det?"


@pytest.mark.parametrize(
    "data",
    [
        {"parties": [], "working_days": 15},
        {"parties": ["x"], "working_days": 15},
        {"parties": [99999999999999999999], "working_days": 15},
        {"parties": ["1"], "working_days": 0},
        {"parties": ["1"], "working_days": 15, "questions": "x" * 4001},
    ],
)
def test_wrong_question_is_refused_beside_the_field(pages: Pages, data: dict) -> None:
    """Nothing is asked, and what was typed is kept."""
    page = pages.post("kari", "ask_partners", {**data, "questions": data.get("questions", "Beholdes?")})
    assert page.status_code == 422
    assert ("Beholdes?" in page.content.decode()) or len(data["questions"]) > 4000
    assert pages.walker.see(Answer.objects.count) == 0


def test_party_of_another_region_cannot_be_asked(pages: Pages) -> None:
    """Another municipality's key in the form is no choice."""
    key = pages.walker.cast.party("Nabodal").pk
    assert pages.post("kari", "ask_partners", {"parties": [key], "working_days": 15}).status_code == 422


def test_asking_again_says_who_was_first(pages: Pages) -> None:
    """An old tab."""
    data = {"parties": [pages.walker.cast.party("Rollag").pk], "working_days": 15, "questions": "Andre gang"}
    pages.post("kari", "ask_partners", data)
    page = pages.post("kari", "ask_partners", data)
    assert page.status_code == 409
    assert "Andre gang" in page.content.decode()


def test_member_may_not_ask(pages: Pages) -> None:
    """Ola sees the case."""
    assert pages.post("ola", "ask_partners", {"working_days": 15}).status_code == 403
    assert pages.walker.see(Answer.objects.count) == 0
