"""A private calendar address on every side."""

from __future__ import annotations

from core import clock
from tests.access.sides import Side
from workshops.calendar import feeds
from workshops.services.feeds import make_feed


def add(side: Side) -> None:
    """The alumna's: whoever asks the address reads it, and no set's joining link is in it."""
    owner = side.people["alumna"]
    made = make_feed(owner, by=owner)
    # Read just now, so that reading it again is not noted.
    made.fetched_at = clock.now()
    made.save(update_fields=["fetched_at"])
    side.rows["calendar_token"] = feeds.token_of(owner, made.made_at)
