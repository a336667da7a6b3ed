"""`python -m tests.bench.engine`: see docs/benchmarks.md."""

import argparse
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suksit.settings.test")

import django

django.setup()

from tests.bench.engine import contest, contestants, growth, races  # noqa: E402
from tests.bench.engine.contest import write  # noqa: E402
from workflow import database  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.engine")
    parser.add_argument("--parties", type=int, nargs="+", default=[4])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=list(contestants.KNOWN), help="some engines alone")
    parser.add_argument("--growth", action="store_true", help="steps and pages among 1 000 and 100 000 cases")
    parser.add_argument("--races", action="store_true", help="stuck, doubled and lost under races and kills")
    parser.add_argument("--share", type=float, default=1.0, help="of the rounds of the races")
    wanted = parser.parse_args(arguments)
    database.ensure_running()
    if wanted.races:
        races.show(wanted.only or [], wanted.share)
    if wanted.growth:
        growth.steps(wanted.parties[0], wanted.rounds)
        growth.pages()
    if wanted.races or wanted.growth:
        return 0
    who = [contestants.KNOWN[name] for name in wanted.only] if wanted.only else list(contestants.ALL)
    compare(who, wanted.parties, wanted.rounds)
    return 0


def compare(who: list[contestants.Contestant], parties: list[int], rounds: int) -> None:
    """The engines beside each other, with so many parties each time."""
    running = contest.begin(who)
    costs: dict[str, dict[int, float]] = {}
    try:
        for number in parties:
            write(f"{number} parties, statements of one case:")
            contest.statements(running, number)
            write(f"{number} parties, {rounds} rounds of {contest.SECONDS:.0f} s each, in turn:")
            found = contest.rounds(running, number, rounds)
            contest.table(found)
            for name in found[0]:
                costs.setdefault(name, {})[number] = contest.cost(found, name)
            write()
        contest.growth(costs)
    finally:
        for engine in running:
            engine.stop()


if __name__ == "__main__":
    sys.exit(main())
