"""The stage that the demo is played on: day by day, each case by the right person, by the product's own deeds."""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from suksit.accounts.models import User
from suksit.cases.models import ChangeCase
from suksit.regions.engagements import actor_for
from suksit.regions.models import Region
from workflow import clock, ticking
from workflow.actors import SYSTEM
from workflow.calendar import is_working_day
from workflow.context import acting_as
from workflow.models import Party

Act = Callable[["Stage"], Iterator[Any]]
OSLO = ZoneInfo("Europe/Oslo")
EVERY_MORNING_DAYS = 200
MONDAY = 0

MEMBERS = {
    "Flesberg": ("evalund", "per-arne"),
    "Hjartdal": ("gunn", "olav"),
    "Kongsberg": ("ingrid", "eva"),
    "Nore og Uvdal": ("torunn", "knut"),
    "Notodden": ("tor", "hanne"),
    "Rollag": ("ola", "dag"),
    "Sigdal": ("anne", "rune"),
    "Tinn": ("solveig", "steinar"),
}


class Stage:
    """Plays acts in the order of their days. An act is a generator that yields the day of its next deed.

    It yields a `date`, or a number of days from now; both are moved to a working day. Between the days the product's
    own clockwork runs: reminders, escalations, rounds of measuring. `members` are the member and the chief executive of
    each municipality.
    """

    members = MEMBERS

    def __init__(self, region: Region, today: date, say: Callable[[str], Any] = lambda line: None) -> None:
        self.region = region
        self.real_today = today
        self.say = say
        self.people = {row.username: row for row in User.objects.all()}
        self.parties = {row.name: row for row in Party.objects.all()}
        self.hours = count()

    def ago(self, days: int) -> date:
        """A day so many days before today."""
        return self.real_today - timedelta(days=days)

    def play(self, acts: list[Act]) -> None:
        """Play all acts to their end, or to today: what would lie ahead is left for the one who watches."""
        queue: list[tuple[date, int, Iterator[Any]]] = []
        for number, act in enumerate(acts):
            running = act(self)
            heapq.heappush(queue, (self.working(next(running)), number, running))
        day = queue[0][0]
        while queue:
            next_day, number, running = heapq.heappop(queue)
            if next_day > self.real_today:
                continue
            while day < next_day:
                day += timedelta(days=1)
                self.tick(day)
            with clock.travel(self.moment(day)):
                try:
                    step = next(running)
                except StopIteration:
                    continue
            wanted = step if isinstance(step, date) else day + timedelta(days=step)
            heapq.heappush(queue, (max(day, self.working(wanted)), number, running))
        while day < self.real_today:
            day += timedelta(days=1)
            self.tick(day)

    def tick(self, day: date) -> None:
        """The clockwork of a morning: each working day of late, on Mondays long ago, so that nobody waits for it."""
        if not is_working_day(day) or (day < self.ago(EVERY_MORNING_DAYS) and day.weekday() != MONDAY):
            return
        with clock.travel(datetime.combine(day, time(6), OSLO)):
            ticking.run_all()

    def moment(self, day: date) -> datetime:
        """Some minute of a working day, later at each deed, so that the timeline reads as it happened."""
        latest = clock.now() if day == self.real_today else None
        at = datetime.combine(day, time(8), OSLO) + self.minute()
        return min(at, latest) if latest else at

    def minute(self) -> timedelta:
        """How far into a working day the next deed is done."""
        return timedelta(minutes=next(self.hours) % 420)

    @staticmethod
    def working(day: date) -> date:
        """That day, or the next working day."""
        while not is_working_day(day):
            day += timedelta(days=1)
        return day

    def do(self, username: str, deed: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Let a person do a deed."""
        person = self.people[username]
        actor = actor_for(person.pk, person.display_name, self.region.pk)
        with acting_as(actor):
            return deed(*args, by=actor, **kwargs)

    def read(self, query: Callable[[], Any]) -> Any:
        """Look something up, as the machine."""
        with acting_as(SYSTEM):
            return query()

    def case(self, case: ChangeCase) -> ChangeCase:
        """A case as it is now."""
        return self.read(lambda: ChangeCase.objects.get(pk=case.pk))

    def party(self, name: str) -> Party:
        """A party by its name."""
        return self.parties[name]

    def part(self, model: Any, case: ChangeCase, name: str) -> Any:
        """A municipality's own record in a case."""
        return self.read(lambda: model.objects.get(case=case, party=self.party(name)))

    @staticmethod
    def money(amount: float) -> Decimal:
        """An amount in NOK excl. VAT."""
        return Decimal(str(amount))
