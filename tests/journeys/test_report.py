"""Ola reports, and is shown what others have while he types."""

from collections.abc import Callable
from datetime import date
from typing import Any

from playwright.sync_api import expect

from suksit.solutions.models import Agreement
from tests.journeys.browser import Person
from tests.personas import Cast
from workflow.actors import SYSTEM
from workflow.context import acting_as


def test_what_others_have_is_shown_while_the_title_is_typed(people: Callable[..., Person], cast: Cast) -> None:
    """The end of the agreement comes from the own list, and what Kongsberg has stands beside."""
    with acting_as(SYSTEM):
        for name, ends in (("Rollag", date(2027, 6, 30)), ("Kongsberg", date(2028, 6, 30))):
            values: dict[str, Any] = {"ends_on": ends, "updated_on": date(2026, 1, 1)}
            Agreement.objects.create(region=cast.region, party=cast.party(name), system="Bibliotekssystem", **values)
    ola = people("ola").open("/meld/")
    ola.page.locator("#id_title").press_sequentially("Bibliotek", delay=20)
    expect(ola.page.locator("#alike")).to_contain_text("Bibliotekssystem i Kongsberg")
    expect(ola.page.locator("#id_agreement_ends")).to_have_value("juni 2027")
    ola.fill(kind="replacement").press("Neste: Hvorfor").press("Neste: Se over").press("Send meldingen")
    ola.sees("Bibliotek")
