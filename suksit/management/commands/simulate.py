"""`manage.py simulate --seed 1`: a year of a region, played through the real engine on a database of its own."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from procurement.law.loading import load_law
from suksit.simulation import habits
from suksit.simulation.play import play
from suksit.simulation.report import told
from workflow.simulation_database import scratch


class Command(BaseCommand):
    """Plays a year and says where cases wait. The product's own database is not touched."""

    help = "Play a year of a region on a scratch database, and print where cases wait and how fast it went."

    def add_arguments(self, parser: CommandParser) -> None:
        """The seed, and a region of another kind or size."""
        parser.add_argument("--seed", type=int, required=True, help="The same seed gives the same year.")
        parser.add_argument(
            "--habits", type=Path, default=habits.USUAL, metavar="FILE", help="What the region is like."
        )
        parser.add_argument("--municipalities", type=int, metavar="N", help="Instead of the file's.")
        parser.add_argument("--cases-per-year", type=int, metavar="N", help="Instead of the file's.")
        parser.add_argument("--days", type=int, metavar="N", help="Instead of the file's: how long to play.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play, and tell. Exit 2 with one line for a file that does not say what a region is like."""
        sizes = {name: options[name] for name in ("municipalities", "cases_per_year", "days")}
        try:
            found = habits.read(options["habits"], **sizes)
        except habits.BadHabits as error:
            raise CommandError(str(error), returncode=2) from error
        with scratch():
            load_law()
            for line in told(play(found, options["seed"])):
                self.stdout.write(line)
