"""The whole way of a case: the list and the drawing say the same, and the flow can be fetched."""

import re
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from lxml import etree

from suksit.cases import actions
from tests.walk import Walker

Page = Callable[..., Any]


def rows(page: Any) -> dict[str, tuple[str, str]]:
    """The list: what each line says of its step."""
    return {row["label"]: (row["state"], row["when"]) for row in page.context["rows"]}


def test_case_page_leads_to_the_whole_way(walker: Walker, get: Page) -> None:
    case = walker.to("planning")
    assert f'href="{reverse("case_course", args=[case.pk])}"' in get("mona", "case", case.pk).content.decode()


def test_list_says_what_is_done_open_and_ahead(walker: Walker, get: Page) -> None:
    """The open step has its last day; what is done has its day."""
    case = walker.to("planning")
    page = get("ola", "case_course", case.pk)
    found = rows(page)
    assert re.fullmatch(r"Gjort \d+\.\s\w+ \d{4}", found["Avgjør om det skal startes"][1])
    assert found["Avgjør om det skal startes"][0] == "done"
    state, words = found["Velg hvordan det skal kjøpes"]
    assert state == "now"
    assert re.fullmatch(r"Nå, til \d+\.\s\w+ \d{4}", words)
    assert found["Kunngjør konkurransen"] == ("ahead", "Kommer, om denne veien blir valgt")
    assert found["Avslutt signeringen"] == ("ahead", "Kommer, om denne veien blir valgt")
    assert found["Hver kommune tar løsningen i bruk"] == ("ahead", "Kommer")
    assert page.context["lead"] == "4 steg er gjort. Nå: Velg hvordan det skal kjøpes."


def test_drawing_is_told_to_those_who_do_not_see_it(walker: Walker, get: Page) -> None:
    """One image with a name and a description, whole XML, no style of its own, and the numbers written plainly."""
    case = walker.to("contract", route="call_off")
    page = get("mona", "case_course", case.pk).content.decode()
    drawn = page[page.index("<svg xmlns") :]
    drawn = drawn[: drawn.index("</svg>") + 6]
    svg = etree.fromstring(drawn)
    space = {"s": "http://www.w3.org/2000/svg"}
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "flow-title flow-desc"
    assert svg.xpath("string(s:title)", namespaces=space) == "Hele løpet i saken"
    assert svg.xpath("string(s:desc)", namespaces=space) == "6 steg er gjort. Nå: Avslutt signeringen."
    assert svg.get("viewBox") == f"0 0 {svg.get('width')} {svg.get('height')}"
    assert "style" not in drawn
    states = [node.get("class").split()[-1] for node in svg.xpath("//s:g", namespaces=space)]
    assert {state: states.count(state) for state in set(states)} == {"done": 8, "now": 1, "ahead": 4, "left-out": 8}
    assert 'aria-current="step"' in page


def test_case_on_hold_waits_where_it_is(walker: Walker, get: Page) -> None:
    case = walker.to("planning")
    walker.do("kari", actions.hold_case, case, reason="Budsjettet er ikke vedtatt.")
    assert rows(get("ola", "case_course", case.pk))["Velg hvordan det skal kjøpes"] == (
        "now",
        "Venter her: saken er satt på vent",
    )


def test_cancelled_case_shows_how_far_it_came(walker: Walker, get: Page) -> None:
    case = walker.to("planning")
    walker.do("kari", actions.cancel_case, case, reason="Ikke penger.")
    page = get("ola", "case_course", case.pk)
    assert rows(page)["Velg hvordan det skal kjøpes"] == ("left-out", "Ble ikke nådd")
    assert page.context["lead"] == "4 steg er gjort. Ingen steg er åpne."


def test_flow_is_fetched_by_those_who_keep_the_region(walker: Walker, get: Page) -> None:
    """A file, with the words of the reader's language; the others see no link to it."""
    case = walker.to("planning")
    address = reverse("case_course_bpmn", args=[case.pk])
    assert address in get("kari", "case_course", case.pk).content.decode()
    assert address not in get("ola", "case_course", case.pk).content.decode()
    file = get("kari", "case_course_bpmn", case.pk)
    assert file["Content-Disposition"] == 'attachment; filename="ChangeFlow.bpmn"'
    assert 'name="Kunngjør konkurransen"'.encode() in file.content


def test_case_whose_flow_is_gone_from_the_code_is_told_as_not_found(walker: Walker, get: Page) -> None:
    case = walker.to("planning")
    case.flow = "suksit.flows.Gone"
    walker.see(lambda: case.save(update_fields=["flow"]))
    assert get("kari", "case_course", case.pk).status_code == 404
