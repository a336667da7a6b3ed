"""`migrate` runs as the owner of the tables, for the product's own role may not change them."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate

from workflow import database


class Command(migrate.Command):
    """Django's migrate, on the owner's connection."""

    def add_arguments(self, parser: CommandParser) -> None:
        """As Django's, with another default."""
        super().add_arguments(parser)
        parser.set_defaults(database=database.OWNER)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Ask for the owner before anything else does."""
        if options["database"] == database.OWNER:
            database.reach(database.require_owner())
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Migrate; what is made is granted to the other roles."""
        if options["database"] != database.OWNER:
            return super().handle(*args, **options)
        database.grant_defaults()
        with database.default_is_owner():
            return super().handle(*args, **options)
