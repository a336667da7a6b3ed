"""Deeds as the engine knows them, for tests of the engine alone: a page that any deed may lead to, and plain words."""

from typing import Any

import pytest

from workflow.deeds import REGISTRY, Deed
from workflow.models import Case, HistoryEntry


class PlainDeed(Deed):
    """A deed whose page is one of those that always stand."""

    def url(self, case: Case, subject: int | None = None) -> str:
        """The privacy page."""
        return "/personvern/"


def told(entry: HistoryEntry) -> str:
    """What was answered."""
    return f"svarte {entry.data['choice']}"


def coordinators(case: Case, entry: HistoryEntry) -> list[tuple[str, list[int]]]:
    """Those who route the case are told."""
    return [("close_invitation", [case.region_id])]


def know(monkeypatch: pytest.MonkeyPatch, name: str, **words: Any) -> Deed:
    """Let a deed be known for one test, whatever the product calls it."""
    deed = PlainDeed(
        name,
        words.pop("label", "Svar for kommunen"),
        lambda case, actor: False,
        **{
            "title": "Svar for %(party)s",
            "why": "Kari spør om %(party)s vil være med på «%(case)s».",
            "minutes": 10,
            "subject": True,
            "by_link": True,
            "link_permissions": (name,),
            **words,
        },
    )
    monkeypatch.setitem(REGISTRY, name, deed)
    return deed
