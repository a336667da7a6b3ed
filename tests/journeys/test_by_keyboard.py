"""What a person with a keyboard, with larger text or in the dark needs. Axe sees none of the first two."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from suksit.cases.models import ChangeCase
from tests.journeys.browser import TOO_WIDE, Person
from tests.walk import Walker
from workflow.actors import SYSTEM
from workflow.context import acting_as

LARGER = "document.documentElement.style.fontSize = '200%'"


def focused(page: Page) -> str:
    """The name of the control that has the focus."""
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until a control has the focus."""
    for _press in range(most):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}")


def test_first_tab_stop_skips_to_the_content(people: Callable[..., Person]) -> None:
    page = people("ola").open("/").page
    page.keyboard.press("Tab")
    assert focused(page) == "Hopp til innholdet"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_change_is_reported_by_keyboard_alone(people: Callable[..., Person]) -> None:
    page = people("ola").open(reverse("report_new")).page
    tab_to(page, "title")
    page.keyboard.type("Bibliotek")
    tab_to(page, "kind")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2/")
    tab_to(page, "needs")
    page.keyboard.type("Avtalen går ut.")
    tab_to(page, "affected")
    page.keyboard.press("Enter")
    page.wait_for_url("**/3/")
    page.locator("main form[method=post] button[type=submit]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sak/**")
    with acting_as(SYSTEM):
        sent = ChangeCase.objects.select_related("report").get(title="Bibliotek")
    assert (sent.state, sent.kind, sent.report.needs) == ("reported", "new", "Avtalen går ut.")


def test_what_is_wrong_is_told_first_and_leads_to_the_field(people: Callable[..., Person]) -> None:
    ola = people("ola")
    ola.expected.add(422)
    ola.open(reverse("report_new")).page.locator("main form[method=post] button[type=submit]").first.click()
    summary = ola.page.locator(".ds-error-summary")
    expect(summary).to_be_focused()
    assert "To ting må rettes" in summary.inner_text()
    assert ola.page.title().startswith("Ikke sendt")
    summary.get_by_role("link").first.click()
    expect(ola.page.locator("[name=title]")).to_be_focused()
    assert ola.axe() == []


@pytest.mark.parametrize(
    ("name", "page"), [("ola", "my_tasks"), ("dag", "desk"), ("kari", "board"), ("ola", "case_list")]
)
def test_page_holds_with_text_twice_as_large(
    name: str, page: str, walker: Walker, people: Callable[..., Person]
) -> None:
    walker.to("invitation")
    person = people(name).open(reverse(page))
    person.page.evaluate(LARGER)
    assert person.page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize(
    ("name", "page"), [("ola", "my_tasks"), ("ola", "case"), ("dag", "desk"), ("kari", "board"), ("ola", "benefit")]
)
def test_page_is_readable_in_the_dark(name: str, page: str, walker: Walker, people: Callable[..., Person]) -> None:
    case = walker.to("measuring")
    with acting_as(SYSTEM):
        keys = {"case": [case.pk], "benefit": [case.benefits.get().pk]}
    person = people(name, color_scheme="dark").open(reverse(page, args=keys.get(page, [])))
    assert person.page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert person.axe() == []
