"""The page of a case: where it is, whose turn, what is known."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.cases import actions
from tests.walk import ORDER, Walker
from workflow.models import Assignment


@pytest.mark.parametrize("state", ORDER[1:])
@pytest.mark.parametrize("name", ["kari", "ola", "mona"])
def test_case_page_opens_in_every_state(walker: Walker, get, state: str, name: str) -> None:
    """Whoever sees the case gets its page, with one heading and its number."""
    case = walker.to(state)
    response = get(name, "case", case.pk)
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert case.number in page


def test_case_page_gives_the_one_whose_turn_it_is_one_filled_button(walker: Walker, get) -> None:
    """Ola answers for Rollag: the box names Rollag and leads to the page of the deed."""
    case = walker.to("invitation")
    turn = get("ola", "case", case.pk).context["turn"]
    assert turn["title"] == "Nå er det Rollag sin tur"
    assert turn["button"].startswith("Svar")
    assert turn["url"]
    assert "Fristen er" in turn["body"] or "Svarfristen" in turn["body"]
    assert not turn.get("calm")


def test_case_page_tells_others_whose_turn_it_is_without_a_button(walker: Walker, get) -> None:
    """Mona may see but not do: four municipalities are waited for, and who answers is named."""
    case = walker.to("invitation")
    turn = get("mona", "case", case.pk).context["turn"]
    assert turn["calm"]
    assert "url" not in turn
    assert turn["title"] == "Venter på Kongsberg, Notodden, Rollag og Tinn"
    assert "Ola svarer for Rollag." in turn["muted"]


def test_case_page_names_the_one_party_that_is_waited_for(walker: Walker, get) -> None:
    """When the others have done theirs, the one that is left is named."""
    case = walker.to("invitation")
    for name in ("Kongsberg", "Notodden", "Tinn"):
        party = walker.cast.party(name)
        walker.see(
            lambda party=party: Assignment.objects.filter(case=case, party=party).update(
                state="done", closed_at=case.created_at
            )
        )
    assert get("ingrid", "case", case.pk).context["turn"]["title"] == "Nå er det Rollag sin tur"


def test_closing_is_not_the_coordinators_turn_while_answers_are_coming(walker: Walker, get) -> None:
    """Kari waits with the others; when the last answer is in, it is her turn."""
    case = walker.to("invitation")
    assert get("kari", "case", case.pk).context["turn"]["calm"]
    walker.see(
        lambda: Assignment.objects.filter(case=case, step="answer_invitation").update(
            state="done", closed_at=case.created_at
        )
    )
    assert get("ola", "case", case.pk).context["turn"]["title"] == "Nå er det koordinatoren sin tur"


def test_step_bar_shows_done_now_and_to_come(walker: Walker, get) -> None:
    """Eight steps; what is passed has its day, what comes has none."""
    case = walker.to("invitation")
    steps = get("ola", "case", case.pk).context["steps"]
    assert [step["state"] for step in steps] == ["done", "done", "now"] + ["todo"] * 5
    assert [str(step["label"]) for step in steps][:3] == ["Meldt", "Vurdering", "Forespørsel"]
    assert all(step["note"] for step in steps[:3])
    assert [step["note"] for step in steps[3:]] == [""] * 5


def test_step_bar_of_a_call_off_has_no_competition(walker: Walker, get) -> None:
    """A case shows only the steps of its route."""
    case = walker.to("planning")
    from procurement.planning import actions as planning

    walker.do("siri", planning.choose_route, case, "none", reason="Integrasjon.")
    labels = [str(step["label"]) for step in get("ola", "case", case.pk).context["steps"]]
    assert labels == ["Meldt", "Vurdering", "Forespørsel", "Planlegging", "Innføring", "Gevinst"]


def test_held_case_says_so_and_can_be_taken_up_by_the_coordinator(walker: Walker, get) -> None:
    """The box says why; only Kari has the button."""
    case = walker.to("invitation")
    walker.do("kari", actions.hold_case, case, reason="Venter på nasjonal avklaring.")
    for name, may in (("kari", True), ("ola", False)):
        turn = get(name, "case", case.pk).context["turn"]
        assert turn["title"] == "Saken står på vent"
        assert "Venter på nasjonal avklaring." in turn["muted"]
        assert bool(turn["url"]) is may


def test_cancelled_case_says_why_by_whom_and_what_is_possible(walker: Walker, get) -> None:
    """Nothing waits for anybody; the reason stands there; a new report may be sent."""
    case = walker.to("commitment")
    walker.do("kari", actions.cancel_case, case, reason="Leverandøren er kjøpt opp.")
    response = get("ola", "case", case.pk)
    turn = response.context["turn"]
    assert turn["title"] == "Saken ble avlyst"
    assert "Leverandøren er kjøpt opp." in turn["muted"]
    assert "Kari" in turn["body"]
    assert turn["more"] == [{"label": "Meld behovet på nytt", "url": reverse("report_new")}]
    assert [step["state"] for step in response.context["steps"]][:4] == ["done", "done", "now", "todo"]


def test_case_page_asks_as_many_questions_for_two_as_for_four(walker: Walker, get) -> None:
    """The number of queries does not grow with the municipalities that are asked."""
    from procurement.invitation import actions as invitation

    counts = []
    for names in (("Kongsberg", "Rollag"), ("Kongsberg", "Notodden", "Rollag", "Tinn")):
        case = walker.to("accepted")
        walker.do("kari", invitation.ask_partners, case, [walker.cast.party(name) for name in names], questions="?")
        with CaptureQueriesContext(connection) as asked:
            assert get("mona", "case", case.pk).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_draft_opens_where_its_reporter_left_it(walker: Walker, get) -> None:
    """Its reporter is sent on; nobody else sees that it is there."""
    case = walker.to("draft")
    assert get("ola", "case", case.pk).status_code == 302
    assert get("kari", "case", case.pk).status_code == 404


def test_outsider_does_not_find_the_case(walker: Walker, get) -> None:
    """Another region's people see nothing at all."""
    case = walker.to("invitation")
    for url in ("case", "case_history", "comment_case", "hold_case"):
        assert get("per", url, case.pk).status_code == 404
