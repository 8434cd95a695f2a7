"""Settings of the tests: SQLite unless DATABASE_URL says otherwise; mail is caught, not sent."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403 - each settings file is base with differences
from config.settings.base import INSTALLED_APPS, env, file_broker

SECRET_KEY = "tests-only-" + "k" * 50
SEALING_KEYS = "k" * 43
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
SITE_URL = "http://testserver"
INSTALLED_APPS = [*INSTALLED_APPS, "demonstration"]
_scratch = Path(tempfile.mkdtemp(prefix="pioneers-tests-"))
MEDIA_ROOT = _scratch / "media"
CAUGHT_MAIL_DIR = _scratch / "caught-mail"
DATA_DIR = _scratch

if env("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    }
if env("REDIS_URL", default=""):
    CELERY_BROKER_URL = env("REDIS_URL")
else:
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = file_broker(_scratch / "broker")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A fast hash: the tests sign in hundreds of times, and the hash is not what they test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Off here and on in tests/core/test_second_factor.py, which tests it.
SECOND_FACTOR_REQUIRED = False
# Off here and on in tests/core/test_consents_asked.py, for the same reason.
CONSENTS_ASKED = False
ACCOUNT_RATE_LIMITS = False
