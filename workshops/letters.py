"""What mails about sessions say of a session, and to whom they go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from core import links
from core.mail import Message
from core.templatetags.words import clock_time, day
from pioneers.models import Pioneer
from workshops import apology_links, calendar, where
from workshops.enums import AttendanceState
from workshops.expected import BEFOREHAND
from workshops.models import Attendance, Session

MOVED, CANCELLED = "session_moved", "session_cancelled"
# Whose row says that they learn what becomes of a session; a register's answers come later.
NEWS = (*BEFOREHAND, AttendanceState.EXCUSED)


class Reader(NamedTuple):
    """Somebody whom a mail about a session goes to."""

    pk: int
    email: str
    name: str

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0] or "there"


def times(session: Session) -> str:
    return f"{clock_time(session.starts_at)} to {clock_time(session.ends_at)}"


def facts(session: Session) -> dict[str, Any]:
    return {
        "title": session.title,
        "date": day(session.starts_at),
        "time": times(session),
        "where": where.for_mail(session),
        "session_url": where.page_of(session),
        "sessions_url": links.absolute("workshops:sessions"),
        "calendar_url": links.absolute("workshops:calendar"),
        "apologies_url": links.absolute("workshops:apologies", session.pk),
        "register_url": links.absolute("workshops:register", session.pk),
    }


def listed(sessions: Iterable[Session]) -> str:
    """Dates for a mail, one to a line."""
    return "\n".join(
        f"- {day(one.starts_at)}, {times(one)}: {one.title} ({one.where})"
        for one in sorted(sessions, key=lambda one: one.starts_at)
    )


def of_dates(sessions: Iterable[Session]) -> dict[str, Any]:
    """What a mail with several dates says."""
    return {
        "dates": listed(sessions),
        "sessions_url": links.absolute("workshops:sessions"),
        "calendar_url": links.absolute("workshops:calendar"),
    }


def message(
    kind: str, to: Reader, *, key: str, cohort_id: int, context: dict[str, Any], **more: Any
) -> Message:
    return Message(
        kind=kind,
        key=f"{key}:user:{to.pk}",
        to_email=to.email,
        to_name=to.name,
        person_id=to.pk,
        scope=f"cohort:{cohort_id}",
        context={"first_name": to.first_name, **context},
        **more,
    )


class Told(NamedTuple):
    """Somebody whom the news of a session concerns, and how they stand to it."""

    to: Reader
    state: str = ""
    home: str = ""
    is_guest: bool = False
    leads: bool = False

    @property
    def is_sorry(self) -> bool:
        return self.state == AttendanceState.APOLOGIES


def told(session: Session) -> list[Told]:
    """Who must know when this session changes, by name: two queries at most.

    All who are expected, also those who sent apologies or are excused (they may be able to come
    on another day), who come in place of another set's meeting, and who leads it.
    """
    rows = (
        session.attendances.filter(state__in=NEWS, pioneer__in=_reachable())
        .select_related("pioneer__person", "pioneer__home")
        .order_by("pioneer__person__name", "pk")
    )
    found = [
        Told(
            reader(row.pioneer.person),
            row.state,
            row.pioneer.home_name,
            is_guest=row.makes_up_for_id is not None,
        )
        for row in rows
    ]
    leader = session.learning_set.facilitator if session.learning_set else None
    if leader and leader.is_active:
        found = [one for one in found if one.to.pk != leader.pk]
        found.append(Told(reader(leader), leads=True))
    return found


def _reachable() -> Any:
    return Pioneer.objects.taking_part().filter(person__is_active=True)


def readers(
    sessions: Iterable[Session], *, states: Iterable[str] = NEWS
) -> dict[Reader, list[Session]]:
    """Who must know of these sessions: Pioneers with a row, and the facilitators of the sets."""
    by_pk = {session.pk: session for session in sessions}
    found: dict[Reader, list[Session]] = {}
    rows = (
        Attendance.objects.filter(session__in=by_pk, state__in=states, pioneer__in=_reachable())
        .order_by()
        .values_list(
            "session_id",
            "pioneer__person_id",
            "pioneer__person__email",
            "pioneer__person__name",
        )
    )
    for session_id, pk, email, name in rows:
        found.setdefault(Reader(pk, email, name), []).append(by_pk[session_id])
    for session in by_pk.values():
        leader = session.learning_set.facilitator if session.learning_set else None
        if not leader or not leader.is_active:
            continue
        if session not in found.setdefault(reader(leader), []):
            found[reader(leader)].append(session)
    return found


def reader(user: Any) -> Reader:
    return Reader(user.pk, user.email, user.name)


def about(
    kind: str,
    session: Session,
    *,
    was: datetime | None = None,
    why: str = "",
    own_links: bool = False,
    file: Callable[[Session, Reader], str] | None = None,
    earlier: Mapping[int, Mapping[str, str]] | None = None,
) -> list[Message]:
    """One message to everybody whom a change of one session concerns.

    `why` is what staff say of it. With `own_links` each has a new link of its own to say "I can't
    come", and `file` makes what it brings to a calendar: neither is for a preview. `earlier` is
    the context of news that never left, by person: what they know is what that news would change.
    """
    people = told(session)
    own = apology_links.urls_for((session, one.to.pk) for one in people) if own_links else []
    carries = calendar.wanted_by(session, (one.to.pk for one in people)) if file else set()
    before = {"old_date": day(was), "old_time": clock_time(was)}
    common = {**facts(session), **before}
    made = []
    for number, one in enumerate(people):
        known = (earlier or {}).get(one.to.pk, {})
        context = {**common, **{name: known[name] for name in before if name in known}}
        if known and kind == CANCELLED:
            context |= {"date": known["old_date"], "time": known["old_time"]}
        if own:
            context["apologies_url"] = own[number]
        context["more"] = _more(kind, one, why, context)
        made.append(
            message(
                kind,
                one.to,
                key=f"{kind}:session:{session.pk}:v{session.sequence}",
                cohort_id=session.cohort_id,
                context=context,
                expires_at=max(session.starts_at, was or session.starts_at),
                thread=calendar.thread_of(session),
                calendar=file(session, one.to) if file and one.to.pk in carries else "",
            )
        )
    return made


def _more(kind: str, one: Told, why: str, context: Mapping[str, Any]) -> str:
    """Paragraphs that only some mails have, each followed by an empty line."""
    lines = [why.strip()] if why.strip() else []
    if kind == MOVED and one.is_sorry:
        lines.append("You told us that you cannot come. If you can now, please take that back.")
    return "".join(f"{line}\n\n" for line in lines)
