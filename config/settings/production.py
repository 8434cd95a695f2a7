"""The real thing. What is missing from the environment stops the start and says how to set it."""

import sys

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403 - each settings file is base with differences
from config.settings.base import CELERY_BEAT_SCHEDULE, EMAIL_BACKEND, env
from core import sealing


def required(name: str, remedy: str) -> str:
    value = env(name, default="").strip()
    if not value:
        sys.stderr.write(f"\nThe setting {name} is missing. {remedy}\n\n")
        raise ImproperlyConfigured(f"{name} is missing. {remedy}")
    return value


SECRET_KEY = required(
    "SECRET_KEY",
    "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))' "
    "and set SECRET_KEY to it. Keep it out of the code and the database backup.",
)
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must be at least 50 characters long.")
# What Pioneers write for themselves is sealed with it: core/sealing.py.
SEALING_KEYS = required("SEALING_KEYS", sealing.MAKE_ONE)
sealing.ring(SEALING_KEYS)
SITE_URL = required("SITE_URL", "Set it to the public address, such as https://pioneers.example.")
ALLOWED_HOSTS = [
    host.strip()
    for host in required(
        "ALLOWED_HOSTS", "Set it to the host names people use, separated by commas."
    ).split(",")
]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * would let anyone forge links.")
DATABASES = {
    "default": env.db_url_config(
        required("DATABASE_URL", "Set it to postgres://user:password@host:5432/name.")
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CELERY_BROKER_URL = required("REDIS_URL", "Set it to redis://host:6379/0.")
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CELERY_BROKER_URL,
    }
}
EMAIL_CONFIG = env.email_url_config(
    required("EMAIL_URL", "Set it to smtp+tls://user:password@host:587.")
)
vars().update({**EMAIL_CONFIG, "EMAIL_BACKEND": EMAIL_BACKEND})
DEFAULT_FROM_EMAIL = required(
    "DEFAULT_FROM_EMAIL", 'Set it to the sender, such as "Care Home Pioneers <team@example.org>".'
)
MEDIA_ROOT = required("MEDIA_ROOT", "Set it to the folder that holds uploaded photographs.")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
CELERY_BEAT_SCHEDULE = dict(CELERY_BEAT_SCHEDULE)
