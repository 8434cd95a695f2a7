"""One machine, nothing else installed: SQLite, the file broker, mails caught locally."""

import os
import secrets
from pathlib import Path

from config.settings.base import *  # noqa: F403 - each settings file is base with differences
from config.settings.base import BASE_DIR, INSTALLED_APPS, env, file_broker, sqlite

DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret(path: Path, length: int = 50) -> str:
    """Made once, kept beside the data, readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(length)
        file.write(key)
        return key


SECRET_KEY = env("SECRET_KEY", default="") or _secret(DATA_DIR / "secret_key")
# On one machine the key lies beside the data; set SEALING_KEYS to keep it elsewhere.
SEALING_KEYS = env("SEALING_KEYS", default="") or _secret(DATA_DIR / "sealing_key", 32)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
INTERNAL_IPS = ["127.0.0.1"]

INSTALLED_APPS = [*INSTALLED_APPS, "demonstration"]
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
# The demonstration's people sign in with a printed password; real staff elsewhere cannot.
SECOND_FACTOR_REQUIRED = not DEMONSTRATION

if env("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    DATABASES = {"default": sqlite(DATA_DIR / "db.sqlite3")}

if env("REDIS_URL", default=""):
    CELERY_BROKER_URL = env("REDIS_URL")
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env("REDIS_URL"),
        }
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = file_broker(DATA_DIR / "broker")
    # Sign-in limits are counted here, so the count must be shared by all web processes.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "core_cache",
        }
    }

MEDIA_ROOT = DATA_DIR / "media"
# Static files come straight from their sources; the folder only has to be there.
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = env.int("SMTP_PORT", default=8001)
CAUGHT_MAIL_DIR = DATA_DIR / "caught-mail"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
