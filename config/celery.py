"""The Celery application: worker and beat start from here (`celery -A config worker --beat`)."""

import os

from celery import Celery
from celery.signals import worker_ready
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

TRANSPORT_ALIASES["filesystem"] = "core.broker:Transport"
app = Celery("pioneers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def look_at_once(**kwargs: object) -> None:
    """A worker that has just started looks for work now, not at beat's next minute."""
    app.send_task("core.scan")
