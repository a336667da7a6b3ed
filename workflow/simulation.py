"""What a played year says: whom cases waited for, and how long. Pure sums; nothing is asked of the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Wait:
    """A task of a case: whose it was, from when it could be done, and until when. None: it is open still.

    `behind`: a task that gathers the parts of others, and waits for nobody while theirs are open.
    """

    case: Any
    holder: str
    step: str
    opened: date
    closed: date | None
    behind: bool = False


def held(waits: Iterable[Wait], today: date) -> dict[str, float]:
    """How many days of cases each holder held, the most first. A day that several held is shared among them."""
    days: dict[str, float] = defaultdict(float)
    by_case: dict[Any, list[Wait]] = defaultdict(list)
    for wait in waits:
        by_case[wait.case].append(wait)
    for rows in by_case.values():
        turns = sorted({day for row in rows for day in (row.opened, row.closed or today)})
        for start, end in pairwise(turns):
            there = [row for row in rows if row.opened <= start and (row.closed or today) >= end]
            holders = {row.holder for row in there if not row.behind} or {row.holder for row in there}
            for holder in holders:
                days[holder] += (end - start).days / len(holders)
    return dict(sorted(days.items(), key=lambda one: (-one[1], one[0])))
