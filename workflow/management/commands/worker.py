"""`manage.py worker`: sends mails and keeps the clock, until it is stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app

from workflow import database, orphaned_steps


class Command(BaseCommand):
    """Runs the background jobs."""

    help = "Send mails and keep the clock, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` for a machine that starts the worker itself now and then."""
        parser.add_argument("--once", action="store_true", help="Do what waits, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal says stop; jobs under way are finished first."""
        database.refuse_powerful_role()
        for line in orphaned_steps.at_start():
            self.stderr.write(line)
        connection.close()  # the work has connections of its own
        once = options["once"]
        worker_app = app.with_connector(app.connector.get_worker_connector())
        with periodic_jobs_on(worker_app):
            worker_app.run_worker(wait=not once, listen_notify=not once, install_signal_handlers=not once)


@contextmanager
def periodic_jobs_on(worker_app: App) -> Iterator[None]:
    """Let the periodic jobs be queued over the worker's own pool, which mends itself when the database restarts.

    What a job defers still goes over Django's connection, inside the job's own transaction.
    """
    tasks = [periodic.task for periodic in worker_app.periodic_registry.periodic_tasks.values()]
    before = [task.blueprint for task in tasks]
    for task in tasks:
        task.blueprint = worker_app
    try:
        yield
    finally:
        for task, blueprint in zip(tasks, before, strict=True):
            task.blueprint = blueprint
