"""The system as it runs in production, on the benchmark's own database and on plain HTTP."""

import os
from pathlib import Path

from config.settings.base import *  # noqa: F403 - each settings file is base with differences
from config.settings.base import env, sqlite

FOLDER = Path(os.environ["BENCHMARK_FOLDER"])
SECRET_KEY = os.environ["BENCHMARK_SECRET"]
SITE_URL = "http://127.0.0.1"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
if env("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url_config(os.environ["DATABASE_URL"])}
else:
    DATABASES = {"default": sqlite(FOLDER / "benchmark.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
MEDIA_ROOT = FOLDER / "media"
STATIC_ROOT = FOLDER / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
