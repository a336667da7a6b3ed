"""`manage.py history`: whether the history is as it was written, its anchors, and a person's name taken out of it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow import anchors, erasure, history
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Anchor, Case, Channel, HistoryEntry


class Command(BaseCommand):
    """Check the chains and the anchors, make an anchor, or take a person's name out."""

    help = "Check that no entry of the history was changed, added or removed afterwards; anchor it; pseudonymise."

    def add_arguments(self, parser: CommandParser) -> None:
        """The subcommands, each with what it needs."""
        commands = parser.add_subparsers(dest="what", required=True)
        verify = commands.add_parser("verify", help="Check every chain and every anchor; exit 1 naming what is broken.")
        verify.add_argument("--case", help="The number of one case, as 2026-014. Without it: all.")
        commands.add_parser("anchor", help="Make a root over all chains now, and print it.")
        person = commands.add_parser("pseudonymise", help="Replace a person's name. Says what it would do first.")
        person.add_argument("username")
        person.add_argument("--reason", required=True, help="Why; kept, and free of the name.")
        person.add_argument("--really", action="store_true", help="Do it. It cannot be undone.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for, as the machine."""
        with acting_as(SYSTEM):
            {"verify": self.verify, "anchor": self.anchor, "pseudonymise": self.pseudonymise}[options["what"]](options)

    def verify(self, options: dict[str, Any]) -> None:
        """Say how many entries hold. Exit 1 with the first broken link."""
        rows = HistoryEntry.objects.all()
        keys = [None]
        if options["case"]:
            rows = rows.filter(case__number=options["case"])
            keys = list(Case.objects.filter(number=options["case"]).values_list("pk", flat=True))
            if not keys:
                raise CommandError(f"no case has the number {options['case']}")
        broken = [fault for key in keys for fault in (*history.verify(key), *anchors.lost(key))]
        wrong = anchors.wrong_roots()
        count = rows.count()
        if broken:
            raise CommandError(f"{len(broken)} of {count} entries do not hold. The first: {broken[0]}")
        if wrong:
            raise CommandError(f"{len(wrong)} anchors do not hold. The first: {wrong[0]}")
        self.stdout.write(f"{count} entries hold, and {Anchor.objects.count()} anchors.")

    def anchor(self, options: dict[str, Any]) -> None:
        """Make an anchor and print its day, how many cases it is over, and its root."""
        made = anchors.make()
        self.stdout.write(f"{made.day.isoformat()} {made.cases} {made.root}")

    def pseudonymise(self, options: dict[str, Any]) -> None:
        """Say what would be done, or do it; list the texts that hold the name for somebody to judge."""
        try:
            person = erasure.person_named(options["username"])
        except LookupError as error:
            raise CommandError(str(error)) from error
        found = erasure.places_of(person)
        for place in found:
            self.stdout.write(str(place))
        if not options["really"]:
            self.stdout.write(f"{len(found)} texts hold the name. Nothing is done yet: add --really to do it.")
            return
        by = SYSTEM.by_way_of(Channel.COMMAND)
        try:
            new = erasure.pseudonymise(person, by=by, reason=options["reason"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The person is now called {new}. {len(found)} texts hold the name, and are yours to judge.")
