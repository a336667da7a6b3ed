"""Short rounds in turn, A B C A B C, so that a noisy machine is noisy to all; ratios are taken within a round."""

import math
import os
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from tests.bench.engine import databases
from tests.bench.engine.contestants import Contestant, Running

SECONDS = 2.0
LOOP = 2_000_000
Row = dict[str, Any]


def write(line: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def calibrate() -> float:
    """Seconds of an empty loop: how fast the machine is at this moment."""
    began = time.perf_counter()
    for _ in range(LOOP):
        pass
    return time.perf_counter() - began


def begin(who: Iterable[Contestant]) -> list[Running]:
    """Start every engine."""
    return [Running(contestant) for contestant in who]


def rounds(running: Sequence[Running], parties: int, number: int, seconds: float = SECONDS) -> list[dict[str, Row]]:
    """So many rounds; in each, every engine in turn. The order turns around from one round to the next."""
    found = []
    taking = [engine for engine in running if engine.who.takes(parties)]
    for engine in taking:
        engine.ask("seconds", 0.5, parties)
        databases.analyse(engine.full)  # else a statement stays planned for the empty tables that it was first asked of
    for turn in range(number):
        loop, load = calibrate(), os.getloadavg()[0]
        results = {}
        for engine in taking if turn % 2 == 0 else reversed(taking):
            results[engine.who.name] = engine.ask("seconds", seconds, parties)
        found.append(results)
        write(
            f"  round {turn + 1}: load {load:.1f}, loop of {LOOP // 1_000_000} M {loop * 1000:.0f} ms; steps/s "
            + ", ".join(f"{name} {per_second(results[name]):.0f}" for name in sorted(results))
        )
    return found


def per_second(row: Row, what: str = "steps") -> float:
    """Steps, or cases, in a second."""
    return row[what] / row["wall"]


def work(row: Row) -> float:
    """Processor seconds of a step, in Python and in the server: what a busy machine cannot stretch much."""
    return (row["cpu"] + row["server"]) / row["steps"]


def spread(values: Sequence[float], form: str = ".0f") -> str:
    """Median and range."""
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def table(found: list[dict[str, Row]], against: str = "ours") -> None:
    """Print what came of it: medians with the range; ours against each in the same round."""
    write(
        f"  {'':<10}{'steps/s':>17}{'cases/s':>17}{'CPU ms/step':>14}{'+ server':>10}{'queries/step':>14}"
        f"{'p50 ms':>8}{'p95 ms':>8}   {against} is, in the same round   by CPU"
    )
    for name in found[0]:
        rows = [one[name] for one in found]
        lighter = [work(row) / work(one[against]) for row, one in zip(rows, found, strict=True) if against in one]
        ratios = [per_second(one[against]) / per_second(one[name]) for one in found if against in one]
        write(
            f"  {name:<10}{spread([per_second(row) for row in rows]):>17}"
            f"{spread([per_second(row, 'cases') for row in rows], '.1f'):>17}"
            f"{statistics.median(row['cpu'] / row['steps'] * 1000 for row in rows):>14.2f}"
            f"{statistics.median(row['server'] / row['steps'] * 1000 for row in rows):>10.2f}"
            f"{rows[0]['queries'] / rows[0]['steps']:>14.1f}"
            f"{statistics.median(row['p50'] for row in rows):>8.1f}"
            f"{statistics.median(row['p95'] for row in rows):>8.1f}"
            + (f"   {spread(ratios, '.2f')} times   {spread(lighter, '.2f')}" if name != against and ratios else "")
        )


def cost(found: list[dict[str, Row]], name: str) -> float:
    """Processor seconds of a whole case, at the median."""
    return statistics.median(work(one[name]) * one[name]["steps"] / one[name]["cases"] for one in found)


def growth(costs: dict[str, dict[int, float]]) -> None:
    """Print how the cost of a case grows with the parties: 1 is in step with them, 2 with their square."""
    for name, known in costs.items():
        numbers = sorted(known)
        exponents = [
            f"{few} to {many}: {math.log(known[many] / known[few]) / math.log(many / few):.2f}"
            for few, many in pairwise(numbers)
        ]
        if exponents:
            write(f"  {name:<10} grows with the parties to the power of {', '.join(exponents)}")


def statements(running: Iterable[Running], parties: int) -> dict[str, list[tuple[str, int]]]:
    """Print the statements of each step of one case, the replies put together."""
    found = {}
    for engine in running:
        if not engine.who.takes(parties):
            continue
        steps = [(name, number) for name, number in engine.ask("count", parties)["steps"]]
        found[engine.who.name] = steps
        replies = [number for name, number in steps if name == "reply"]
        told = [f"{name} {number}" for name, number in steps if name not in ("reply", "step")]
        if replies:
            told.insert(3, f"reply {replies[0]} (last {replies[-1]})")
        write(f"  {engine.who.name:<10} {sum(number for _, number in steps):5}: {', '.join(told) or steps[0][1]}")
    return found
