"""The timetable: published; single sessions moved and cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q

from cohorts.models import Cohort
from core import audit, clock, mail
from core.errors import Refused
from core.mail.folding import NOT_LEFT
from core.models import OutboundEmail
from workshops import (
    apology_links,
    calendar,
    expected,
    invitations,
    letters,
    pausing,
    reminders,
)
from workshops.enums import SessionMode, SessionState
from workshops.models import Session
from workshops.services.proposing import refuse_day
from workshops.wall_clock import in_words, to_local

# What people plan by. A mode says which of these there are.
NEWS = frozenset({"starts_at", "ends_at", "place", "online_link"})


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
    now = clock.now()
    Session.objects.filter(pk__in=[one.pk for one in sessions]).update(
        state=SessionState.PUBLISHED, changed_at=now
    )
    for session in sessions:
        session.state, session.changed_at = SessionState.PUBLISHED, now
    expected.expect(sessions, by=by)
    told = letters.readers([one for one in sessions if one.starts_at > clock.now()])
    batch = f"{min(one.pk for one in sessions)}-{max(one.pk for one in sessions)}"
    following = calendar.followers(to.pk for to in told)
    mail.queue_many(
        letters.message(
            "timetable_published",
            to,
            key=f"timetable_published:cohort:{cohort.pk}:sessions:{batch}",
            cohort_id=cohort.pk,
            context=letters.of_dates(dates),
            calendar="" if to.pk in following else calendar.all_dates(dates),
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
    invitations.plan(cohort)
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
    mode: str | None = None,
    why: str = "",
    seen: int | None = None,
) -> Session:
    """Another time, place or title. Of a published one, everybody concerned is told of the move.

    What was planned of the old version (reminders, invitations, news not yet sent) goes with it.
    `why` is said in that mail. `seen` is the version on which it was decided: if somebody else
    has changed the session meanwhile, nothing is done.
    """
    session = _locked(session, seen)
    if session.state == SessionState.CANCELLED:
        raise Refused("This session is cancelled and cannot be changed. Propose a new one.")
    new = settled(
        session,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        online_link=online_link,
        title=title,
        mode=mode,
    )
    changed = changes(session, new)
    if not changed:
        return session
    was = session.starts_at
    check_time(session, starts_at, ends_at)
    for name in changed:
        setattr(session, name, new[name])
    published = session.state == SessionState.PUBLISHED
    session.sequence += published
    session.changed_at = clock.now()
    session.save()
    audit.record("changed session", session, by=by, detail={"fields": sorted(changed)})
    if published:
        if "starts_at" in changed:
            pausing.on_another_day(session, by=by)
        earlier = _withdraw_news(session)
        if is_news(changed):
            apology_links.revoke(session)
            mail.queue_many(
                letters.about(
                    letters.MOVED,
                    session,
                    was=was,
                    why=why,
                    own_links=True,
                    file=calendar.invitation,
                    earlier=earlier,
                )
            )
        reminders.plan(session=session)
        invitations.plan(session=session)
    return session


def settled(session: Session, **typed: Any) -> dict[str, Any]:
    """What a session would be with what was typed: its mode decides whether a link stays."""
    new = {
        name: value.strip() if isinstance(value, str) else value for name, value in typed.items()
    }
    new["mode"] = new["mode"] or session.mode
    if typed["mode"] == SessionMode.IN_PERSON:
        new["online_link"] = ""
    # A room is none of an online session's; “Online, in Teams” is.
    if typed["mode"] == SessionMode.ONLINE and not new["place"].lower().startswith("online"):
        new["place"] = ""
    return new


def changes(session: Session, new: Mapping[str, Any]) -> list[str]:
    return [name for name, value in new.items() if getattr(session, name) != value]


def is_news(changed: list[str]) -> bool:
    """Whether people are written to: for other words in the title alone they are not."""
    return not NEWS.isdisjoint(changed)


def check_time(session: Session, starts_at: datetime, ends_at: datetime) -> None:
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
def cancel_session(session: Session, *, by: Any, why: str = "", seen: int | None = None) -> None:
    """A published one is kept as cancelled and everybody told; a proposed one is just taken out."""
    session = _locked(session, seen)
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
    session.changed_at = clock.now()
    session.save(update_fields=["state", "sequence", "changed_at"])
    earlier = _withdraw_news(session)
    apology_links.revoke(session)
    mail.queue_many(
        letters.about(
            letters.CANCELLED, session, why=why, file=calendar.cancellation, earlier=earlier
        )
    )
    reminders.plan(session=session)


def _locked(session: Session, seen: int | None) -> Session:
    """The session as it is now, and nobody else's until this is done."""
    found = (
        Session.objects.select_for_update(of=("self",))
        .select_related("cohort", "learning_set__facilitator")
        .filter(pk=session.pk)
        .first()
    )
    if found is None:
        raise Refused("This session was only proposed, and has been taken out meanwhile.")
    if seen is not None and found.sequence != seen:
        raise Refused(
            "Somebody else has changed this session meanwhile, so nothing was done. "
            "Look at how it is now, then decide again."
        )
    return found


def _withdraw_news(session: Session) -> dict[int, dict[str, str]]:
    """News of an older version that has not left would only confuse.

    Returns what each person would have read: the date that they know is the one before it.
    """
    stem = f":session:{session.pk}:v"
    rows = OutboundEmail.objects.filter(scope=f"cohort:{session.cohort_id}")
    moved = rows.filter(
        key__startswith=f"{letters.MOVED}{stem}", state__in=NOT_LEFT, person__isnull=False
    )
    unread = dict(moved.order_by("-pk").values_list("person_id", "context"))
    stems = [letters.MOVED, invitations.KIND, "reminder:7d", "reminder:1d"]
    older = reduce(or_, (Q(key__startswith=f"{kind}{stem}") for kind in stems))
    mail.cancel(rows.filter(older), reason=reminders.NOT_NEEDED)
    return unread
