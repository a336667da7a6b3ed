"""Closing the question, and binding oneself: authorisation, no, political decision, BP2."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procurement.competition import actions as competition
from procurement.invitation import actions, commitment
from procurement.models import Answer, Authorisation, Plan
from procurement.planning import actions as planning
from procurement.planning.actions import GateClosed
from suksit.regions.models import Engagement
from tests.procurement.pages import Pages
from tests.walk import PLAN, Walker
from tests.workflow.test_uploads import pdf
from workflow import clock
from workflow.deadlines import working_deadline
from workflow.models import Assignment, Document, HistoryEntry, Notification


@pytest.fixture
def pages(walker: Walker) -> Pages:
    """A case in which Kongsberg and Rollag have said yes, and the question is closed."""
    return Pages(walker, walker.to("commitment"))


def key(pages: Pages, name: str = "Rollag") -> int:
    """The key of a municipality's authorisation."""
    return pages.walker.part(Authorisation, pages.case, name).pk


def stored(pages: Pages, name: str = "Rollag") -> Authorisation:
    """A municipality's authorisation as it stands."""
    return pages.walker.part(Authorisation, pages.case, name)


def test_closing_says_who_is_silent_and_goes_on_without_them(walker: Walker) -> None:
    """Edge case 1: some yes, some no, one silent: the coordinator goes on, and the silent one is not counted."""
    case = walker.to("invitation")
    for member, name, choice in (("ingrid", "Kongsberg", "yes"), ("ola", "Rollag", "yes"), ("tor", "Notodden", "no")):
        walker.do(member, actions.answer_invitation, walker.answer_of(case, name), choice=choice)
    pages = Pages(walker, case)
    page = pages.get("kari", "close_invitation").content.decode()
    assert "Tinn" in page
    assert "Notodden" not in page
    assert pages.post("kari", "close_invitation", {}).status_code == 302
    assert walker.part(Answer, case, "Tinn").state == "silent"
    entry = walker.see(lambda: HistoryEntry.objects.get(deed="close_invitation"))
    assert entry.data["silent"] == [walker.cast.party("Tinn").pk]
    assert sorted(entry.data["joining"]) == sorted(walker.cast.party(name).pk for name in ("Kongsberg", "Rollag"))
    asked = walker.see(lambda: set(Authorisation.objects.values_list("party__name", flat=True)))
    assert asked == {"Kongsberg", "Rollag"}
    told = walker.see(lambda: {row.recipient_id for row in Notification.objects.filter(fact__startswith="close_inv")})
    assert told == {walker.cast.people[name].pk for name in ("ola", "ingrid", "tor", "dag", "eva", "hans")}


def test_closing_twice_says_who_was_first(pages: Pages) -> None:
    """An old tab."""
    assert pages.post("kari", "close_invitation", {}).status_code == 409


def test_deadline_is_moved_for_those_who_have_not_answered(walker: Walker) -> None:
    """Only to a later day, and within a year."""
    pages = Pages(walker, walker.to("invitation"))
    old = pages.case.invitation.deadline
    for wrong in ("", "i morgen", old.strftime("%d.%m.%Y"), "01.01.2020", "01.01.2090"):
        page = pages.post("kari", "extend_deadline", {"deadline": wrong, "reason": "Ferie"})
        assert page.status_code == 422
        assert "Ferie" in page.content.decode()
    later = old + timedelta(days=7)
    assert pages.post("kari", "extend_deadline", {"deadline": later.strftime("%d.%m.%Y")}).status_code == 302
    due = walker.see(lambda: set(Assignment.objects.filter(step="answer_invitation").values_list("due", flat=True)))
    assert due == {later}


def test_authorisation_on_delegation_shows_the_dated_limit(pages: Pages) -> None:
    """And keeps it as it was when given."""
    Engagement.objects.filter(person=pages.walker.cast.people["dag"]).update(
        delegation_limit=Decimal(500_000), delegation_note="Delegasjonsreglement 2023"
    )
    page = pages.get("dag", "give_authorisation", key(pages)).content.decode()
    assert "Delegasjonsreglement 2023" in page
    assert "told problem" not in page
    assert pages.post("dag", "give_authorisation", {"scope": "Bare lisenser"}, key(pages)).status_code == 302
    row = stored(pages)
    assert (row.state, row.delegation_limit, row.scope) == ("given", Decimal(500_000), "Bare lisenser")
    assert row.signatory_id == pages.walker.cast.people["dag"].pk
    assert row.signatory_title != ""


def test_value_over_the_limit_suggests_the_council(pages: Pages) -> None:
    """400 000 over four years against a limit of 399 999.99: a warning, with the way out."""
    Engagement.objects.filter(person=pages.walker.cast.people["dag"]).update(delegation_limit=Decimal("399999.99"))
    page = pages.get("dag", "give_authorisation", key(pages)).content.decode()
    assert "told problem" in page
    assert pages.url("send_to_council", key(pages)) in page


def test_political_decision_has_its_own_deadline_and_needs_its_number(pages: Pages) -> None:
    """Waiting for the council is a state; coming back without the case number is refused."""
    meeting = clock.today() + timedelta(days=40)
    wrong = {"body": "Kommunestyret", "meeting_on": (clock.today() - timedelta(days=1)).strftime("%d.%m.%Y")}
    assert pages.post("dag", "send_to_council", wrong, key(pages)).status_code == 422
    right = {"body": "Kommunestyret", "meeting_on": meeting.strftime("%d.%m.%Y")}
    assert pages.post("dag", "send_to_council", right, key(pages)).status_code == 302
    row = pages.walker.see(lambda: Assignment.objects.get(step="give_authorisation", subject=key(pages)))
    assert (row.state, row.due, row.waits_for_meeting) == ("open", working_deadline(meeting, 3), True)
    assert pages.post("dag", "give_authorisation", {}, key(pages)).status_code == 422
    done = pages.post("dag", "give_authorisation", {"political_case_number": "45/26"}, key(pages))
    assert done.status_code == 302
    assert (stored(pages).state, stored(pages).political_case_number) == ("given", "45/26")


def test_no_after_the_council_is_noted_with_its_reason(pages: Pages) -> None:
    """And the value is summed without it."""
    pages.walker.do("dag", commitment.send_to_council, stored(pages), body="Kommunestyret", meeting_on=clock.today())
    assert pages.post("dag", "decline_authorisation", {"reason": ""}, key(pages)).status_code == 422
    assert pages.post("dag", "decline_authorisation", {"reason": "Ikke råd"}, key(pages)).status_code == 302
    row = stored(pages)
    assert (row.state, row.reason) == ("declined", "Ikke råd")
    from procurement.invitation.value import value_of

    assert pages.walker.see(lambda: value_of(pages.case).total) == Decimal(1_600_000)


@pytest.mark.parametrize("name", ["kari", "ola", "eva", "siri", "liv"])
def test_nobody_else_binds_a_municipality(pages: Pages, name: str) -> None:
    """Neither by page nor by form."""
    for deed in ("give_authorisation", "decline_authorisation", "send_to_council"):
        assert pages.post(name, deed, {"reason": "x"}, key(pages)).status_code == 403
    assert stored(pages).state == "requested"


def test_given_twice_says_who_was_first(pages: Pages) -> None:
    """An old tab of the chief executive."""
    pages.post("dag", "give_authorisation", {}, key(pages))
    page = pages.post("dag", "give_authorisation", {"scope": "Igjen"}, key(pages))
    assert page.status_code == 409
    assert "Igjen" in page.content.decode()


def test_lead_buyer_is_chosen_among_those_who_may(pages: Pages) -> None:
    """The region's own legal person, or a member; not a body that may not buy, nor another region's municipality."""
    for name in ("K-IKT", "Nabodal"):
        party = pages.walker.cast.party(name).pk
        assert pages.post("kari", "name_lead_buyer", {"party": party}).status_code == 422
    assert pages.post("kari", "name_lead_buyer", {"party": pages.walker.cast.party("KO").pk}).status_code == 302
    assert pages.walker.see(lambda: Plan.objects.get().lead_buyer.name) == "KO"


def test_going_on_says_who_is_missing(pages: Pages) -> None:
    """BP2: Dag has given nothing, Kongsberg waits for a meeting, and nobody leads."""
    pages.walker.do(
        "eva",
        commitment.send_to_council,
        stored(pages, "Kongsberg"),
        body="Kommunestyret",
        meeting_on=date(2027, 2, 1),
    )
    page = pages.get("kari", "close_commitment").content.decode()
    assert "Rollag" in page
    assert "Kongsberg" in page
    assert pages.url("name_lead_buyer") in page
    assert pages.post("kari", "close_commitment", {}).status_code == 422
    pages.walker.do("kari", commitment.name_lead_buyer, pages.case, pages.walker.cast.party("KO").pk)
    assert pages.post("kari", "close_commitment", {}).status_code == 302
    entry = pages.walker.see(lambda: HistoryEntry.objects.get(deed="close_commitment"))
    assert entry.data == {"point": "BP2", "outcome": "go", "given": []}


def test_gate_stays_closed_for_a_missing_authorisation_until_the_party_is_let_go(pages: Pages) -> None:
    """Edge case 2: Rollag says yes, Dag never authorises; Kari lets Rollag go before the notice."""
    walker, case = pages.walker, pages.case
    walker.do("eva", commitment.give_authorisation, stored(pages, "Kongsberg"), title="Kommunedirektør")
    walker.do("kari", commitment.name_lead_buyer, case, walker.cast.party("KO").pk)
    walker.do("kari", commitment.close_commitment, case)
    walker.do("siri", planning.choose_route, case, "full", reason="Over terskelen.")
    walker.do("siri", planning.plan_procurement, case, values=PLAN)
    walker.do("siri", planning.name_evaluators, case, [(walker.cast.people["siri"].pk, walker.cast.party("KO").pk)])
    notice = {"notice_id": "2026-1", "tender_deadline": clock.today() + timedelta(days=35)}
    with pytest.raises(GateClosed, match="authorisations"):
        walker.do("siri", competition.publish_notice, case, **notice)
    answer = walker.answer_of(case, "Rollag").pk
    assert pages.post("kari", "release_party", {"reason": ""}, answer).status_code == 422
    assert pages.post("kari", "release_party", {"reason": "Ingen fullmakt"}, answer).status_code == 302
    assert (stored(pages).state, walker.answer_of(case, "Rollag").state) == ("released", "released")
    walker.do("siri", competition.publish_notice, case, **notice)
    assert walker.see(lambda: Plan.objects.get().total_value) == Decimal(1_600_000)


def test_one_that_said_no_need_not_be_let_go(pages: Pages) -> None:
    """Notodden is out already."""
    key_of_no = pages.walker.answer_of(pages.case, "Notodden").pk
    assert pages.get("kari", "release_party", key_of_no).status_code == 403


def test_released_party_meets_words_not_a_wall(pages: Pages) -> None:
    """Ola opens the page of an answer that was let go of."""
    walker = pages.walker
    walker.do("kari", commitment.release_party, pages.case, walker.cast.party("Rollag").pk, reason="Ingen fullmakt")
    page = pages.get("ola", "answer_invitation", walker.answer_of(pages.case, "Rollag").pk)
    assert page.status_code == 409
    assert "Rollag" in page.content.decode()


def test_signed_authorisation_may_come_with_it(pages: Pages) -> None:
    """Dag attaches the paper: the coordinator and those who take part open it, Notodden does not."""
    paper = SimpleUploadedFile("fullmakt.pdf", pdf(), content_type="text/html")
    assert pages.post("dag", "give_authorisation", {"paper": paper}, key(pages)).status_code == 302
    kept = pages.walker.see(lambda: Document.objects.get(case=pages.case))
    assert (kept.name, kept.purpose, kept.visibility) == ("fullmakt.pdf", "authorisation", "participants")
    assert kept.party_id == pages.walker.cast.party("Rollag").pk
    entry = pages.walker.see(lambda: HistoryEntry.objects.get(case=pages.case, deed="give_authorisation"))
    assert (entry.data["document"], entry.data["sha256"]) == (str(kept.pk), kept.sha256)
    statuses = {name: pages.client(name).get(f"/dokument/{kept.pk}/").status_code for name in ("kari", "eva", "tor")}
    assert statuses == {"kari": 200, "eva": 200, "tor": 404}


@pytest.mark.parametrize("name", ["fullmakt.exe", "fullmakt.pdf"])
def test_paper_that_is_no_paper_is_refused_and_nothing_is_given(pages: Pages, name: str) -> None:
    """A program, and a PDF that is none: beside the field, and the limits that were typed are kept."""
    data = {"paper": SimpleUploadedFile(name, b"MZ\x90"), "scope": "Bare fagsystemet"}
    page = pages.post("dag", "give_authorisation", data, key(pages))
    assert page.status_code == 422
    assert "paper" in page.context["form"].errors
    assert "Bare fagsystemet" in page.content.decode()
    assert stored(pages).state == "requested"
    assert not pages.walker.see(lambda: Document.objects.exists())
