"""`manage.py load_reference`: regions, and whatever else the code reads from dated, cited rows."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from suksit.regions.reference import REGIONS, load_region

REFERENCE_LOADERS = ("procurement.law.loading.load_law",)


class Command(BaseCommand):
    """Loads the reference data. Run it after every migration: what is there already is left as it is."""

    help = "Load the reference data: regions, and the dated rows of the law. May be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which files of regions."""
        parser.add_argument(
            "--regions",
            type=Path,
            action="append",
            metavar="FILE",
            help=f"a region's file; may be given more than once (default: {REGIONS.name})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was loaded."""
        for path in options["regions"] or [REGIONS]:
            region = load_region(Path(path))
            self.say(options, f"{region}: {region.memberships.count()} municipalities, {region.bodies.count()} bodies")
        for name in REFERENCE_LOADERS:
            if is_there(name):
                import_string(name)()
                self.say(options, name.rpartition(".")[2].replace("_", " "))

    def say(self, options: dict[str, Any], line: str) -> None:
        """A line of progress, unless silence was asked for."""
        if options["verbosity"]:
            self.stdout.write(f"→ {line}")


def is_there(name: str) -> bool:
    """Whether the module of a dotted name exists."""
    module = name.rpartition(".")[0]
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
