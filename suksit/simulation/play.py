"""Playing a year: the region, its cases on their days, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from time import perf_counter

from suksit.demo.stage import OSLO
from suksit.simulation.acts import SimulatedCase
from suksit.simulation.habits import Habits
from suksit.simulation.people import make_region
from suksit.simulation.stage import SimulatedStage
from workflow import clock


@dataclass(frozen=True)
class Played:
    """A year that was played: the region's key, its last day, the cases and deeds, and the seconds that it took."""

    region_id: int
    until: date
    cases: int
    deeds: int
    seconds: float


def play(habits: Habits, seed: int) -> Played:
    """Play it in the database in use, which must hold nothing but the law. One seed gives one year."""
    until = habits.starts + timedelta(days=habits.days)
    with clock.travel(datetime.combine(habits.starts, time(7), OSLO)):
        region, members = make_region(habits.municipalities, since=habits.starts - timedelta(days=365))
    stage = SimulatedStage(region, until, habits, members, seed)
    acts = cases(habits, seed)
    began = perf_counter()
    if acts:
        stage.play(acts)
    return Played(region.pk, until, len(acts), stage.deeds, perf_counter() - began)


def cases(habits: Habits, seed: int) -> list[SimulatedCase]:
    """The cases of the year, each with the day that it is reported."""
    random = Random(f"{seed}/days")  # noqa: S311 (a game of chance, nothing secret)
    days = sorted(random.randrange(habits.days) for _ in range(habits.cases))
    return [SimulatedCase(number, seed, habits.starts + timedelta(days=day)) for number, day in enumerate(days, 1)]
