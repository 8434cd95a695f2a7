"""When a nudge may reach somebody: never before 7 nor after 20 by London's clock on the wall."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

OPENS, CLOSES = time(7), time(20)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def allowed(moment: datetime) -> bool:
    return OPENS <= _local(moment).time() < CLOSES


def next_allowed(moment: datetime) -> datetime:
    """`moment` itself, or the first one after it at which a nudge may go."""
    local = _local(moment)
    if OPENS <= local.time() < CLOSES:
        return moment
    if local.time() < OPENS:
        return datetime.combine(local.date(), OPENS, tzinfo=local.tzinfo)
    return next_morning(moment)


def next_morning(moment: datetime) -> datetime:
    """The next day at seven, be that 23 or 25 hours away."""
    local = _local(moment)
    return datetime.combine(local.date() + timedelta(days=1), OPENS, tzinfo=local.tzinfo)


def day_of(moment: datetime) -> tuple[datetime, datetime]:
    """The first moment of this London day, and of the next."""
    local = _local(moment)
    start = datetime.combine(local.date(), time(), tzinfo=local.tzinfo)
    end = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=local.tzinfo)
    return start, end
