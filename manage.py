#!/usr/bin/env python
"""Django's command line, with the embedded database started first when it is down."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suksit.settings.demo")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from workflow import database

    settings.DATABASES  # noqa: B018  (says which database it is)
    database.ensure_running()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
