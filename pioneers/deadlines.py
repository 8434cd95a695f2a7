"""Until when an application can be sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from pioneers.models import Application

# What was begun in time may be finished: typing slowly should cost nobody the place.
GRACE = timedelta(minutes=60)


def last_moment(application: Application) -> datetime:
    closes = application.closes_at
    return closes + GRACE if application.created_at < closes else closes
