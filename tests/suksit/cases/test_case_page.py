"""The page of a case: where it is, whose turn, what is known."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.invitation import actions as invitation
from procurement.planning import actions as planning
from suksit.benefits.models import Benefit, Harvest, Measurement
from suksit.cases import actions
from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from tests.walk import ORDER, Walker
from workflow import clock
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment

Page = Callable[..., Any]
NAMES = ("kari", "ola")


@pytest.mark.parametrize("state", ORDER[1:])
@pytest.mark.parametrize("name", ["kari", "ola", "mona"])
def test_case_page_opens_in_every_state(walker: Walker, get: Page, state: str, name: str) -> None:
    """Whoever sees the case gets its page, with one heading and its number."""
    case = walker.to(state)
    response = get(name, "case", case.pk)
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert case.number in page


def test_case_page_gives_the_one_whose_turn_it_is_one_filled_button(walker: Walker, get: Page) -> None:
    """Ola answers for Rollag: the box names Rollag and leads to the page of the deed."""
    case = walker.to("invitation")
    turn = get("ola", "case", case.pk).context["turn"]
    assert turn["title"] == "Nå er det Rollag sin tur"
    assert turn["button"].startswith("Svar")
    assert turn["url"]
    assert "Fristen er" in turn["body"] or "Svarfristen" in turn["body"]
    assert not turn.get("calm")


def test_second_thing_of_mine_stands_below_the_button(walker: Walker, get: Page) -> None:
    """The one that is due first is the button; the other is a link."""
    case = walker.to("invitation")
    row = walker.see(lambda: Assignment.objects.get(case=case, party=walker.cast.party("Rollag")))
    walker.see(
        lambda: Assignment.objects.create(
            case=case, step=row.step, party=row.party, permission=row.permission, subject=row.subject + 1000
        )
    )
    turn = get("ola", "case", case.pk).context["turn"]
    assert str(row.subject) in turn["url"]
    assert [str(row.subject + 1000) in more["url"] for more in turn["more"]] == [True]


def test_passed_deadline_is_said_in_words(walker: Walker, get: Page) -> None:
    """Red edge, triangle, and when it was; the day is not said twice."""
    case = walker.to("invitation")
    yesterday = clock.today() - timedelta(days=1)
    walker.see(lambda: Assignment.objects.filter(case=case).update(due=yesterday))
    for name in ("ola", "mona"):
        turn = get(name, "case", case.pk).context["turn"]
        assert turn["late"].startswith("Fristen var ")
        assert "Fristen" not in turn["body"]


def test_case_page_tells_others_whose_turn_it_is_without_a_button(walker: Walker, get: Page) -> None:
    """Mona may see but not do: four municipalities are waited for, and who answers is named."""
    case = walker.to("invitation")
    turn = get("mona", "case", case.pk).context["turn"]
    assert turn["calm"]
    assert "url" not in turn
    assert turn["title"] == "Venter på Kongsberg, Notodden, Rollag og Tinn"
    assert "Ola svarer for Rollag." in turn["muted"]


def test_case_page_names_the_one_party_that_is_waited_for(walker: Walker, get: Page) -> None:
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


def test_closing_is_not_the_coordinators_turn_while_answers_are_coming(walker: Walker, get: Page) -> None:
    """Kari waits with the others; when the last answer is in, it is her turn."""
    case = walker.to("invitation")
    assert get("kari", "case", case.pk).context["turn"]["calm"]
    walker.see(
        lambda: Assignment.objects.filter(case=case, step="answer_invitation").update(
            state="done", closed_at=case.created_at
        )
    )
    assert get("ola", "case", case.pk).context["turn"]["title"] == "Nå er det koordinatoren sin tur"


def test_between_two_rounds_nothing_waits_and_the_next_is_told(walker: Walker, get: Page) -> None:
    """Closing is nobody's turn while a round is still to come."""
    case = walker.to("benefits")
    with acting_as(SYSTEM):
        Assignment.objects.filter(case=case).exclude(step="close_case").update(state="done", closed_at=case.created_at)
        harvest = case.harvests.first() or Harvest.objects.create(
            benefit=Benefit.objects.create(case=case, title="Tid", kind="time", question="?", unit="dager"),
            case=case,
            party=walker.cast.party("Rollag"),
        )
        Measurement.objects.create(harvest=harvest, case=case, due=date(2031, 3, 1))
    for name in ("kari", "ola"):
        turn = get(name, "case", case.pk).context["turn"]
        assert turn["title"] == "Ingenting venter på noen nå"
        assert turn["body"].endswith(".")
    assert get("kari", "case_list").context["cases"][0]["words"] == "Ingenting venter nå"


def test_step_bar_shows_done_now_and_to_come(walker: Walker, get: Page) -> None:
    """Eight steps; what is passed has its day, what comes has none."""
    case = walker.to("invitation")
    steps = get("ola", "case", case.pk).context["steps"]
    assert [step["state"] for step in steps] == ["done", "done", "now"] + ["todo"] * 5
    assert [str(step["label"]) for step in steps][:3] == ["Meldt", "Vurdering", "Forespørsel"]
    assert all(step["note"] for step in steps[:3])
    assert [step["note"] for step in steps[3:]] == [""] * 5


def test_step_bar_of_a_call_off_has_no_competition(walker: Walker, get: Page) -> None:
    """A case shows only the steps of its route."""
    case = walker.to("planning")
    walker.do("siri", planning.choose_route, case, "none", reason="Integrasjon.")
    labels = [str(step["label"]) for step in get("ola", "case", case.pk).context["steps"]]
    assert labels == ["Meldt", "Vurdering", "Forespørsel", "Planlegging", "Innføring", "Gevinst"]


def test_held_case_says_so_and_can_be_taken_up_by_the_coordinator(walker: Walker, get: Page) -> None:
    """The box says why; only Kari has the button."""
    case = walker.to("invitation")
    walker.do("kari", actions.hold_case, case, reason="Venter på nasjonal avklaring.")
    for name, may in (("kari", True), ("ola", False)):
        turn = get(name, "case", case.pk).context["turn"]
        assert turn["title"] == "Saken står på vent"
        assert "Venter på nasjonal avklaring." in turn["muted"]
        assert bool(turn["url"]) is may


def test_held_case_offers_nothing_that_moves_it(walker: Walker, get: Page) -> None:
    """Comment, attach, the archive number; the coordinator may also cancel."""
    case = walker.to("invitation")
    walker.do("kari", actions.hold_case, case, reason="Venter.")
    offered = {name: {str(deed["label"]) for deed in get(name, "case", case.pk).context["deeds"]} for name in NAMES}
    common = {"Skriv en kommentar", "Legg ved et dokument", "Noter arkivnummeret"}
    assert offered == {"kari": common | {"Avlys saken"}, "ola": common}


def test_cancelled_case_says_why_by_whom_and_what_is_possible(walker: Walker, get: Page) -> None:
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


ENDINGS = {
    "reject_report": ("Prosjektet ble ikke startet", "kari", {"reason": "For smått."}),
    "handle_locally": ("Kommunen går videre alene", "kari", {"reason": "For smått."}),
    "withdraw_report": ("Meldingen ble trukket", "ola", {"reason": "For smått."}),
}


@pytest.mark.parametrize("deed", ENDINGS)
def test_ended_case_says_what_happened_and_why(walker: Walker, get: Page, deed: str) -> None:
    """Rejected, handled locally, withdrawn: calm words, the reason, by whom."""
    title, name, values = ENDINGS[deed]
    case = walker.to("reported")
    walker.do(name, getattr(changes, deed), case, **values)
    turn = get("mona", "case", case.pk).context["turn"]
    assert (turn["title"], turn["muted"]) == (title, "For smått.")
    assert name.capitalize() in turn["body"]
    assert turn["more"] == []


def test_merged_report_leads_to_the_other_case(walker: Walker, get: Page) -> None:
    """The other case is one click away."""
    into, case = walker.to("reported", title="Turnussystem"), walker.to("reported")
    walker.do("kari", changes.merge_report, case, into)
    turn = get("ola", "case", case.pk).context["turn"]
    assert turn["title"] == "Meldingen ble slått sammen med en annen"
    assert turn["more"][0]["url"] == reverse("case", args=[into.pk])
    assert into.number in turn["more"][0]["label"]


def test_closed_case_has_all_steps_done(walker: Walker, get: Page) -> None:
    """Nothing is now; the case is finished."""
    case = walker.to("benefits")
    with acting_as(SYSTEM):
        ChangeCase.objects.filter(pk=case.pk).update(state="closed")
    page = get("ola", "case", case.pk)
    assert page.context["turn"]["title"] == "Saken er fullført"
    assert {step["state"] for step in page.context["steps"]} == {"done"}
    assert page.context["current"] is None


def test_case_page_asks_as_many_questions_for_two_as_for_four(walker: Walker, get: Page) -> None:
    """The number of queries does not grow with the municipalities that are asked."""
    counts = []
    for names in (("Kongsberg", "Rollag"), ("Kongsberg", "Notodden", "Rollag", "Tinn")):
        case = walker.to("accepted")
        walker.do("kari", invitation.ask_partners, case, [walker.cast.party(name) for name in names], questions="?")
        with CaptureQueriesContext(connection) as asked:
            assert get("mona", "case", case.pk).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_draft_opens_where_its_reporter_left_it(walker: Walker, get: Page) -> None:
    """Its reporter is sent on; nobody else sees that it is there."""
    case = walker.to("draft")
    assert get("ola", "case", case.pk).status_code == 302
    assert get("kari", "case", case.pk).status_code == 404


def test_outsider_does_not_find_the_case(walker: Walker, get: Page) -> None:
    """Another region's people see nothing at all."""
    case = walker.to("invitation")
    for url in ("case", "case_history", "comment_case", "hold_case"):
        assert get("per", url, case.pk).status_code == 404
