"""The demo on one's own machine: one click signs in, mail goes to a folder."""

from .base import *  # noqa: F403
from .base import VAR_DIR

SECRET_KEY = "demo-only-not-a-secret"  # noqa: S105
DEBUG = False
DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
STATIC_ROOT = None  # nothing is collected: files are served from where they lie
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
