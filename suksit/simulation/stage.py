"""The stage of a simulation: the demo's, with another region, every morning's clockwork, and a count of the deeds."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from random import Random
from typing import Any

from suksit.demo.stage import OSLO, Stage
from suksit.regions.models import Region
from suksit.simulation.habits import Habits
from workflow import clock, ticking
from workflow.calendar import is_working_day


class SimulatedStage(Stage):
    """Plays simulated cases until a day. `paces` say how slow each municipality is."""

    def __init__(
        self, region: Region, until: date, habits: Habits, members: Mapping[str, tuple[str, str]], seed: int
    ) -> None:
        super().__init__(region, until)
        random = Random(f"{seed}/pace")  # noqa: S311 (a game of chance, nothing secret)
        self.habits, self.members = habits, members
        self.paces = {name: random.choice(habits.pace) for name in members}
        self.deeds = 0

    def do(self, username: str, deed: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Let a person do a deed, and count it."""
        self.deeds += 1
        return super().do(username, deed, *args, **kwargs)

    def tick(self, day: date) -> None:
        """The clockwork of each working day."""
        if is_working_day(day):
            with clock.travel(datetime.combine(day, time(6), OSLO)):
                ticking.run_all()

    def moment(self, day: date) -> datetime:
        """Some minute of a working day. The last day of a simulation is a day like the others."""
        return datetime.combine(day, time(8), OSLO) + self.minute()
