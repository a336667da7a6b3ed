"""The tests: as the demo, with nothing collected and quick password hashes."""

from .demo import *  # noqa: F403

SECRET_KEY = "test-only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# The database that the owner connects to while it makes and drops those of the tests.
TEST_MAINTENANCE_DATABASE = DATABASES["default"]["NAME"]

INSTALLED_APPS = [*INSTALLED_APPS, "tests.errand"]
