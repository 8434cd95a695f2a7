"""Settings, addresses and start-up. Nothing imports this package but the start-up files."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
