"""`manage.py deadline 2027-02-23 30`: the last day of a period, by the calendar that the product counts by."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow.deadlines import calendar_deadline, working_deadline

USAGE = "usage: manage.py deadline YEAR-MONTH-DAY DAYS [--working]"
LONGEST = 3660  # days; ten years


class Command(BaseCommand):
    """Prints the last day of a period."""

    help = "Print the last day of a period of calendar days, or with --working of working days."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The day of the event, and how many days."""
        parser.add_argument("given", nargs="*", metavar="DAY DAYS", help="The day of the event, and how many days.")
        parser.add_argument("--working", action="store_true", help="Count working days only.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it. Exit 2 with one line for what is no day and no number of days."""
        if len(options["given"]) != 2:
            raise CommandError(USAGE, returncode=2)
        event, days = day_of(options["given"][0]), count_of(options["given"][1])
        try:
            last = working_deadline(event, days) if options["working"] else calendar_deadline(event, days)
        except OverflowError as error:
            raise CommandError("that period ends after the last day that there is", returncode=2) from error
        self.stdout.write(last.isoformat())


def day_of(text: str) -> date:
    """A day. Raises CommandError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is no day; write it as 2027-02-23", returncode=2) from error


def count_of(text: str) -> int:
    """A number of days. Raises CommandError."""
    if not text.isascii() or not text.isdecimal() or int(text[:9]) > LONGEST or len(text) > 9:
        raise CommandError(f"{text!r} is no number of days from 0 to {LONGEST}", returncode=2)
    return int(text)
