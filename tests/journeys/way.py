"""The way of one case in the browser: who does which deed on which page, and a clock that can be moved."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from suksit.cases.models import ChangeCase
from tests.journeys.browser import Person
from tests.personas import Cast
from workflow import ticking
from workflow.actors import SYSTEM
from workflow.context import acting_as

OSLO = ZoneInfo("Europe/Oslo")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=OSLO)


class Calendar:
    """The product's clock, for every thread."""

    def __init__(self) -> None:
        self.at = MONDAY

    def to(self, day: date) -> None:
        """Let it be nine o'clock on another day, and let the clockwork of that morning run."""
        self.at = datetime.combine(day, MONDAY.timetz())
        ticking.run_all()

    def day(self, days: int) -> date:
        """A day so many days from now."""
        return (self.at + timedelta(days=days)).date()

    def on(self, days: int) -> str:
        """A day so many days from now, as it is typed."""
        return f"{(self.at + timedelta(days=days)):%d.%m.%Y}"


class Way:
    """One case in the browser."""

    def __init__(self, cast: Cast, people: Callable[..., Person], **options: Any) -> None:
        self.cast = cast
        self.people = people
        self.options = options
        self.known: dict[str, Person] = {}
        self.case_id: Any = None

    def who(self, name: str) -> Person:
        """A person with a browser of the own."""
        if name not in self.known:
            self.known[name] = self.people(name, **self.options)
        return self.known[name]

    def part(self, model: Any, party: str, **more: Any) -> int:
        """The key of a municipality's own record in the case."""
        with acting_as(SYSTEM):
            return model.objects.get(case_id=self.case_id, party=self.cast.party(party), **more).pk

    def does(self, name: str, deed: str, part: int | None = None, **fields: Any) -> Person:
        """A person opens the case, follows its link to the deed, fills in, and sends."""
        person = self.who(name).open(self.address())
        address = reverse(deed, args=[self.case_id] if part is None else [self.case_id, part])
        link = person.page.locator(f"main a[href='{address}']")
        assert link.count(), f"{name} finds no link to {deed} on the page of the case"
        link.first.click()
        person.page.wait_for_load_state()
        person.hold().fill(**fields).send()
        told = person.page.locator(".tolds")
        assert told.count(), (deed, person.page.locator("main").inner_text())
        return person

    def address(self) -> str:
        """Where the case stands."""
        return reverse("case", args=[self.case_id])

    def state(self) -> str:
        """What is true of the case now."""
        with acting_as(SYSTEM):
            return ChangeCase.objects.get(pk=self.case_id).state
