"""What happens beside the plan: a home with an outbreak, a guest in another set, certificates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cohorts.models import Cohort
from core import clock
from pioneers.models import Pioneer
from pioneers.services import pauses
from reports import certificates
from workshops import other_meetings
from workshops.enums import AttendanceState, SessionKind
from workshops.models import Attendance, Session
from workshops.services import apologies


def give_certificates(cohort: Cohort, *, by: Any) -> None:
    """To everybody who completed the past cohort."""
    certificates.issue(certificates.without_one(cohort), cohort=cohort, by=by)


def this_month(cohort: Cohort) -> None:
    """In the running one: somebody goes to another set's meeting, and a home is paused."""
    coming = (
        Attendance.objects.filter(
            session__in=Session.objects.coming().filter(
                cohort=cohort, kind=SessionKind.LEARNING_SET
            ),
            state=AttendanceState.EXPECTED,
        )
        .select_related("session", "pioneer__person", "pioneer__home")
        .order_by("session__starts_at", "-pioneer__person__name")
    )
    guest = None
    for row in coming[:10]:
        person = row.pioneer.person
        row.state = AttendanceState.APOLOGIES
        if fitting := other_meetings.that_fit(row):
            row = apologies.send_apologies(
                row.session, pioneer=row.pioneer, reason="leave", by=person
            )
            apologies.come_instead(row, fitting[0], by=person)
            guest = row.pioneer
            break
    others = Pioneer.objects.taking_part().filter(cohort=cohort, home__isnull=False)
    if guest is not None:
        others = others.exclude(home=guest.home_id)
    home = others.select_related("person", "home").order_by("person__name").first()
    if home is not None:
        with clock.at(clock.now() - timedelta(days=3)):
            pauses.pause(home, weeks=2, reason="outbreak", by=home.person)
