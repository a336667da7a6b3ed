"""How a simulated region is made and how its people behave, read from a small file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

USUAL = Path(settings.BASE_DIR) / "fixtures" / "simulation" / "region.toml"
TAKES = (
    "assess",
    "start",
    "ask",
    "answer",
    "close_question",
    "authorise",
    "go_on",
    "choose_route",
    "plan",
    "evaluate",
    "decide",
    "letters",
    "sign",
    "close_signing",
    "plan_rollout",
    "roll_out",
    "council",
)
CHANCES = ("rejected", "handled_locally", "silent", "joins", "only_option", "council")
ROUTES = ("full", "simplified", "call_off", "renegotiation", "none")
LARGEST = {"days": 3660, "municipalities": 400, "cases_per_year": 5000, "question_open": 60}


class BadHabits(ValueError):
    """The file does not say what a region is like. The message names what is wrong."""


@dataclass(frozen=True)
class Habits:
    """A region's size, and its people's ways: days taken (least, usual, most), chances, shares of routes, paces."""

    starts: date
    days: int
    municipalities: int
    cases_per_year: int
    question_open: int
    takes: Mapping[str, tuple[float, float, float]]
    chance: Mapping[str, float]
    routes: Mapping[str, float]
    pace: tuple[float, ...]

    def drawn(self, what: str, random: Random, pace: float = 1) -> int:
        """A number of working days that something takes."""
        least, usual, most = self.takes[what]
        return round(random.triangular(least, most, usual) * pace)

    def route(self, random: Random) -> str:
        """A way to buy."""
        return random.choices(list(self.routes), weights=list(self.routes.values()))[0]

    @property
    def cases(self) -> int:
        """How many cases are reported in the whole time."""
        return round(self.cases_per_year * self.days / 365)


def read(path: Path = USUAL, **instead: Any) -> Habits:
    """Read a file; `instead` are sizes to use in place of its own. Raises BadHabits."""
    try:
        given = tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadHabits(f"{path}: {error}") from error
    given |= {name: value for name, value in instead.items() if value is not None}
    return Habits(
        starts=day(given, "starts"),
        **{name: size(given, name) for name in LARGEST},
        takes={name: span(given, name) for name in TAKES},
        chance={name: share(given, "chance", name, most=1) for name in CHANCES},
        routes=routes(given),
        pace=paces(given),
    )


def day(given: Mapping[str, Any], name: str) -> date:
    """A day."""
    if type(given.get(name)) is not date:
        raise BadHabits(f"{name} must be a day, as 2026-01-05")
    return given[name]


def size(given: Mapping[str, Any], name: str) -> int:
    """A whole number from 1."""
    value = given.get(name)
    if not is_number(value) or value != int(value) or not 1 <= value <= LARGEST[name]:
        raise BadHabits(f"{name} must be a whole number from 1 to {LARGEST[name]}")
    return int(value)


def span(given: Mapping[str, Any], name: str) -> tuple[float, float, float]:
    """Three numbers of working days that grow."""
    value = (given.get("takes") or {}).get(name)
    if not isinstance(value, list) or len(value) != 3 or not all(map(is_number, value)) or value != sorted(value):
        raise BadHabits(f"takes.{name} must be three numbers of working days: least, usual, most")
    if value[0] < 0:
        raise BadHabits(f"takes.{name} must not be negative")
    return value[0], value[1], value[2]


def share(given: Mapping[str, Any], table: str, name: str, most: float) -> float:
    """A number from 0."""
    value = (given.get(table) or {}).get(name)
    if not is_number(value) or not 0 <= value <= most:
        raise BadHabits(f"{table}.{name} must be a number from 0 to {most:g}")
    return value


def routes(given: Mapping[str, Any]) -> dict[str, float]:
    """The shares of the routes, one of them more than nothing."""
    found = {name: share(given, "routes", name, most=1000) for name in ROUTES}
    if not sum(found.values()):
        raise BadHabits("routes must give some route a share")
    return found


def paces(given: Mapping[str, Any]) -> tuple[float, ...]:
    """What the municipalities' times are multiplied by."""
    value = (given.get("pace") or {}).get("of_municipalities")
    if not isinstance(value, list) or not value or not all(is_number(one) and 0 < one <= 20 for one in value):
        raise BadHabits("pace.of_municipalities must be a list of numbers above 0, at most 20")
    return tuple(value)


def is_number(value: Any) -> bool:
    """Whether a value is a number, and not a yes or no, nor one that is none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
