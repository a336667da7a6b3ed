"""`make bench`: the demo is played when it is not there; what the steps and the pages cost, then the engine's peers."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suksit.settings.test")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from tests.bench import demo_pages, steps  # noqa: E402
from tests.bench.engine.__main__ import main as engine  # noqa: E402
from workflow import database  # noqa: E402

ROUNDS = 9


def main() -> int:
    """Measure and print."""
    write = sys.stdout.write
    database.ensure_running()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("demo", no_serve=True, stdout=open(os.devnull, "w"))  # noqa: SIM115
    write(f"Pages, the demo's data, median of {ROUNDS}:\n")
    for page in demo_pages.measure(ROUNDS):
        write(
            f"  {page.name:<12} as {page.person:<6} {page.milliseconds:7.1f} ms  {page.size / 1000:6.1f} kB"
            f"  {page.queries:3} queries\n"
        )
    figures = steps.measure(3)
    write("Steps, two participants of four asked, the best of 3:\n")
    for name, queries, milliseconds in figures:
        write(f"  {name:<24} {queries:3} queries  {milliseconds:6.1f} ms\n")
    count = len(figures)
    write(
        f"  mean of {count} deeds: {sum(row[1] for row in figures) / count:.1f} queries, "
        f"{sum(row[2] for row in figures) / count:.1f} ms\n"
    )
    write("The engine and its peers, see docs/benchmarks.md:\n")
    return engine([])


if __name__ == "__main__":
    sys.exit(main())
