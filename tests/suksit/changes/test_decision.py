"""From a sent report to the decision whether it is started, through the pages."""

from typing import Any

import pytest
from django.test import Client

from suksit.changes import actions
from suksit.changes.panels import of_report
from tests.suksit.changes.decided import ENDING, WORDS, Browse, at, bare, now, page, told
from tests.walk import Walker
from workflow import links
from workflow.actors import SYSTEM
from workflow.context import acting_as


def test_question_gives_the_municipality_the_turn_and_its_answer_gives_it_back(walker: Walker, browse: Browse) -> None:
    """Ask for more, fill in: asked by mail, answered once, the coordinator told."""
    case = bare(walker)
    assert browse("kari").post(at("ask_for_more", case), {"reason": "Hvem trenger det?"}).status_code == 302
    with acting_as(SYSTEM):
        row = case.assignments.get(step="complete_report", state="open")
        asked = set(row.case.notifications.filter(assignment=row).values_list("recipient__username", flat=True))
    assert (row.party.name, asked) == ("Rollag", {"ola", "dag"})
    shown = browse("ola").get(at("complete_report", case))
    assert "Hvem trenger det?" in page(shown)
    values = {"title": case.title, "kind": case.kind, "needs": "Byggesak.", "draft_benefits": "Raskere svar"}
    assert browse("ola").post(at("complete_report", case), values).status_code == 302
    with acting_as(SYSTEM):
        assert not case.assignments.filter(step="complete_report", state="open").exists()
    assert (now(case).report.needs, now(case).report.is_incomplete) == ("Byggesak.", False)
    assert told(case, "complete_report") == {"kari"}


def test_report_is_completed_by_the_link_of_the_mail(walker: Walker, cast: Any) -> None:
    """Without sign-in, one page, and only while it is asked for."""
    case = bare(walker)
    walker.cast.do("kari", actions.ask_for_more, case, question="Hvem trenger det?")
    with acting_as(SYSTEM):
        row = case.assignments.get(step="complete_report", state="open")
    link = links.path_for(row, cast.people["ola"].pk, case.region_id)
    client = Client()
    assert client.get(link).status_code == 200
    values = {"title": case.title, "kind": case.kind, "needs": "Byggesak.", "draft_benefits": "Raskere svar"}
    assert 'name="needs"' not in page(client.post(link, values))
    assert now(case).report.needs == "Byggesak."
    assert client.get(link).status_code == 410


def test_coordinator_mends_on_behalf_and_both_names_stand(walker: Walker, browse: Browse) -> None:
    """The mistyped word is mended; Ola stays the reporter, Kari stands in the history, Rollag is told."""
    case = walker.to("reported", title="Byggsak")
    assert "på vegne av Rollag" in page(browse("kari").get(at("complete_report", case)))
    values = {"title": "Byggesak", "kind": case.kind, "needs": "Vi bruker lang tid."}
    browse("kari").post(at("complete_report", case), values)
    with acting_as(SYSTEM):
        entry = case.history.get(deed="complete_report")
    assert (entry.actor.username, entry.data["fields"]) == ("kari", ["draft_benefits", "needs", "title"])
    assert (now(case).title, now(case).report.reporter.username) == ("Byggesak", "ola")
    assert told(case, "complete_report") == {"ola", "dag"}
    context = walker.cast.see("ola", lambda actor: next(iter(of_report(now(case), actor))).context)
    assert (context["reporters"][0][:11], "Kari" in context["mended"]) == ("Ola, Rollag", True)


@pytest.mark.parametrize("wrong", [{"rough_value": "-1"}, {"title": ""}, {"needs": "x" * 5001}])
def test_wrong_completion_keeps_what_was_typed(walker: Walker, browse: Browse, wrong: dict[str, str]) -> None:
    """422, and the report as it was."""
    case = walker.to("reported")
    values = {"title": case.title, "kind": case.kind, "obstacles": "Lite folk", **wrong}
    response = browse("ola").post(at("complete_report", case), values)
    assert (response.status_code, "Lite folk" in page(response)) == (422, True)
    assert now(case).report.obstacles == ""


def test_assessment_is_filled_in_with_anchors_and_weights(walker: Walker, browse: Browse) -> None:
    """Scores, principles, the law and a recommendation; what is left open is left out."""
    case = walker.to("reported")
    kari = browse("kari")
    assert "Lovpålagt" in page(kari.get(at("assess_report", case)))
    values = {
        "score_economy": "4",
        "score_risk": "2",
        "score_quality": "",
        "principles": ["5", "7"],
        "required_by_law": "on",
        "law_reference": "Plan- og bygningsloven § 21-1",
        "recommendation": "Bør startes.",
    }
    response = kari.post(at("assess_report", case), values)
    assert response.url == at("accept_report", case)
    with acting_as(SYSTEM):
        found = now(case).assessment
        scores = set(found.scores.values_list("criterion", "score", "weight"))
    assert (now(case).state, scores) == ("assessment", {("economy", 4, 3), ("risk", 2, 2)})
    assert (found.principles, found.required_by_law) == ([5, 7], True)
    again = page(kari.get(at("assess_report", case)))
    assert "Bør startes." in again
    context = walker.cast.see("kari", lambda actor: list(of_report(now(case), actor))[1].context)
    assert (context["total"], context["scored"], context["count"]) == ("3,2", 2, 5)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "__all__"),
        ({"score_economy": "6"}, "score_economy"),
        ({"score_economy": "0"}, "score_economy"),
        ({"score_economy": "4", "principles": ["8"]}, "principles"),
        ({"score_economy": "4", "required_by_law": "on"}, "law_reference"),
        ({"score_economy": "4", "recommendation": "y" * 3001}, "recommendation"),
    ],
)
def test_wrong_assessment_says_why(walker: Walker, browse: Browse, wrong: dict[str, Any], field: str) -> None:
    """Beside the field, and nothing saved."""
    case = walker.to("reported")
    response = browse("kari").post(at("assess_report", case), wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert now(case).state == "reported"


def test_decision_says_in_words_what_is_missing_and_who_can_give_it(walker: Walker, browse: Browse) -> None:
    """No button before it is there, and no way around it."""
    case = bare(walker)
    shown = page(browse("kari").get(at("accept_report", case)))
    assert "En beskrivelse av behovet. Rollag kan skrive den." in shown
    for deed in ("ask_for_more", "complete_report", "assess_report"):
        assert at(deed, case) in shown
    assert 'type="submit">Start' not in shown
    response = browse("kari").post(at("accept_report", case), {"reason": ""})
    assert (response.status_code, now(case).state) == (422, "reported")


def test_accepted_report_is_decided_at_bp1_and_the_reporters_are_told(walker: Walker, browse: Browse) -> None:
    """The decision stands with its condition; the turn is the coordinator's to ask the partners."""
    case = walker.to("assessment")
    assert browse("kari").post(at("accept_report", case), {"reason": "Innen sommeren."}).status_code == 302
    with acting_as(SYSTEM):
        decision = case.decisions.get()
        waiting = list(case.assignments.filter(state="open").values_list("step", flat=True))
    assert (decision.point, decision.outcome, decision.conditions) == ("BP1", "go", "Innen sommeren.")
    assert (now(case).state, waiting) == ("accepted", ["ask_partners"])
    assert told(case, "accept_report") == {"ola", "dag"}


@pytest.mark.parametrize(("deed", "state"), ENDING.items())
def test_report_ends_with_a_reason_that_the_reporters_are_told(
    walker: Walker, browse: Browse, deed: str, state: str
) -> None:
    """A no, or a yes to going on alone; without a reason neither."""
    case = walker.to("assessment")
    kari = browse("kari")
    assert (kari.post(at(deed, case), {"reason": "  "}).status_code, now(case).state) == (422, "assessment")
    assert (kari.post(at(deed, case), WORDS).status_code, now(case).state) == (302, state)
    assert told(case, deed) == {"ola", "dag"}
    with acting_as(SYSTEM):
        assert not case.assignments.filter(state="open").exists()


@pytest.mark.parametrize("deed", ["accept_report", "reject_report", "assess_report", "merge_report", "complete_report"])
def test_step_done_by_another_is_told_and_the_words_are_kept(walker: Walker, browse: Browse, deed: str) -> None:
    """An old tab, after the decision."""
    case = walker.to("accepted")
    response = browse("kari").post(at(deed, case), {"reason": "Skrevet i en gammel fane", "needs": "Gammel fane"})
    assert (response.status_code, now(case).state) == (409, "accepted")
    if deed not in ("assess_report", "merge_report"):
        assert "ammel fane" in page(response)


@pytest.mark.parametrize("deed", ["accept_report", "reject_report", "handle_locally", "assess_report", "ask_for_more"])
def test_one_without_the_right_is_refused_also_when_it_is_posted(walker: Walker, browse: Browse, deed: str) -> None:
    """Ola may see it, not do it."""
    case = walker.to("assessment")
    assert browse("ola").post(at(deed, case), WORDS).status_code == 403
    assert browse("per").post(at(deed, case), WORDS).status_code == 404
