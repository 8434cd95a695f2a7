"""Sessions in people's own calendars: two read a private address, the others are invited."""

from __future__ import annotations

from datetime import time, timedelta

from cohorts.models import Cohort
from core import clock
from demonstration import content
from demonstration.build import applying, people
from workshops import invitations
from workshops.models import Session
from workshops.services.feeds import make_feed, note_fetched
from workshops.wall_clock import days_before


def fill(cohort: Cohort) -> None:
    """The Pioneer's and the facilitator's of the sign-ins page follow; invitations went out."""
    now = clock.now()
    for owner in (people.user(content.running()[0].person), people.facilitators()[0]):
        with clock.at(now - timedelta(days=60)):
            feed = make_feed(owner, by=owner)
        with clock.at(now - timedelta(minutes=40)):
            note_fetched(feed)
    for session in Session.objects.coming().filter(
        cohort=cohort, starts_at__lt=now + timedelta(days=invitations.DAYS)
    ):
        went_at = days_before(session.starts_at, invitations.DAYS, wall_time=time(10, 5))
        with clock.at(min(went_at, now)):
            invitations.plan(session=session)
            applying.deliver_as_history()
