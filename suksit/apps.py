"""The app suksit: the product."""

from importlib import import_module

from django.apps import AppConfig

PACKAGES = ("changes", "cases", "rollout", "benefits")
UNDOING = ("procurement.invitation.undoing", "procurement.undoing", "suksit.changes.undoing", "suksit.rollout.undoing")


class SuksitConfig(AppConfig):
    """Registers the product with Django, its deeds with the engine, and tells the engine whom to ask about people."""

    name = "suksit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the layers: the product answers what the engine asks."""
        from procurement.invitation import directory
        from suksit.benefits import rounds
        from suksit.cases import as_of_folds
        from suksit.cases.readers import READERS
        from suksit.flows import ChangeFlow
        from suksit.regions import buyers, forgetting, leaving, unreached
        from suksit.regions.directory import DIRECTORY
        from workflow import as_of, erasure, people, ticking, versions, visibility

        people.register(DIRECTORY)
        visibility.register(READERS)
        versions.register(ChangeFlow)
        erasure.register(forgetting.BOOKS)
        as_of.register(as_of_folds.PART)
        ticking.register(rounds.ask_due_measurements)
        ticking.register(rounds.tell_of_overdue_numbers)
        ticking.register(unreached.tell_of_unreached)
        ticking.register(leaving.return_tasks_of_leavers)
        directory.register(buyers.DIRECTORY)
        for package in PACKAGES:
            import_module(f"suksit.{package}.deeds")
            import_module(f"suksit.{package}.panels")
        for module in (*UNDOING, "suksit.operations.findings"):
            import_module(module)
