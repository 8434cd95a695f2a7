"""Settings of the workers that the crash tests start and kill: in a hurry."""

import os
from pathlib import Path

from config.settings.base import *  # noqa: F403 - each settings file is base with differences
from config.settings.base import env, file_broker, sqlite

FOLDER = Path(os.environ["CRASH_FOLDER"])
SECRET_KEY = "tests-only-" + "k" * 50
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver"]
if env("CRASH_DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url_config(os.environ["CRASH_DATABASE_URL"])}
else:
    DATABASES = {"default": sqlite(FOLDER / "db.sqlite3")}
if env("CRASH_REDIS_URL", default=""):
    CELERY_BROKER_URL = os.environ["CRASH_REDIS_URL"]
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 10}
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = file_broker(FOLDER / "broker")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = FOLDER / "media"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["CRASH_SMTP_PORT"])
EMAIL_TIMEOUT = 2
MAIL_LEASE = 3
MAIL_BATCH = 20
# A process that was killed is given up, and its place filled, sooner than after ten seconds.
CELERY_WORKER_LOST_WAIT = 0.5
CELERY_IMPORTS = ["tests.core.crash.points"]
CELERY_BEAT_SCHEDULE = {
    "scan": {"task": "core.scan", "schedule": 1.0},
    "plan-reminders": {"task": "core.plan_reminders", "schedule": 2.0},
}
