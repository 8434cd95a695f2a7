"""What the calendar does with line managers: chases them twice, and asks before the start."""

from __future__ import annotations

from datetime import timedelta

from cohorts.enums import CohortState
from core import clock, people
from core.models import OutboundEmail
from pioneers.enums import PioneerState, ReleaseRound, ReleaseState
from pioneers.models import Pioneer, ReleaseAgreement
from pioneers.release_dates import open_until
from pioneers.selectors import releases as rows
from pioneers.services import releases

DAYS_AFTER = (10, 5)
# Staff may have asked again meanwhile; a manager is not written to twice in a few days.
REST = timedelta(days=3)
BEFORE_START = timedelta(days=21)
# Who was asked within these days, for somebody who came late, is not asked once more yet.
FRESH = timedelta(days=7)


def plan_chasing() -> int:
    """Five and ten days after the asking. After an outage, only the one that is still so.

    A reminder is made when it is due, for it holds a link of its own. The second run makes none.
    """
    now = clock.now()
    waiting = (
        ReleaseAgreement.objects.filter(
            state=ReleaseState.ASKED,
            asked_at__lte=now - timedelta(days=min(DAYS_AFTER)),
            application__in=rows.applications_in_question(),
        )
        .select_related("application__cohort")
        .order_by("pk")
    )
    wanted = {}
    for release in waiting:
        days = next(days for days in DAYS_AFTER if release.asked_at + timedelta(days=days) <= now)
        rested = release.chased_at is None or release.chased_at + REST <= now
        if rested and now < open_until(release.application):
            wanted[releases.key_of(release, f"day{days}")] = (release, f"day{days}")
    known = OutboundEmail.objects.filter(key__in=wanted).values_list("key", flat=True)
    for key in list(known):
        del wanted[key]
    return sum(
        releases.chase(release, key=what)
        for release, what in wanted.values()
        if not _asked_later(release)
    )


def _asked_later(release: ReleaseAgreement) -> bool:
    """Who was asked again before the start is not chased for the first round."""
    newest = rows.newest_of(release.application)
    return newest is not None and newest.pk != release.pk


def plan_start_round() -> int:
    """Three weeks before the first session, the managers of everybody who takes part."""
    today = clock.today()
    taking_part = (
        Pioneer.objects.filter(
            state=PioneerState.ACTIVE,
            application__isnull=False,
            cohort__state__in=[CohortState.SELECTING, CohortState.RUNNING, CohortState.OPEN],
            cohort__starts_on__gt=today,
            cohort__starts_on__lte=today + BEFORE_START,
        )
        .exclude(application__releases__round=ReleaseRound.START)
        .exclude(application__releases__asked_at__gt=clock.now() - FRESH)
        .exclude(application__manager_email="")
        .select_related("application__cohort", "application__applicant")
        .order_by("pk")
    )
    asked = 0
    for pioneer in list(taking_part):
        application = pioneer.application
        assert application is not None
        release = releases.ask(application, by=people.system(), for_round=ReleaseRound.START)
        asked += release is not None
    return asked
