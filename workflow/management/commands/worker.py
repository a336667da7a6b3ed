"""`manage.py worker`: sends mails and keeps the clock, until it is stopped."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from workflow import database


class Command(BaseCommand):
    """Runs the background jobs."""

    help = "Send mails and keep the clock, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal says stop; jobs under way are finished first."""
        database.refuse_powerful_role()
        worker_app = app.with_connector(app.connector.get_worker_connector())
        with worker_app.open():
            worker_app.run_worker(install_signal_handlers=True, listen_notify=True)
