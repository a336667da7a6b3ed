"""A case as it was: the record rebuilt from the history is the one that the tables held."""

from datetime import datetime, timedelta

import pytest

from suksit.cases.models import ChangeCase
from tests.suksit.cases.wandering_round import RoundWanderer
from tests.walk import ORDER, Walker
from workflow import clock
from workflow.actors import SYSTEM
from workflow.as_of import CaseAsOf, as_of
from workflow.context import acting_as

FURTHER = (
    "measuring",
    "planning:simplified",
    "competition:opened",
    "award:decided",
    "award:decided,sent",
    "award:decided,sent,complained",
    "contract:signed",
)


def both(case: ChangeCase) -> tuple[CaseAsOf, CaseAsOf]:
    """Rebuilt, and live."""
    with acting_as(SYSTEM):
        return as_of(ChangeCase.objects.get(pk=case.pk)), CaseAsOf.live(case)


@pytest.mark.parametrize("state", [*ORDER, *FURTHER])
def test_rebuilt_record_is_the_live_one(walker: Walker, state: str) -> None:
    """In every state that the walker reaches."""
    rebuilt, live = both(walker.to(state))
    assert rebuilt == live


@pytest.mark.parametrize("route", ["simplified", "call_off", "renegotiation", "none"])
def test_rebuilt_record_is_the_live_one_on_other_routes(walker: Walker, route: str) -> None:
    """To the last state."""
    rebuilt, live = both(walker.to("benefits", route=route))
    assert rebuilt == live


def apart(rebuilt: CaseAsOf, live: CaseAsOf) -> list[str]:
    """What differs, for a reader of a test that fails."""
    found = [f"{name}: {vars(rebuilt)[name]} / {vars(live)[name]}" for name in ("state", "on_hold", "turns", "grades")]
    for part, known in live.parts.items():
        found += [f"{name}: {vars(rebuilt.parts[part])[name]} / {value}" for name, value in vars(known).items()]
    return [row for row in found if len(set(row.split(": ", 1)[1].split(" / "))) > 1]


STARTS = ("reported", "accepted", "invitation", "commitment", "planning", "competition", "award", "contract", "rollout")


def wandered(walker: Walker, seed: int, deeds: int) -> list[str]:
    """Compare after each random deed, and at the end ask for every moment on the way. Gives what was done."""
    wanderer = RoundWanderer(walker, seed)
    case = walker.to(STARTS[seed % len(STARTS)] if seed % 10 else "measuring")
    wanderer.day += timedelta(days=wanderer.dice.choice((0, 60)))
    seen: list[tuple[datetime, CaseAsOf]] = []

    def compare(deed: str) -> None:
        rebuilt, live = both(case)
        assert rebuilt == live, (seed, wanderer.done, apart(rebuilt, live))
        seen.append((clock.now(), live))

    wanderer.wander(case, deeds, compare)
    with acting_as(SYSTEM):
        case = ChangeCase.objects.get(pk=case.pk)
        for moment, live in seen:
            assert as_of(case, moment) == live, (seed, moment)
    return wanderer.done


@pytest.mark.parametrize("seed", range(10))
def test_rebuilt_record_is_the_live_one_after_random_deeds(walker: Walker, seed: int) -> None:
    """And what it was at each earlier moment is what the tables held then."""
    assert len(wandered(walker, seed, 25)) > 5


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(100, 200))
def test_rebuilt_record_is_the_live_one_after_many_random_deeds(walker: Walker, seed: int) -> None:
    """The same, longer."""
    assert len(wandered(walker, seed, 80)) > 5
