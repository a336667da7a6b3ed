"""Undoing on the real case: what is honest to take back can be, and the page says why the rest stands."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from procurement.invitation import actions as invitation
from procurement.models import Authorisation
from procurement.planning import actions as planning
from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from suksit.changes import assessment
from suksit.changes.models import DecisionRecord
from suksit.models import Rollout
from suksit.rollout import actions as rollout
from suksit.rollout.opening import CHECKLIST
from tests.walk import Walker
from workflow import participants
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment, Notification

Browse = Callable[[str], Any]


def last(walker: Walker, case: ChangeCase) -> Any:
    """The last entry."""
    with acting_as(SYSTEM):
        return case.history.order_by("-sequence").first()


def page_of(walker: Walker, case: ChangeCase) -> str:
    """The page that takes back the last step."""
    return reverse("undo_step", args=[case.pk, last(walker, case).pk])


def fresh(case: ChangeCase) -> ChangeCase:
    """The case as it is."""
    with acting_as(SYSTEM):
        return ChangeCase.objects.get(pk=case.pk)


def open_steps(case: ChangeCase) -> list[str]:
    """What is open."""
    with acting_as(SYSTEM):
        rows = Assignment.objects.filter(case=case, state="open").order_by("step", "pk")
        return list(rows.values_list("step", flat=True))


def test_start_of_a_project_is_taken_back_on_the_page(walker: Walker, browse: Browse) -> None:
    """Kari sees the link at the top, confirms, and decides anew; the reporter who was told is told again."""
    case = walker.to("accepted")
    with acting_as(SYSTEM):
        Notification.objects.filter(case=case, kind="workflow/decided").update(state="sent")
    client = browse("kari")
    url = page_of(walker, case)
    shown = client.get(reverse("case", args=[case.pk]))
    assert shown.context["undo"]["url"] == url
    assert browse("ola").get(reverse("case", args=[case.pk])).context["undo"] is None
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert (fresh(case).state, open_steps(case)) == ("assessment", ["accept_report"])
    with acting_as(SYSTEM):
        assert not DecisionRecord.objects.filter(case=case).exists()
        told = Notification.objects.filter(case=case, fact__startswith="undo_step")
        assert sorted(told.values_list("recipient__username", flat=True)) == ["dag", "ola"]
    assert client.post(url).status_code == 409


@pytest.mark.parametrize("deed", ["reject_report", "handle_locally"])
def test_no_is_taken_back(walker: Walker, browse: Browse, deed: str) -> None:
    """The case is open again, at the decision."""
    case = walker.to("assessment")
    walker.do("kari", getattr(changes, deed), case, reason="Nei.")
    assert browse("kari").post(page_of(walker, case)).status_code == 302
    assert (fresh(case).state, open_steps(case)) == ("assessment", ["accept_report"])
    walker.do("kari", assessment.accept_report, case)


def test_first_answer_is_taken_back_and_a_changed_one_is_not(walker: Walker, browse: Browse) -> None:
    """The answer is empty, and asked for; the second time the page says that it may be changed instead."""
    case = walker.to("invitation")
    answer = walker.answer_of(case, "Rollag")
    walker.do("ola", invitation.answer_invitation, answer, choice="yes", annual_value=100_000, remark="Ja takk.")
    assert browse("dag").post(page_of(walker, case)).status_code == 403
    assert browse("ola").post(page_of(walker, case)).status_code == 302
    answer = walker.answer_of(case, "Rollag")
    assert (answer.state, answer.choice, answer.annual_value, answer.remark) == ("asked", "", None, "")
    assert open_steps(case).count("answer_invitation") == 4
    for choice in ("yes", "no"):
        walker.do("ola", invitation.answer_invitation, answer, choice=choice)
    refused = browse("ola").post(page_of(walker, case))
    assert refused.status_code == 409
    assert "Du kan endre det i stedet" in refused.content.decode()


def test_question_that_was_closed_is_open_again(walker: Walker, browse: Browse) -> None:
    """The silent are asked again, no authorisation is asked for, and those who joined are asked, no more."""
    case = walker.to("commitment")
    assert browse("kari").post(page_of(walker, case)).status_code == 302
    assert (fresh(case).state, open_steps(case)) == ("invitation", ["answer_invitation", "close_invitation"])
    with acting_as(SYSTEM):
        assert not Authorisation.objects.filter(case=case).exists()
        assert walker_grade(walker, case, "Kongsberg") == 20
        assert walker_grade(walker, case, "Rollag") == 30
    assert walker.answer_of(case, "Tinn").state == "asked"
    walker.do("kari", invitation.close_invitation, case)
    assert open_steps(case).count("give_authorisation") == 2


def walker_grade(walker: Walker, case: ChangeCase, name: str) -> int:
    """How much of a case a party has."""
    return participants.grades([case])[case.pk, walker.cast.party(name).pk]


def test_closing_stands_when_a_mail_has_gone(walker: Walker, browse: Browse) -> None:
    """Eva has been asked to bind Kongsberg: the page names her."""
    case = walker.to("commitment")
    with acting_as(SYSTEM):
        Notification.objects.filter(case=case, recipient=walker.cast.people["eva"]).update(state="sent")
    refused = browse("kari").get(page_of(walker, case))
    assert (refused.status_code, "Eva" in refused.content.decode()) == (409, True)


def test_route_goes_back_to_the_one_before(walker: Walker, browse: Browse) -> None:
    """With its reason, and the step that it led to."""
    case = walker.to("planning")
    walker.do("siri", planning.choose_route, case, "full", reason="Over terskelen.")
    walker.do("siri", planning.choose_route, case, "call_off", reason="Vi har en avtale.")
    assert "call_off" in open_steps(case)
    assert browse("siri").post(page_of(walker, case)).status_code == 302
    assert chosen(case) == ("full", "Over terskelen.")
    assert open_steps(case) == ["publish_notice"]
    walker.do("siri", planning.choose_route, case, "none", reason="Vi trenger det ikke.")
    assert browse("siri").post(page_of(walker, case)).status_code == 302
    assert chosen(case) == ("full", "Over terskelen.")


def chosen(case: ChangeCase) -> tuple[str, str]:
    """The route, and why."""
    with acting_as(SYSTEM):
        plan = fresh(case).plan
        return plan.route, plan.route_reason


def test_tick_is_taken_back(walker: Walker, browse: Browse) -> None:
    """And nothing else on the list."""
    case = walker.to("rollout")
    row = walker.part(Rollout, case, "Rollag")
    walker.do("ola", rollout.check_off, row, CHECKLIST[:1])
    walker.do("ola", rollout.check_off, row, CHECKLIST[1:2])
    assert browse("ola").post(page_of(walker, case)).status_code == 302
    with acting_as(SYSTEM):
        assert list(row.checklist.filter(done_on__isnull=False).values_list("item", flat=True)) == list(CHECKLIST[:1])


def test_what_binds_towards_suppliers_says_why_it_stands(walker: Walker, browse: Browse) -> None:
    """A notice that is out; on the case's page and on the step's own."""
    case = walker.to("competition")
    shown = browse("siri").get(reverse("case", args=[case.pk])).context["undo"]
    assert (shown["url"], shown["stands"][:9]) == ("", "Kunngjøri")
    assert browse("siri").post(page_of(walker, case)).status_code == 409
    assert fresh(case).state == "competition"


def test_what_another_built_on_is_named(walker: Walker, browse: Browse) -> None:
    """Ola answered after Ingrid: her page says so."""
    case = walker.to("invitation")
    walker.do("ingrid", invitation.answer_invitation, walker.answer_of(case, "Kongsberg"), choice="yes")
    url = page_of(walker, case)
    walker.do("ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="no")
    refused = browse("ingrid").post(url)
    assert refused.status_code == 409
    assert "Rollag" in refused.content.decode()
    assert browse("ingrid").get(reverse("case", args=[case.pk])).context["undo"] is None
