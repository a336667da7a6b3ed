"""The door that a web server calls. It stays shut for a role that sees through row-level security."""

import os
import sys

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from workflow import database
from workflow.embedded import DatabaseUnavailable

DO_NOT_TRY_AGAIN = 3  # gunicorn stops as a whole when a worker ends with this, instead of starting another


def opened() -> WSGIHandler:
    """The application, with its database up and its role a modest one. Otherwise one plain line, and the end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suksit.settings.production")
    try:
        application = get_wsgi_application()
        database.ensure_running()
        database.refuse_powerful_role()
        say_orphaned_steps()
    except DatabaseUnavailable as reason:
        sys.stderr.write(f"{reason}\n")
        sys.exit(DO_NOT_TRY_AGAIN)
    return application


def say_orphaned_steps() -> None:
    """A line in the log for each step that nobody can do any more. The server starts: other cases go on."""
    from workflow import orphaned_steps  # knows models, which are there when the application is

    sys.stderr.writelines(f"{line}\n" for line in orphaned_steps.at_start())


application = opened()
