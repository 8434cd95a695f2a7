"""The people of sets and of sessions, to write to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from cohorts.audiences import Audience, Recipient, register
from cohorts.models import Cohort
from core import clock, links
from core.templatetags.words import day, short_day
from pioneers.audiences import recipients, seen_by
from workshops import letters, missed, standings
from workshops.enums import CAME, AttendanceState, SessionState
from workshops.models import LearningSet, Session, SetMembership

HOME = {"home": "the care home"}
OF_A_SESSION = {
    **HOME,
    "title": "the session",
    "date": "its day",
    "time": "its time",
    "where": "the place, or how to join",
    "session_url": "the page of the session",
}


def _sets(cohort: Cohort, user: Any) -> QuerySet[LearningSet]:
    return LearningSet.objects.visible_to(user).filter(cohort=cohort)


def sets(cohort: Cohort, user: Any) -> list[tuple[str, str]]:
    return [(str(one.pk), str(one)) for one in _sets(cohort, user).order_by("name")]


def of_a_set(cohort: Cohort, user: Any, which: str) -> Iterator[Recipient]:
    """Its members, and whoever leads it."""
    found = _sets(cohort, user).filter(pk=_id(which)).select_related("facilitator").first()
    if found is None:
        return
    members = SetMembership.objects.current().filter(learning_set=found).values("pioneer")
    values = {"set": str(found)}
    yield from recipients(seen_by(user, cohort).filter(pk__in=members), values)
    leader = found.facilitator
    if leader and leader.is_active:
        values |= {"home": "your home"}
        yield Recipient(leader.pk, leader.email, leader.name, note="facilitator", values=values)


def without_a_set(cohort: Cohort, user: Any, which: str) -> Iterator[Recipient]:
    placed = SetMembership.objects.current().filter(pioneer__cohort=cohort).values("pioneer")
    return recipients(seen_by(user, cohort).exclude(pk__in=placed))


def _sessions(cohort: Cohort, user: Any) -> QuerySet[Session]:
    rows = Session.objects.visible_to(user).filter(cohort=cohort)
    return rows.filter(state=SessionState.PUBLISHED)


def _named(rows: QuerySet[Session]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{short_day(one.starts_at)}: {one.title}") for one in rows]


def sessions(cohort: Cohort, user: Any) -> list[tuple[str, str]]:
    """Those to come, next first; then those that were, latest first."""
    rows, now = _sessions(cohort, user), clock.now()
    coming = rows.filter(ends_at__gt=now).order_by("starts_at", "pk")
    return _named(coming) + _named(rows.filter(ends_at__lte=now).order_by("-starts_at", "pk"))


def past_sessions(cohort: Cohort, user: Any) -> list[tuple[str, str]]:
    past = _sessions(cohort, user).filter(ends_at__lte=clock.now())
    return _named(past.order_by("-starts_at", "pk"))


def _at(cohort: Cohort, user: Any, which: str, states: tuple[str, ...]) -> Iterator[Recipient]:
    session = _sessions(cohort, user).filter(pk=_id(which)).first()
    if session is None:
        return
    there = session.attendances.filter(state__in=states).values("pioneer")
    yield from recipients(seen_by(user, cohort).filter(pk__in=there), _facts(session))


def _facts(session: Session) -> dict[str, str]:
    facts = letters.facts(session)
    return {
        "title": session.title,
        "date": day(session.starts_at),
        **{name: str(facts[name]) for name in ("time", "where", "session_url")},
    }


def at_a_session(cohort: Cohort, user: Any, which: str) -> Iterator[Recipient]:
    return _at(cohort, user, which, (AttendanceState.EXPECTED, *CAME))


def with_apologies(cohort: Cohort, user: Any, which: str) -> Iterator[Recipient]:
    return _at(cohort, user, which, (AttendanceState.APOLOGIES, AttendanceState.EXCUSED))


def without_a_word(cohort: Cohort, user: Any, which: str) -> Iterator[Recipient]:
    return _at(cohort, user, which, (AttendanceState.ABSENT,))


def missing_lately(cohort: Cohort, user: Any, which: str) -> Iterator[Recipient]:
    """Each once, about the latest of the sessions that they missed."""
    seen = {one.pk: one for one in seen_by(user, cohort)}
    rows = missed.missed_lately().filter(pioneer__in=seen, session__in=_sessions(cohort, user))
    for row in rows.select_related("session").order_by("-session__starts_at", "pk"):
        if pioneer := seen.pop(row.pioneer_id, None):
            yield from recipients([pioneer], _facts(row.session))


def behind(cohort: Cohort, user: Any, which: str) -> Iterator[Recipient]:
    """Who cannot complete any more unless they make something up; the paused are left in peace."""
    seen = set(seen_by(user, cohort).values_list("pk", flat=True))
    for line in standings.of_cohort(cohort):
        if line.to_nudge and line.pioneer.pk in seen:
            missing = "\n".join(f"- {words}" for words in line.standing.missing)
            yield from recipients(
                [line.pioneer],
                {"missing": missing, "sessions_url": links.absolute("workshops:sessions")},
            )


def _id(which: str) -> int:
    """No column holds a longer one: that is nobody's."""
    return int(which) if which.isdecimal() and len(which) < 18 else 0


IN_SET = {**HOME, "set": "the learning set"}
register(Audience("set", "A learning set", of_a_set, sets, IN_SET))
register(Audience("no_set", "Pioneers without a learning set", without_a_set, None, HOME))
register(
    Audience(
        "session", "Who is expected at a session, or came", at_a_session, sessions, OF_A_SESSION
    )
)
register(
    Audience(
        "apologies", "Who sent apologies for a session", with_apologies, sessions, OF_A_SESSION
    )
)
MISSED_SUBJECT = "We missed you at {title}"
MISSED = """Dear {first_name},

We missed you at {title} on {date}. We hope all is well at {home}.

When you cannot come, one tap in the reminder is enough to tell us. A set meeting that you missed
can be made up for with another set: {session_url}

If something makes it hard to come, tell us. We will look for a way together.

{site}
{contact}
"""
register(
    Audience(
        "no_apologies",
        "Who was missing from a session and sent no apologies",
        without_a_word,
        past_sessions,
        OF_A_SESSION,
        subject=MISSED_SUBJECT,
        body=MISSED,
    )
)
register(
    Audience(
        "missed",
        "Who was missing in the last four weeks, and has not been written to since",
        missing_lately,
        placeholders=OF_A_SESSION,
        subject=MISSED_SUBJECT,
        body=MISSED,
    )
)
register(
    Audience(
        "behind",
        "Who is behind with what it takes to complete",
        behind,
        placeholders={
            **HOME,
            "missing": "what is still missing, one line each",
            "sessions_url": "the page of their sessions",
        },
        subject="What you still need to complete the programme",
        body="""Dear {first_name},

To complete the programme you still need:

{missing}

A set meeting that you missed can be made up for with another set. Your dates are here:
{sessions_url}

If something makes it hard to come, tell us. We will look for a way together.

{site}
{contact}
""",
    )
)
