"""Sessions in people's own calendars: a private feed, and invitations by mail."""

from workshops.calendar.carried import thread_of, wanted_by
from workshops.calendar.events import all_dates, cancellation, event, invitation
from workshops.calendar.feeds import feed, followers

__all__ = [
    "all_dates",
    "cancellation",
    "event",
    "feed",
    "followers",
    "invitation",
    "thread_of",
    "wanted_by",
]
