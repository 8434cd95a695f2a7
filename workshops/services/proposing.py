"""The timetable as a draft: staff's wishes, what is proposed, and its days changed one by one.

Nothing here tells anybody anything: that is what publishing does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit
from core.errors import Refused
from workshops import timetable
from workshops.enums import SessionMode, SessionState
from workshops.models import LearningSet, Session, TimetableWish
from workshops.timetable import WORKING_DAYS, ProposedSession
from workshops.timetable_reading import known_plan
from workshops.wall_clock import at, in_words, to_local

LONGEST_NOTE = 300


@transaction.atomic
def save_wishes(
    cohort: Cohort,
    *,
    workshop_weekdays: Iterable[int],
    gap_days: int,
    online_workshops: Iterable[int],
    online_meetings: Iterable[int],
    avoid: Iterable[tuple[date, date, str]],
    by: Any,
) -> TimetableWish:
    """What staff want of the next proposal. What is proposed already stays until they ask again."""
    avoid = sorted(avoid)
    for first, last, _ in avoid:
        if last < first:
            raise Refused(f"{in_words(last)} is before {in_words(first)}. Turn the days round.")
        if (last - first).days > timetable.LONGEST_IN_DAYS:
            raise Refused("Those days to keep free are longer than five years. Check the years.")
    wish, _ = TimetableWish.objects.update_or_create(
        cohort=cohort,
        defaults={
            "workshop_weekdays": sorted(set(workshop_weekdays)),
            "gap_days": gap_days,
            "online_workshops": sorted(set(online_workshops)),
            "online_meetings": sorted(set(online_meetings)),
            "avoid": [[first.isoformat(), last.isoformat(), why] for first, last, why in avoid],
        },
    )
    audit.record("saved timetable wishes", cohort, by=by)
    return wish


@transaction.atomic
def propose_timetable(cohort: Cohort, *, by: Any) -> tuple[str, ...]:
    """Replace what is proposed by a new proposal; returns what could not be done, in words.

    What is published stays as it is, and the others are placed around it.
    """
    sets = {
        str(one.pk): one
        for one in cohort.learning_sets.select_related("facilitator").order_by("pk")
    }
    published = list(cohort.sessions.filter(state=SessionState.PUBLISHED))
    try:
        proposal = timetable.propose(known_plan(cohort, list(sets.values()), published))
    except ValueError as error:
        raise Refused(f"{error} Please look at the cohort’s settings.") from None
    cohort.sessions.filter(state=SessionState.PROPOSED).delete()
    made = Session.objects.bulk_create(
        _session(cohort, one, sets.get(one.set_key or "")) for one in proposal.sessions
    )
    audit.record("proposed timetable", cohort, by=by, detail={"sessions": len(made)})
    return proposal.problems


def _session(cohort: Cohort, one: ProposedSession, learning_set: LearningSet | None) -> Session:
    titles = {"workshop": f"Workshop {one.number}", "celebration": "Celebration"}
    return Session(
        cohort=cohort,
        kind=one.kind,
        learning_set=learning_set,
        number=one.number,
        title=titles.get(one.kind) or f"{learning_set}, meeting {one.number}",
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        mode=SessionMode.ONLINE if one.online else SessionMode.IN_PERSON,
        place=one.place,
        note=" ".join(one.notes)[:LONGEST_NOTE],
    )


@transaction.atomic
def move_proposed(session: Session, *, day: date, by: Any) -> Session:
    """A proposed session on another day, at the same time of day. Nobody is told."""
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    )
    if session.state != SessionState.PROPOSED:
        raise Refused(
            f"{session} is {session.get_state_display().lower()}, so it cannot be dragged. "
            "Open it to see who is affected, and move it there."
        )
    was = to_local(session.starts_at)
    if day == was.date():
        return session
    refuse_day(session.cohort, day)
    ends = to_local(session.ends_at)
    session.starts_at = at(day, was.time())
    session.ends_at = at(day, ends.time())
    session.note = f"Moved by staff from {in_words(was.date())}."
    session.save(update_fields=["starts_at", "ends_at", "note"])
    audit.record("moved proposed session", session, by=by, detail={"day": day.isoformat()})
    return session


def next_day(session: Session, *, weeks: int = 0, days: int = 0) -> date:
    """The day so many weeks and working days later, or earlier; days that cannot be are left out.

    Where the cohort's dates end first, it is the day beyond them, which is then refused in words.
    """
    day = to_local(session.starts_at).date() + timedelta(weeks=weeks)
    step = timedelta(days=-1 if min(weeks, days) < 0 else 1)
    holidays = timetable.bank_holidays(range(day.year - 1, day.year + 2))
    day += step * abs(days)
    while day.weekday() not in WORKING_DAYS or day in holidays:
        day += step
    return day


def refuse_day(cohort: Cohort, day: date) -> None:
    """Days on which no session can be, however much staff want it."""
    last = max(cohort.ends_on, cohort.celebration_on or cohort.ends_on)
    if not cohort.starts_on <= day <= last:
        raise Refused(
            f"{in_words(day)} is outside {cohort}’s dates. Choose a day from "
            f"{in_words(cohort.starts_on)} to {in_words(last)}."
        )
    if day.weekday() not in WORKING_DAYS:
        raise Refused(f"{in_words(day)} is at a weekend. Choose a day from Monday to Friday.")
    if day in timetable.bank_holidays([day.year]):
        raise Refused(f"{in_words(day)} is a bank holiday. Choose another day.")
