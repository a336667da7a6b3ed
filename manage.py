#!/usr/bin/env python
"""Django's command line, with the embedded database started first when it is down."""

import os
import signal
import sys

INTERRUPTED = 130


def main() -> None:
    """Run one management command. However it is told to stop, it lets go of the embedded database."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def run() -> None:
    """As main, without the manners."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suksit.settings.demo")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from workflow import database

    settings.DATABASES  # noqa: B018  (says which database it is)
    database.ensure_running()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
