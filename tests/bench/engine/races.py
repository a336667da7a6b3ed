"""What goes wrong when many come at the same moment, and when a process is killed; ours and theirs."""

import statistics

from tests.bench.engine import contestants
from tests.bench.engine.contest import write
from tests.bench.engine.contestants import Contestant, Running

Plan = list[tuple[str, int, int]]

OURS: Plan = [
    ("siblings", 2, 200),
    ("siblings", 6, 200),
    ("siblings", 25, 200),
    ("double", 2, 200),
    ("double_reply", 2, 200),
    ("close", 2, 200),
    ("close", 6, 200),
    ("kill", 1, 200),
    ("siblings", 50, 200),
]
LOCKED: Plan = [("siblings", 2, 60), ("siblings", 6, 30), ("siblings", 25, 10), ("siblings", 50, 5), ("double", 2, 40)]
LOOSE: Plan = [("siblings", 2, 40), ("siblings", 6, 10), ("double", 2, 20)]
FOUR: Plan = [("siblings", 2, 40), ("siblings", 4, 20), ("double", 2, 20)]
RACES: list[tuple[Contestant, Plan]] = [
    (contestants.OURS, OURS),
    (contestants.VIEWFLOW, LOCKED),
    (contestants.NO_LOCK, LOOSE),
    (contestants.CALUMA, LOOSE),
    (contestants.SPIFF, LOCKED),
    (contestants.JOEFLOW, FOUR),
]
WORDS = {
    "siblings": "last replies at once",
    "double": "asking sent twice",
    "double_reply": "one reply sent twice",
    "close": "replies against the close",
    "kill": "kill -9 in the middle",
}


def show(only: list[str], share: float = 1.0) -> None:
    """Run the races of every engine, or of some, and print the table. `share` makes it shorter."""
    write(
        "Races: threads let loose together; after each round the case must go on, once, with every reply that was kept"
    )
    write(
        f"  {'':<26}{'race':<28}{'size':>5}{'rounds':>8}{'stuck':>7}{'doubled':>9}{'lost':>6}{'refused':>9}"
        f"{'p50 ms':>9}{'p95 ms':>8}{'max':>7}"
    )
    for who, plan in RACES:
        if only and who.name not in only:
            continue
        engine = Running(who)
        try:
            for name, size, rounds in plan:
                _row(who.name, name, size, engine.ask("race", name, size, max(1, round(rounds * share))))
        finally:
            engine.stop()


def _row(who: str, name: str, size: int, found: dict) -> None:
    times = found["milliseconds"]
    told = f"{statistics.median(times):>9.0f}{times[int(len(times) * 0.95)]:>8.0f}{times[-1]:>7.0f}" if times else ""
    write(
        f"  {who:<26}{WORDS[name]:<28}{size:>5}{found['rounds']:>8}{found['stuck']:>7}{found['doubled']:>9}"
        f"{found['lost']:>6}{found['refused']:>9}{told}"
    )
