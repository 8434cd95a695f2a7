"""Sessions in people's own calendars: a private feed, and invitations by mail."""

from workshops.calendar.events import (
    all_dates,
    cancellation,
    event,
    invitation,
)
from workshops.calendar.feeds import feed

__all__ = ["all_dates", "cancellation", "event", "feed", "invitation"]
