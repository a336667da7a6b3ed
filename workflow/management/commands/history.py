"""`manage.py history verify`: whether the history is as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow import history
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import HistoryEntry


class Command(BaseCommand):
    """Check the chain of every case, or of one."""

    help = "Check that no entry of the history was changed, added or removed afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        """The subcommand, and the number of one case."""
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("--case", help="The number of one case, as 2026-014. Without it: all.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many entries hold. Exit 1 with the first broken link."""
        with acting_as(SYSTEM):
            rows = HistoryEntry.objects.all()
            keys = [None]
            if options["case"]:
                rows = rows.filter(case__number=options["case"])
                keys = list(rows.order_by().values_list("case_id", flat=True).distinct())
                if not keys:
                    raise CommandError(f"no case has the number {options['case']}")
            broken = [fault for key in keys for fault in history.verify(key)]
            count = rows.count()
        if broken:
            raise CommandError(f"{len(broken)} of {count} entries do not hold. The first: {broken[0]}")
        self.stdout.write(f"{count} entries hold.")
