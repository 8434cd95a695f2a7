"""Reads of line managers' agreements.

For other pages: `with_release(applications)` gives each row its `release_state`;
`with_release(pioneers, application="application_id")` does the same for Pioneers;
`concerns(user)` are the concerns that staff should talk about (a to-do; filter by
`application__cohort`, link to `pioneers:staff_releases` with `?state=concern`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from cohorts.models import Cohort
from core.kept_queries import SOMETHING, KeptQuery
from core.models import MailState, OutboundEmail
from core.templatetags.words import day, hour
from pioneers.enums import ApplicationState, PioneerState, ReleaseState
from pioneers.models import Application, ReleaseAgreement
from pioneers.release_dates import changes
from pioneers.selectors import staff

# Whose manager's word still matters.
LIVE = (
    ApplicationState.SUBMITTED,
    ApplicationState.OFFERED,
    ApplicationState.RESERVE,
    ApplicationState.CONFIRMED,
)
# Nobody is reminded of what they were asked a moment ago.
REST = timedelta(hours=12)
TROUBLE = (MailState.FAILED, MailState.UNKNOWN)
NOT_ASKED = "none"
UNDELIVERED = "undelivered"


def with_release(rows: Any, application: str = "pk") -> Any:
    """Rows with the state of their newest agreement as `release_state`, None if unasked.

    `application` is what of the row names its application.
    """
    return rows.annotate(release_state=_newest("state", application))


def _newest(field: str, application: str = "pk") -> Subquery:
    found = ReleaseAgreement.objects.filter(application=OuterRef(application))
    return Subquery(found.order_by("-asked_at", "-pk").values(field)[:1])


def newest_of(application: Application) -> ReleaseAgreement | None:
    return application.releases.order_by("-asked_at", "-pk").first()


def of_application(application: Application) -> list[ReleaseAgreement]:
    """Both rounds, the newest first."""
    return list(_of_application()({SOMETHING: application.pk}))


@cache
def _of_application() -> KeptQuery:
    rows = ReleaseAgreement.objects.filter(application=SOMETHING)
    return KeptQuery(rows.order_by("-asked_at", "-pk"))


def in_question() -> Q:
    """Applications whose manager's word still matters."""
    return Q(state__in=LIVE) & ~Q(pioneer__state=PioneerState.WITHDRAWN)


def applications_in_question() -> QuerySet[Application]:
    return Application.objects.filter(in_question())


def waits_for_manager(application: Application, *, as_shown: bool = False) -> bool:
    """`as_shown`: by what the applicant may know; a decision untold shows nowhere."""
    state = application.shown_state if as_shown else application.state
    if state not in LIVE:
        return False
    # Only who confirmed has a place that they can have left.
    if application.state != ApplicationState.CONFIRMED:
        return True
    pioneer = getattr(application, "pioneer", None)
    return pioneer is None or pioneer.state != PioneerState.WITHDRAWN


def concerns(user: Any) -> QuerySet[ReleaseAgreement]:
    """A worry about somebody who may still come, for the staff who may know of it."""
    applications = staff.readable(user).filter(in_question())
    return ReleaseAgreement.objects.filter(
        application__in=applications, state=ReleaseState.CONCERN
    ).select_related("application__cohort")


def worried(user: Any) -> QuerySet[Application]:
    """Those that `concerns` are about, a row for each: from here they are counted faster."""
    return staff.readable(user).filter(in_question(), releases__state=ReleaseState.CONCERN)


def of_cohort(user: Any, cohort: Cohort) -> QuerySet[Application]:
    return with_release(staff.of_cohort(user, cohort).filter(in_question()))


def filtered(applications: Any, wanted: str, cohort: Cohort) -> Any:
    if wanted == NOT_ASKED:
        return applications.filter(release_state__isnull=True)
    if wanted == UNDELIVERED:
        ids = [pk for pk, state in mail_states(cohort).items() if state in TROUBLE]
        return applications.filter(releases__in=ids)
    return applications.filter(release_state=wanted) if wanted else applications


def in_order(applications: Any) -> Any:
    """Concerns first, then who waits (the oldest first), then not asked, then promised."""
    place = Case(
        When(release_state=ReleaseState.CONCERN, then=Value(0)),
        When(release_state=ReleaseState.ASKED, then=Value(1)),
        When(release_state__isnull=True, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return (
        applications.annotate(asked_on=_newest("asked_at"), place=place)
        .order_by("place", "asked_on", "name", "pk")
        .select_related("applicant", "home", "cohort")
        .prefetch_related("releases")
    )


def counts(applications: Any) -> dict[str, int]:
    """How many are in each state; one query."""
    found = dict(
        applications.order_by()
        .values("release_state")
        .annotate(n=Count("pk"))
        .values_list("release_state", "n")
    )
    return {state: found.get(state, 0) for state in ReleaseState.values} | {
        NOT_ASKED: found.get(None, 0)
    }


def mail_states(cohort: Cohort) -> dict[int, str]:
    """The state of the newest mail of each agreement of the cohort: {agreement's id: state}."""
    mails = OutboundEmail.objects.filter(
        kind__startswith="release_", scope=cohort.scope, key__startswith="release:"
    ).order_by("created_at", "pk")
    return {
        int(key.split(":")[1]): state
        for key, state in mails.exclude(state=MailState.CANCELLED).values_list("key", "state")
    }


def to_chase(user: Any, cohort: Cohort) -> QuerySet[Application]:
    """Who was asked and has not answered, and whoever was never asked but could be."""
    waits = Q(release_state=ReleaseState.ASKED) | Q(release_state__isnull=True)
    return of_cohort(user, cohort).filter(waits).exclude(manager_email="")


def own_address(application: Application) -> bool:
    """Whether the applicant gave their own: an owner who answers for themselves, as a rule."""
    return application.manager_email.casefold() == application.applicant.email.casefold()


def of_link(subject_id: str) -> ReleaseAgreement | None:
    return (
        ReleaseAgreement.objects.select_related(
            "application__cohort__programme", "application__applicant", "application__pioneer"
        )
        .filter(pk=subject_id)
        .first()
    )


def changes_since_yes(release: ReleaseAgreement, now: list[list[str]]) -> list[str]:
    """What became of the dates since the manager's last yes, in this round or the one before."""
    agreed = last_yes(release)
    return changes(agreed.dates, now) if agreed else []


def last_yes(release: ReleaseAgreement) -> ReleaseAgreement | None:
    """A yes that staff asked for again, because the dates changed, keeps its time and dates."""
    if release.answered_at is not None:
        return release if release.state != ReleaseState.CONCERN else None
    earlier = release.application.releases.filter(
        asked_at__lt=release.asked_at,
        state=ReleaseState.AGREED,
        manager_email__iexact=release.manager_email,
    )
    return earlier.order_by("-asked_at").first()


def about(cohort: Cohort) -> str:
    """The programme in two sentences, for somebody who has never heard of it."""
    return (
        f"The {cohort.programme.name} is leadership training, in working time, for people who run "
        f"care homes. It lasts from {day(cohort.starts_on)} to {day(cohort.ends_on)}, with "
        f"{_many(cohort.workshop_count, 'workshop')}{_hours(cohort)} and "
        f"{_many(cohort.set_meeting_count, 'meeting')} of a small learning group."
    )


def _hours(cohort: Cohort) -> str:
    """What a manager has to find cover for."""
    if not cohort.workshop_count:
        return ""
    starts, ends = hour(cohort.workshop_starts), hour(cohort.workshop_ends)
    return f" ({cohort.get_workshop_weekday_display()}s, {starts} to {ends})"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def of_rows(applications: Iterable[Application], mails: dict[int, str]) -> list[dict[str, Any]]:
    """What staff’s page shows of each: its rounds, newest first, and whether the mail arrived."""
    shown = []
    for application in applications:
        found = sorted(application.releases.all(), key=lambda one: one.asked_at, reverse=True)
        newest = found[0] if found else None
        letter = mails.get(newest.pk, "") if newest else ""
        shown.append(
            {
                "application": application,
                "release": newest,
                "earlier": found[1:],
                "undelivered": letter if letter in TROUBLE else "",
                "own_address": own_address(application),
            }
        )
    return shown
