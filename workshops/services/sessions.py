"""The timetable: proposed, changed, published; single sessions moved and cancelled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from cohorts.models import Cohort
from core import audit, clock, links, mail
from core.errors import Refused
from core.models import OutboundEmail
from workshops import expected, letters, reminders, timetable
from workshops.enums import SessionKind, SessionState
from workshops.models import LearningSet, Session
from workshops.timetable import WORKING_DAYS, ProposedSession, SetPlan, TimetablePlan
from workshops.wall_clock import in_words, to_local

LONGEST_NOTE = 300
GAP = TimetablePlan.gap_days


@transaction.atomic
def propose_timetable(cohort: Cohort, *, by: Any) -> tuple[str, ...]:
    """Replace what is proposed by a new proposal; returns what could not be done, in words.

    What is published stays as it is and is not proposed again.
    """
    sets = {
        str(one.pk): one
        for one in cohort.learning_sets.select_related("facilitator").order_by("pk")
    }
    published = list(cohort.sessions.filter(state=SessionState.PUBLISHED))
    try:
        proposal = timetable.propose(_plan(cohort, list(sets.values()), published))
    except ValueError as error:
        raise Refused(f"{error} Please look at the cohort’s settings.") from None
    there = {(one.kind, str(one.learning_set_id or ""), one.number) for one in published}
    cohort.sessions.filter(state=SessionState.PROPOSED).delete()
    made = Session.objects.bulk_create(
        _session(cohort, one, sets.get(one.set_key or ""))
        for one in proposal.sessions
        if (one.kind, one.set_key or "", one.number) not in there
    )
    audit.record("proposed timetable", cohort, by=by, detail={"sessions": len(made)})
    return proposal.problems


def _plan(cohort: Cohort, sets: list[LearningSet], published: list[Session]) -> TimetablePlan:
    common = {
        kind: [one for one in published if one.kind == kind]
        for kind in (SessionKind.WORKSHOP, SessionKind.CELEBRATION)
    }
    # Once all workshops are published they are not planned but kept clear of.
    settled = len(common[SessionKind.WORKSHOP]) >= cohort.workshop_count
    celebrations = [to_local(one.starts_at).date() for one in common[SessionKind.CELEBRATION]]
    celebration_on = celebrations[0] if celebrations else cohort.celebration_on
    last = max(cohort.ends_on, celebration_on or cohort.ends_on)
    return TimetablePlan(
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        bank_holidays=timetable.bank_holidays(range(cohort.starts_on.year, last.year + 1)),
        celebration_on=celebration_on,
        workshops=0 if settled else cohort.workshop_count,
        learning_set_meetings=cohort.set_meeting_count,
        sets=tuple(_set_plan(one) for one in sets),
        avoid_dates=_around(common[SessionKind.WORKSHOP]) if settled else frozenset(),
        workshop_weekdays=(cohort.workshop_weekday,),
        workshop_starts_at=cohort.workshop_starts,
        workshop_ends_at=cohort.workshop_ends,
        workshop_place=cohort.workshop_place,
        celebration_place=cohort.workshop_place,
    )


def _around(sessions: list[Session]) -> frozenset[date]:
    days = (to_local(one.starts_at).date() for one in sessions)
    return frozenset(day + timedelta(days=n) for day in days for n in range(1 - GAP, GAP))


def _set_plan(one: LearningSet) -> SetPlan:
    return SetPlan(
        key=str(one.pk),
        name=str(one),
        starts_at=one.starts,
        ends_at=one.ends,
        weekdays=(one.weekday,),
        facilitator=str(one.facilitator_id or ""),
        place=one.place,
        online=one.place.lower().startswith("online"),
    )


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
        place=one.place,
        note=" ".join(one.notes)[:LONGEST_NOTE],
    )


@transaction.atomic
def publish_timetable(cohort: Cohort, *, by: Any) -> int:
    """Everything proposed becomes certain: people are expected, and told once, with all dates.

    Returns how many people are told.
    """
    sessions = list(
        cohort.sessions.select_for_update(of=("self",))
        .filter(state=SessionState.PROPOSED)
        .select_related("learning_set__facilitator")
    )
    if not sessions:
        raise Refused("There is nothing to publish. Propose a timetable first.")
    Session.objects.filter(pk__in=[one.pk for one in sessions]).update(state=SessionState.PUBLISHED)
    for session in sessions:
        session.state = SessionState.PUBLISHED
    expected.expect(sessions, by=by)
    told = letters.readers([one for one in sessions if one.starts_at > clock.now()])
    batch = f"{min(one.pk for one in sessions)}-{max(one.pk for one in sessions)}"
    mail.queue_many(
        letters.message(
            "timetable_published",
            to,
            key=f"timetable_published:cohort:{cohort.pk}:sessions:{batch}",
            cohort_id=cohort.pk,
            context={
                "dates": letters.listed(dates),
                "sessions_url": links.absolute("workshops:sessions"),
            },
        )
        for to, dates in told.items()
    )
    audit.record(
        "published timetable",
        cohort,
        by=by,
        detail={"sessions": len(sessions), "people told": len(told)},
    )
    reminders.plan(cohort)
    return len(told)


@transaction.atomic
def change_session(
    session: Session,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    online_link: str,
    title: str,
    by: Any,
) -> Session:
    """Another time, place or title. Of a published one, everybody concerned is told of the move.

    What was planned of the old version (reminders, news not yet sent) goes with it.
    """
    session = _locked(session)
    if session.state == SessionState.CANCELLED:
        raise Refused("This session is cancelled and cannot be changed. Propose a new one.")
    new = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": place.strip(),
        "online_link": online_link.strip(),
        "title": title.strip(),
    }
    changed = [name for name, value in new.items() if getattr(session, name) != value]
    if not changed:
        return session
    was = session.starts_at
    _check_time(session, starts_at, ends_at)
    for name in changed:
        setattr(session, name, new[name])
    published = session.state == SessionState.PUBLISHED
    session.sequence += published
    session.save()
    audit.record("changed session", session, by=by, detail={"fields": sorted(changed)})
    if published:
        _withdraw_news(session)
        if changed != ["title"]:
            mail.queue_many(letters.about("session_moved", session, was=was))
        reminders.plan(session=session)
    return session


def _check_time(session: Session, starts_at: datetime, ends_at: datetime) -> None:
    cohort, day = session.cohort, to_local(starts_at).date()
    last = max(cohort.ends_on, cohort.celebration_on or cohort.ends_on)
    if ends_at <= starts_at:
        raise Refused("The session must end after it starts.")
    if session.state == SessionState.PUBLISHED:
        if session.is_over:
            raise Refused("This session is over, so it stays as it was.")
        if starts_at <= clock.now() and starts_at != session.starts_at:
            raise Refused(f"{in_words(day)} at that time has passed. Choose a later time.")
    if not cohort.starts_on <= day <= last:
        raise Refused(
            f"{in_words(day)} is outside {cohort}’s dates. Choose a day from "
            f"{in_words(cohort.starts_on)} to {in_words(last)}."
        )
    if day.weekday() not in WORKING_DAYS:
        raise Refused(f"{in_words(day)} is at a weekend. Choose a day from Monday to Friday.")
    if day in timetable.bank_holidays([day.year]):
        raise Refused(f"{in_words(day)} is a bank holiday. Choose another day.")


@transaction.atomic
def cancel_session(session: Session, *, by: Any) -> None:
    """A published one is kept as cancelled and everybody told; a proposed one is just taken out."""
    session = _locked(session)
    if session.state == SessionState.CANCELLED:
        raise Refused("This session is cancelled already.")
    audit.record("cancelled session", session, by=by, detail={"was": session.state})
    if session.state == SessionState.PROPOSED:
        session.delete()
        return
    if session.is_over:
        raise Refused("This session is over, so it can no longer be cancelled.")
    session.state = SessionState.CANCELLED
    session.sequence += 1
    session.save(update_fields=["state", "sequence"])
    _withdraw_news(session)
    mail.queue_many(letters.about("session_cancelled", session))
    reminders.plan(session=session)


def _locked(session: Session) -> Session:
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("cohort", "learning_set__facilitator")
        .get(pk=session.pk)
    )


def _withdraw_news(session: Session) -> None:
    """News of an older version that has not left yet would only confuse."""
    stem = f":session:{session.pk}:v"
    old = OutboundEmail.objects.filter(
        Q(key__startswith=f"session_moved{stem}")
        | Q(key__startswith=f"reminder:7d{stem}")
        | Q(key__startswith=f"reminder:1d{stem}")
    )
    mail.cancel(old, reason=reminders.NOT_NEEDED)
