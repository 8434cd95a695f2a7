"""The timetable: published; single sessions moved and cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cohorts.models import Cohort
from core import audit, clock, links, mail
from core.errors import Refused
from core.models import OutboundEmail
from workshops import apology_links, expected, letters, reminders
from workshops.enums import SessionState
from workshops.models import Session
from workshops.services.proposing import refuse_day
from workshops.wall_clock import in_words, to_local


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
            apology_links.revoke(session)
            mail.queue_many(letters.about("session_moved", session, was=was, own_links=True))
        reminders.plan(session=session)
    return session


def _check_time(session: Session, starts_at: datetime, ends_at: datetime) -> None:
    day = to_local(starts_at).date()
    if ends_at <= starts_at:
        raise Refused("The session must end after it starts.")
    if session.state == SessionState.PUBLISHED:
        if session.is_over:
            raise Refused("This session is over, so it stays as it was.")
        if starts_at <= clock.now() and starts_at != session.starts_at:
            raise Refused(f"{in_words(day)} at that time has passed. Choose a later time.")
    refuse_day(session.cohort, day)


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
