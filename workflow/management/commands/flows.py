"""`manage.py flows`: the versions of each flow, the lock file, and moving running cases to another version."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from workflow import flow_lock, moving, versions
from workflow.actors import SYSTEM
from workflow.context import acting_as


class Command(BaseCommand):
    """List, lock, plan, move."""

    help = "The versions of each flow and how many cases run on each; lock them, plan a move, move."
    requires_system_checks = ()  # it is what mends the lock file that a check complains of

    def add_arguments(self, parser: CommandParser) -> None:
        """Four commands; a version is written as its flow's name and number, as change:2."""
        what = parser.add_subparsers(dest="what")
        what.add_parser("list", help="The versions and their cases. The same as no command.")
        lock = what.add_parser("lock", help="Write new versions to the lock file. Without new ones: only check.")
        which = lock.add_mutually_exclusive_group()
        which.add_argument("--overwrite", default="", metavar="VERSION", help="No case runs on it anywhere: lock anew.")
        which.add_argument("--drop", default="", metavar="VERSION", help="No case runs on it anywhere: take it out.")
        for name, does in (("plan", "Say which cases can move, and where to; touch nothing."), ("move", "Move them.")):
            command = what.add_parser(name, help=does)
            command.add_argument("old", help="The version that cases leave, as change:1.")
            command.add_argument("new", help="The version that they go to, as change:2.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Exit 1 when something is not as it should be, or when a case cannot be moved."""
        try:
            getattr(self, options["what"] or "list")(options)
        except ProgrammingError as error:
            raise CommandError(f"The database is not migrated: {error}") from error
        except (versions.UnknownVersion, moving.OtherFlow, flow_lock.Locked) as reason:
            raise CommandError(reason.args[0]) from reason

    def list(self, options: dict[str, Any]) -> None:
        """Each version with the number of cases that need it; those that the code has not come last."""
        locked = flow_lock.read()
        with acting_as(SYSTEM):
            for flow_class in versions.known():
                label = versions.label(flow_class)
                note = "" if label in locked else "  not locked"
                self.stdout.write(f"{label:<16} {versions.cases_of(flow_class).count():>6} cases{note}")
            gone = [(row, versions.cases_on(**row).count()) for row in versions.outside_the_code()]
        for row, count in gone:
            self.stdout.write(f"{row['path']} version {row['version']}: {count:>6} cases, not in the code")
        if gone:
            raise CommandError("Cases wait for what is not in the code. Put it back.")

    def lock(self, options: dict[str, Any]) -> None:
        """Write the lock file."""
        changed = flow_lock.lock(overwrite=options["overwrite"], drop=options["drop"])
        self.stdout.write(f"{flow_lock.path().name}: {', '.join(changed) or 'nothing new'}")

    def plan(self, options: dict[str, Any]) -> None:
        """Say what would become of each case."""
        old, new = versions.find(options["old"]), versions.find(options["new"])
        counts: Counter[bool] = Counter()
        for plan in moving.plan(old, new):
            can = not plan.reasons
            counts[can] += 1
            self.stdout.write(f"{'can move' if can else 'stays':<9} {plan}")
        self.stdout.write(f"{counts[True]} can move, {counts[False]} cannot. Nothing is touched.")

    def move(self, options: dict[str, Any]) -> None:
        """Move the cases that can be moved. Raises CommandError with the number of those that stay."""
        old, new = versions.find(options["old"]), versions.find(options["new"])
        counts: Counter[bool] = Counter()
        for outcome in moving.move_all(old, new):
            counts[outcome.moved] += 1
            self.stdout.write(f"{'moved' if outcome.moved else 'stays':<9} {outcome.words}")
        self.stdout.write(f"{counts[True]} moved to {options['new']}.")
        if counts[False]:
            raise CommandError(f"{counts[False]} cases stay on {options['old']}; they are named above.")
