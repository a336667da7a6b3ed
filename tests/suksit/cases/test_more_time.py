"""More time for an open task, given on a page by the coordinator."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from suksit.cases import actions
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import clock
from workflow.deadlines import next_working_day
from workflow.models import Assignment, Notification

Page = Callable[..., Any]


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Siri is to choose the route."""
    return walker.to("planning")


def task(walker: Walker, case: ChangeCase) -> Assignment:
    """Siri's task."""
    return walker.see(lambda: Assignment.objects.get(case=case, step="choose_route", state="open"))


def send(browse: Callable[[str], Client], case: ChangeCase, row: Assignment, **data: Any) -> Any:
    """Kari sends the form."""
    return browse("kari").post(reverse("give_more_time", args=[case.pk, row.pk]), data)


def test_coordinator_sees_the_last_days_and_the_others_do_not(walker: Walker, case: ChangeCase, get: Page) -> None:
    row = task(walker, case)
    address = reverse("give_more_time", args=[case.pk, row.pk])
    page = get("kari", "case", case.pk).content.decode()
    assert address in page
    assert "Velg hvordan det skal kjøpes" in page
    assert address not in get("siri", "case", case.pk).content.decode()


def test_new_day_is_set_and_told_to_those_who_do_it(
    walker: Walker, case: ChangeCase, browse: Callable[[str], Client], get: Page
) -> None:
    """Siri gets a mail, the history has the reason, and the page of the case has the new day."""
    row = task(walker, case)
    later = row.due + timedelta(days=14)
    page = send(browse, case, row, deadline=later.strftime("%d.%m.%Y"), reason="Budsjettet kommer i mars.")
    assert page.status_code == 302
    assert task(walker, case).due == next_working_day(later)
    told = walker.see(lambda: Notification.objects.filter(case=case, fact__startswith="give_more_time"))
    assert [row.recipient.username for row in walker.see(lambda: list(told.select_related("recipient")))] == ["siri"]
    page = get("mona", "case", case.pk).content.decode()
    assert "ga mer tid til «Velg hvordan det skal kjøpes», til" in page
    assert "Budsjettet kommer i mars." in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"deadline": "1.1.2020", "reason": "Ferie"}, "Den nye dagen må være etter"),
        ({"deadline": "1.1.2099", "reason": "Ferie"}, "mer enn et år"),
        ({"deadline": "i morgen", "reason": "Ferie"}, "Oppgi en gyldig dato."),
        ({"deadline": "", "reason": "Ferie"}, "Fyll ut dette feltet."),
        ({"deadline": "LATER", "reason": ""}, "Fyll ut dette feltet."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    walker: Walker, case: ChangeCase, browse: Callable[[str], Client], data: dict[str, str], words: str
) -> None:
    row = task(walker, case)
    later = (clock.today() + timedelta(days=40)).strftime("%d.%m.%Y")
    page = send(browse, case, row, **{name: later if value == "LATER" else value for name, value in data.items()})
    assert page.status_code == 422
    (errors,) = page.context["form"].errors.values()
    assert words in errors[0]
    assert task(walker, case).due == row.due


def test_task_that_was_done_meanwhile_is_told_as_done(
    walker: Walker, case: ChangeCase, browse: Callable[[str], Client]
) -> None:
    row = task(walker, case)
    walker.prepare(case, "simplified")
    later = (clock.today() + timedelta(days=40)).strftime("%d.%m.%Y")
    page = send(browse, case, row, deadline=later, reason="Ferie")
    assert page.status_code == 409


def test_question_to_the_municipalities_has_one_day_for_all(walker: Walker, get: Page) -> None:
    """No single answer is given more time here: its own deed moves the day for everybody."""
    case = walker.to("invitation")
    assert not [panel for panel in get("kari", "case", case.pk).context["side_panels"] if "last_days" in panel.template]


def test_case_on_hold_has_no_last_days(walker: Walker, case: ChangeCase, get: Page) -> None:
    walker.do("kari", actions.hold_case, case, reason="Vi venter.")
    assert (
        reverse("give_more_time", args=[case.pk, task(walker, case).pk])
        not in get("kari", "case", case.pk).content.decode()
    )


def test_task_of_another_case_is_not_found(walker: Walker, case: ChangeCase, get: Page) -> None:
    other = walker.to("accepted", title="Et annet system")
    assert get("kari", "give_more_time", other.pk, task(walker, case).pk).status_code == 404
