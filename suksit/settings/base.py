"""Settings that hold everywhere. `demo`, `test` and `production` each say only what differs."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from workflow import database

BASE_DIR = Path(__file__).resolve().parent.parent.parent
NODE_MODULES = BASE_DIR / "node_modules"
VAR_DIR = Path(os.environ.get("SUKSIT_VAR", BASE_DIR / "var"))

DATABASES = database.django_databases(BASE_DIR, VAR_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "suksit.urls"
WSGI_APPLICATION = "suksit.wsgi.application"

INSTALLED_APPS = [
    "suksit",  # before django.forms, so that our widget templates win
    "suksit.accounts",
    "procurement",
    "workflow",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "viewflow.workflow",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "suksit.acting.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "suksit.request_limit.RequestLimitMiddleware",  # last, so that its page knows the reader and the language
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "suksit.chrome.chrome",
            ],
        },
    }
]
FORM_RENDERER = "suksit.forms_renderer.FormRenderer"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian Bokmål")), ("nn", _("Norwegian Nynorsk")), ("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
VIEWFLOW = {"AUTOREGISTER": False}

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static_collected"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/ds", NODE_MODULES / "@digdir/designsystemet-css/dist"),
    ("vendor/ds-web", NODE_MODULES / "@digdir/designsystemet-web/dist/umd"),
    ("vendor/inter", NODE_MODULES / "@fontsource-variable/inter"),
]

MEDIA_ROOT = VAR_DIR / "files"  # attached documents; served by views that ask for rights, never by their path
FILE_UPLOAD_PERMISSIONS = 0o600

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}

LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "my_tasks"
LOGOUT_REDIRECT_URL = "sign_in"

SOURCE_URL = os.environ.get("SOURCE_URL", "")
ACCESSIBILITY_STATEMENT_URL = os.environ.get("ACCESSIBILITY_STATEMENT_URL", "")

MAX_REQUEST_BYTES = 64 * 1024 * 1024  # three files of the largest size at once, and the fields around them

SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")
MAIL_DOMAIN = os.environ.get("MAIL_DOMAIN", "suksit.invalid")
EMAIL_TIMEOUT = 30  # seconds; a mail server that does not answer must not stop the worker
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "SuksIT <noreply@suksit.invalid>")

FLOW_LOCK = BASE_DIR / "flows.lock.json"  # the graphs that cases may run on, written by `manage.py flows lock`

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
