"""The door that a web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from workflow import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suksit.settings.production")
application = get_wsgi_application()
database.ensure_running()
database.refuse_powerful_role()
