"""The state of a line, the axis and the moments of the drawings."""

from datetime import date
from typing import Any

import pytest

from suksit.benefits import moments, showing
from suksit.benefits.models import Harvest, Measurement
from suksit.benefits.planning import months_after
from suksit.benefits.queries import Line
from suksit.rollout.models import Rollout
from tests.suksit.benefits.planned import D


@pytest.mark.parametrize(
    ("baseline", "target", "value", "state", "worse"),
    [
        (36, 24, 22, "reached", False),
        (36, 24, 30, "on_way", False),
        (36, 24, 40, "on_way", True),
        (None, 24, 30, "measured", False),
        (36, None, 30, "measured", False),
        (36, 24, None, "not_measured", False),
    ],
)
def test_line_state(baseline: Any, target: Any, value: Any, state: str, worse: bool) -> None:
    """Never a guess: without baseline or target it is measured, no more."""
    rows = [] if value is None else [Measurement(due=date(2026, 3, 1), value=D(value))]
    plan = {"baseline": baseline and D(baseline), "target": target and D(target)}
    line = Line(Harvest(**plan), rows, Rollout(state="live"), "benefits")
    assert (line.state, line.is_worse) == (state, worse)


def test_line_that_is_not_in_use() -> None:
    """Planned or without a roll-out in a case that is under way."""
    assert Line(Harvest(), [], Rollout(state="planned"), "rollout").state == "not_in_use"
    assert Line(Harvest(), [], None, "contract").state == "not_in_use"
    assert Line(Harvest(), [], None, "benefits").state == "not_measured"


@pytest.mark.parametrize(
    ("highest", "top"), [(42, 50), (50, 50), (51, 100), (0, 10), (230_000, 250_000), ("0.3", "0.5")]
)
def test_top_of_is_a_round_number(highest: Any, top: Any) -> None:
    """At or above every value."""
    assert showing.top_of([D(highest)]) == D(top)


def test_moments_are_as_fine_as_there_is_room_for() -> None:
    """Months while they are few, then half-years."""
    few = [date(2026, 3, 1), date(2026, 6, 1), date(2027, 3, 1)]
    assert moments.words_of(*moments.buckets_of(few)) == ["mars 26", "juni", "mars 27"]
    many = [date(2026, month, 1) for month in range(1, 13)]
    assert moments.words_of(*moments.buckets_of(many)) == ["vår 26", "høst 26"]


def test_months_after_ends_with_the_month() -> None:
    """31 August and six months is the last of February."""
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 24), 3) == date(2027, 2, 24)
    assert months_after(date(2026, 1, 5), 24) == date(2028, 1, 5)
