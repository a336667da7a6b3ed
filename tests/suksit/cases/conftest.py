"""Clients signed in, and a stand-in for each deed of another package that is not registered where these tests run."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.walk import Walker
from workflow.deeds import REGISTRY, Deed
from workflow.models import Case

OTHERS = {
    "accept_report": ("Vurder", False),
    "ask_partners": ("Spør kommunene", False),
    "answer_invitation": ("Svar for %(party)s", True),
    "close_invitation": ("Lukk forespørselen", False),
    "give_authorisation": ("Gi fullmakt", True),
    "close_commitment": ("Gå videre", False),
    "choose_route": ("Velg vei", False),
    "report_change": ("Meld endring", False),
}


class StandInDeed(Deed):
    """A deed whose page is not there."""

    def url(self, case: Case, subject: int | None = None) -> str:
        """The page of the case instead."""
        return reverse("case", args=[case.pk]) + f"?{self.name}={subject or ''}"


@pytest.fixture(autouse=True)
def _deeds_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, (label, subject) in OTHERS.items():
        if name not in REGISTRY:
            deed = StandInDeed(name, label, lambda case, actor: False, told="gjorde sitt", subject=subject)
            monkeypatch.setitem(REGISTRY, name, deed)


@pytest.fixture
def browse(walker: Walker) -> Callable[[str], Client]:
    """`browse("ola")` is a client with Ola signed in."""

    def client(name: str) -> Client:
        browser = Client()
        browser.force_login(walker.cast.people[name])
        return browser

    return client


@pytest.fixture
def get(browse: Callable[[str], Client]) -> Callable[..., Any]:
    """`get("ola", "case", case.pk)` is the page as Ola gets it."""

    def page(name: str, url: str, *args: Any, **query: Any) -> Any:
        return browse(name).get(reverse(url, args=args), query)

    return page
