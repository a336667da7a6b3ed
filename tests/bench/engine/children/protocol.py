"""What a measured engine answers to: lines in, one line of JSON out for each. Imports nothing but the standard library.

    seconds S PARTIES       whole cases until S seconds of human steps have gone
    count PARTIES           one case, with the statements of each step
    race NAME SIZE ROUNDS   rounds of a race that the engine knows

Only the deeds that a case yields are timed and counted; looking up what comes next lies between them.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

Step = tuple[str, Callable[[], Any]]
Cases = Callable[[int], Iterator[Step]]
Race = Callable[[int], dict[str, int]]
PATIENCE = 60  # seconds that a race may take before it counts as stuck


class Engine:
    """An engine under measurement: how a case goes, what it has asked the database, and its races."""

    def __init__(
        self,
        case: Cases,
        statements: Callable[[], int],
        backend: Callable[[], int],
        races: dict[str, Race] | None = None,
    ) -> None:
        self.case, self.statements, self.backend, self.races = case, statements, backend, races or {}

    def serve(self) -> None:
        """Answer until the other side is gone."""
        self.say({"ready": True})
        for line in sys.stdin:
            word, *rest = line.split()
            self.say(getattr(self, word)(*rest))

    def say(self, answer: dict[str, Any]) -> None:
        """Answer with one line."""
        print(json.dumps(answer), flush=True)  # noqa: T201

    def seconds(self, wanted: str, parties: str) -> dict[str, Any]:
        """Whole cases until the deeds have taken so many seconds; at least one."""
        wall = cpu = server = 0.0
        cases = steps = 0
        asked = 0
        times: list[float] = []
        until = float(wanted)
        while cases == 0 or wall < until:
            for _name, deed in self.case(int(parties)):
                statements, worked = self.statements(), on_cpu(self.backend())
                spent, began = time.process_time(), time.perf_counter()
                deed()
                times.append(time.perf_counter() - began)
                cpu += time.process_time() - spent
                server += on_cpu(self.backend()) - worked
                asked += self.statements() - statements
                wall += times[-1]
                steps += 1
            cases += 1
        times.sort()
        return {
            "cases": cases, "steps": steps, "wall": wall, "cpu": cpu, "server": server, "queries": asked,
            "p50": times[len(times) // 2] * 1000, "p95": times[int(len(times) * 0.95)] * 1000,
        }  # fmt: skip

    def count(self, parties: str) -> dict[str, Any]:
        """The statements of each step of one case, in order."""
        found = []
        for name, deed in self.case(int(parties)):
            before = self.statements()
            deed()
            found.append((name, self.statements() - before))
        return {"steps": found}

    def race(self, name: str, size: str, rounds: str) -> dict[str, Any]:
        """Rounds of a race, summed up."""
        total = {"rounds": int(rounds), "stuck": 0, "doubled": 0, "lost": 0, "refused": 0}
        for _round in range(int(rounds)):
            for key, number in self.races[name](int(size)).items():
                total[key] += number
        total["milliseconds"] = sorted(TAKEN)
        TAKEN.clear()
        return total


def on_cpu(pid: int) -> float:
    """Seconds of processor time that a process of this machine has had; 0 where the kernel does not tell."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


TAKEN: list[float] = []
_pools: dict[int, ThreadPoolExecutor] = {}


def together(deeds: list[Callable[[], Any]], close: Callable[[], None] = lambda: None) -> list[str]:
    """Let each deed loose in a thread of its own at the same moment. Returns `done` or the exception's name for each.

    `close` lets go of a thread's connection; it is called when a race of another size begins.
    """
    size = len(deeds)
    if size not in _pools:
        settle(close)
        _pools[size] = ThreadPoolExecutor(size)
    return _all_at_once(_pools[size], deeds, TAKEN)


def settle(close: Callable[[], None]) -> None:
    """Send every thread home, its connection closed."""
    for size, pool in list(_pools.items()):
        _all_at_once(pool, [close] * size)
        _pools.pop(size).shutdown()


def _all_at_once(
    pool: ThreadPoolExecutor, deeds: list[Callable[[], Any]], taken: list[float] | None = None
) -> list[str]:
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> str:
        barrier.wait(PATIENCE)
        began = time.perf_counter()
        try:
            deed()
        except Exception as error:
            return type(error).__name__
        finally:
            if taken is not None:
                taken.append((time.perf_counter() - began) * 1000)
        return "done"

    return list(pool.map(run, deeds))
