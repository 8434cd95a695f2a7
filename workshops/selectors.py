"""Reads of learning sets, sessions and attendance."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet

from cohorts.models import Cohort
from core import clock
from pioneers.models import Answer, Pioneer
from workshops import letters
from workshops.enums import AttendanceState, SessionKind, SessionState
from workshops.models import Attendance, LearningSet, Session, SetMembership
from workshops.wall_clock import to_local

COUNTED = ~Q(attendances__pioneer__state="withdrawn")


def _with_counts(sessions: QuerySet[Session]) -> QuerySet[Session]:
    def how_many(*states: str) -> Count:
        return Count("attendances", filter=COUNTED & Q(attendances__state__in=states))

    return sessions.annotate(
        people=Count("attendances", filter=COUNTED),
        still_expected=how_many(AttendanceState.EXPECTED),
        apologies=how_many(AttendanceState.APOLOGIES),
        came=how_many(AttendanceState.PRESENT, AttendanceState.PART),
    )


def timetable_of(cohort: Cohort) -> QuerySet[Session]:
    """Every session of a cohort by date, with how many are expected, excused and came."""
    return _with_counts(cohort.sessions.select_related("learning_set")).order_by("starts_at", "pk")


def gaps_in(cohort: Cohort, sessions: list[Session], sets: list[LearningSet]) -> list[str]:
    """What the timetable still lacks, or has twice on one day, in words for staff."""
    held = [one for one in sessions if one.state != SessionState.CANCELLED]
    count = Counter((one.kind, one.learning_set_id) for one in held)
    found = []
    if not sets:
        found.append("There are no learning sets yet. Add them, then propose again.")
    wanted: list[tuple[str, int | None, int, str]] = [
        (SessionKind.WORKSHOP, None, cohort.workshop_count, "workshops")
    ]
    wanted += [
        (SessionKind.LEARNING_SET, one.pk, cohort.set_meeting_count, f"meetings of the {one}")
        for one in sets
    ]
    for kind, of, planned, words in wanted:
        if (have := count[kind, of]) != planned:
            found.append(f"{have or 'None'} of {planned} {words} are in the timetable.")
    common = {to_local(one.starts_at).date(): one for one in held if not one.learning_set_id}
    for one in held:
        day = to_local(one.starts_at).date()
        if one.learning_set_id and day in common:
            found.append(f"{one} is on the same day as {common[day]}: {letters.day(day)}.")
    return found


def affected_by_publishing(cohort: Cohort) -> dict[str, Any]:
    """Of a publication: how many sessions, how many people will get the mail, who has no set."""
    sessions = list(cohort.sessions.filter(state=SessionState.PROPOSED))
    sets = {one.learning_set_id for one in sessions if one.learning_set_id}
    people = Pioneer.objects.taking_part().filter(cohort=cohort)
    if any(one.learning_set_id is None for one in sessions):
        going = set(people.values_list("person", flat=True))
    else:
        members = SetMembership.objects.current().filter(learning_set__in=sets)
        going = set(
            people.filter(pk__in=members.values("pioneer")).values_list("person", flat=True)
        )
    leading = cohort.learning_sets.filter(pk__in=sets, facilitator__isnull=False)
    leaders = set(leading.values_list("facilitator", flat=True))
    return {
        "sessions": len(sessions),
        "pioneers": len(going),
        "facilitators": len(leaders - going),
        "mails": len(going | leaders),
        "unplaced": unplaced(cohort).count(),
    }


def sets_of(cohort: Cohort) -> QuerySet[LearningSet]:
    members = (
        SetMembership.objects.current()
        .exclude(pioneer__state="withdrawn")
        .select_related("pioneer__person", "pioneer__home__borough")
        .order_by("pioneer__person__name")
    )
    return (
        cohort.learning_sets.select_related("facilitator")
        .prefetch_related(Prefetch("memberships", queryset=members, to_attr="members"))
        .order_by("name")
    )


def pioneers_of(cohort: Cohort) -> QuerySet[Pioneer]:
    return (
        Pioneer.objects.taking_part()
        .filter(cohort=cohort)
        .select_related("person", "home__borough", "cohort")
    )


def unplaced(cohort: Cohort) -> QuerySet[Pioneer]:
    """Who takes part and is in no learning set."""
    placed = SetMembership.objects.current().filter(pioneer__cohort=cohort)
    return pioneers_of(cohort).exclude(pk__in=placed.values("pioneer")).order_by("person__name")


def current_set(pioneer: Pioneer) -> LearningSet | None:
    membership = pioneer.set_memberships.current().select_related("learning_set").first()
    return membership.learning_set if membership else None


class Coming(NamedTuple):
    """A session to come, and one's own answer to it, if one is expected there."""

    session: Session
    mine: Attendance | None


def sessions_to_come(user: Any) -> list[Coming]:
    """What a person goes to or leads from now on, next first; cancelled ones until their day."""
    rows = list(
        _with_counts(Session.objects.own(user))
        .filter(ends_at__gt=clock.now())
        .select_related("cohort", "learning_set")
        .order_by("starts_at", "pk")
    )
    own = Attendance.objects.filter(pioneer__person=user, session__in=[one.pk for one in rows])
    mine = {row.session_id: row for row in own}
    return [Coming(one, mine.get(one.pk)) for one in rows]


def sessions_attended(user: Any) -> QuerySet[Attendance]:
    """A Pioneer's own past, also of a set that they have left since."""
    return (
        Attendance.objects.filter(
            pioneer__person=user,
            session__state=SessionState.PUBLISHED,
            session__ends_at__lte=clock.now(),
        )
        .select_related("session__cohort")
        .order_by("-session__starts_at")
    )


def sessions_led(user: Any) -> QuerySet[Session]:
    """A facilitator's past meetings, latest first, those without a register among them."""
    led = LearningSet.objects.facilitated_by(user)
    return _with_counts(
        Session.objects.past().filter(learning_set__in=led).select_related("learning_set")
    ).order_by("-starts_at")


def next_meeting(user: Any, meetings: list[Session]) -> Coming | None:
    """The first of these that is still to come or on now, with one's own answer to it."""
    coming = [one for one in meetings if not one.is_over and one.state == SessionState.PUBLISHED]
    return Coming(coming[0], own_attendance(user, coming[0])) if coming else None


def own_pioneer(user: Any, session: Session) -> Pioneer:
    """The place on the session's cohort of a person who has one (a rule has made sure)."""
    return Pioneer.objects.counted().get(person=user, cohort=session.cohort_id)


def own_attendance(user: Any, session: Session) -> Attendance | None:
    return session.attendances.filter(pioneer__person=user).first()


def register_of(session: Session) -> list[Attendance]:
    """The rows of a register by name; who withdrew is left out unless they came."""
    rows = session.attendances.select_related("pioneer__person", "pioneer__home").exclude(
        Q(pioneer__state="withdrawn") & Q(state__in=["expected", "apologies"])
    )
    return list(rows.order_by("pioneer__person__name", "pk"))


def own_sets(user: Any) -> QuerySet[LearningSet]:
    """The sets that one leads or is in, with how many members each has and its next meeting."""
    coming = Session.objects.coming().select_related("learning_set")
    return (
        LearningSet.objects.own(user)
        .select_related("cohort", "facilitator")
        .annotate(size=Count("memberships", filter=Q(memberships__left_on__isnull=True)))
        .prefetch_related(Prefetch("sessions", queryset=coming, to_attr="coming"))
        .order_by("-cohort__number", "name")
    )


class Member(NamedTuple):
    pioneer: Pioneer
    needs: str


def members_of(learning_set: LearningSet, *, with_needs: bool) -> list[Member]:
    """Members by name; for the facilitator also what they need to take part."""
    members = list(
        learning_set.memberships.current()
        .exclude(pioneer__state="withdrawn")
        .select_related("pioneer__person", "pioneer__home")
        .order_by("pioneer__person__name")
    )
    needs: dict[int | None, str] = {}
    if with_needs:
        answers = Answer.objects.filter(
            question__key="access_needs",
            application__in=[one.pioneer.application_id for one in members],
        )
        needs = dict(answers.values_list("application_id", "text"))
    return [
        Member(one.pioneer, needs.get(one.pioneer.application_id, "").strip()) for one in members
    ]


def meetings_of(learning_set: LearningSet) -> QuerySet[Session]:
    return (
        _with_counts(learning_set.sessions.all())
        .exclude(state=SessionState.PROPOSED)
        .order_by("starts_at")
    )
