"""What time it is. Everything asks here, so that history can be built and the future tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The date in the programme's time zone (Europe/London)."""
    return timezone.localtime(now()).date()


def ago(**parts: float) -> datetime:
    return now() - timedelta(**parts)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment`: for `send_due --now` and for the demonstration's history."""
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
