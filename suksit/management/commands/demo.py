"""`manage.py demo`: the demo region, played and served."""

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from suksit.demo import script, serve
from workflow import database
from workflow.documents import pdf_available


class Command(BaseCommand):
    """Plays the demo when it is not there, prints it, and serves it."""

    help = "Play the demo region and serve it on http://127.0.0.1:8000."

    def add_arguments(self, parser: CommandParser) -> None:
        """The port, and whether to serve at all."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="Only play and print.")
        parser.add_argument("--forget", action="store_true", help="Remove the demo's database, and stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play, print, serve; or forget."""
        if options["forget"]:
            database.forget()
            self.say("The demo's database is removed")
            return
        if not options["no_serve"]:
            serve.refuse_taken_port(options["port"])
        if database.needs_migration():
            self.say("Migrating the database")
            call_command("migrate", verbosity=0)
        database.refuse_powerful_role()
        if not script.is_played():
            self.say("Loading the reference data")
            call_command("load_reference", verbosity=0)
            call_command("load_reference", verbosity=0, regions=[script.NEIGHBOUR])
            self.say("Playing three years of cases, by the product's own deeds")
            script.play()
        self.print_cases()
        if options["no_serve"]:
            return
        self.print_logins(options["port"])
        sys.exit(serve.serve(options["port"]))

    def say(self, line: str) -> None:
        """A line of progress."""
        self.stdout.write(f"→ {line}")
        self.stdout.flush()

    def print_cases(self) -> None:
        """The cases as a table."""
        rows = [("Number", "Title", "State", "Municipalities"), *script.table()]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            cells = [row[column].ljust(widths[column]) for column in range(3)]
            self.stdout.write("  ".join([*cells, row[3]]).rstrip())

    def print_logins(self, port: int) -> None:
        """Who one may be, and where."""
        self.stdout.write("")
        self.stdout.write("Sign in with one click as any of these:")
        for username, name, place in script.logins():
            self.stdout.write(f"  {username:<10} {name:<20} {place}")
        if not pdf_available():
            self.stdout.write(
                "Without Pango no PDF is made; the rest works (apt-get install libpango-1.0-0 libpangoft2-1.0-0)."
            )
        self.stdout.write(f"Mails are written to {script.mail_folder()}")
        self.stdout.write(f"Read them on http://127.0.0.1:{port}{reverse('demo_mails')}")
        self.stdout.write(f"The demo is on http://127.0.0.1:{port} – stop it with Ctrl-C.")
        self.stdout.flush()
