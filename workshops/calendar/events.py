"""Sessions as calendar events (RFC 5545), and the messages that carry them (RFC 5546).

An event keeps its UID for ever and says by its SEQUENCE which version it is, so that a calendar
updates it and never holds it twice. Nothing confidential is in one: no names, no reasons, and a
learning set's joining link only in the private feed of those who may join.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from core import clock
from core.mail.words import one_line
from workshops import where
from workshops.calendar import zone
from workshops.enums import SessionState
from workshops.models import Session
from workshops.wall_clock import to_local

# At hand where a file is written: eighty modules that most web workers never need.
if TYPE_CHECKING:
    from icalendar import Alarm, Event, vCalAddress

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
# The day before, at the hour of the session: still time to find cover.
ALARM = timedelta(days=-1)
# A calendar that follows the feed looks again after so long.
REFRESH = timedelta(hours=1)
PRODID = "-//Care Home Pioneers//Sessions//EN"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Reader(Protocol):
    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...


def event(
    session: Session,
    *,
    for_reader: Reader | None = None,
    stamp: datetime | None = None,
    may_join: bool = False,
    comes: bool = True,
    cancelled: bool = False,
) -> Event:
    """One session. `for_reader` is invited by it; `comes` is False of who has sent apologies."""
    from icalendar import Event

    off = cancelled or session.state == SessionState.CANCELLED
    made = Event()
    made.add("uid", str(session.uid))
    made.add("sequence", session.sequence)
    made.add("dtstamp", stamp or clock.now())
    made.add("last-modified", session.changed_at)
    made.add("dtstart", to_local(session.starts_at))
    made.add("dtend", to_local(session.ends_at))
    made.add("summary", text(f"Cancelled: {session.title}" if off else session.title))
    made.add("location", text(where.for_calendar(session, may_join=may_join)))
    made.add("description", text(_description(session, off, may_join, comes)))
    made.add("url", where.page_of(session))
    made.add("status", "CANCELLED" if off else "CONFIRMED")
    made.add("transp", "OPAQUE" if comes and not off else "TRANSPARENT")
    made.add("organizer", _address(settings.CONTACT_EMAIL, settings.SITE_NAME))
    if for_reader:
        made.add("attendee", _attendee(for_reader))
    if comes and not off:
        made.add_component(_alarm(session))
    return made


def calendar(events: Iterable[Event], *, method: str) -> str:
    """A whole file: lines end in CRLF and are folded at 75 octets."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if method == PUBLISH:
        made.add("x-wr-calname", text(settings.SITE_NAME))
        made.add("x-wr-timezone", zone.NAME)
        made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    made.add_component(zone.london())
    for one in events:
        made.add_component(one)
    return made.to_ical().decode()


def invitation(session: Session, reader: Reader) -> str:
    """To be in the reader's calendar, or to be there as it is now (METHOD:REQUEST)."""
    return calendar([event(session, for_reader=reader)], method=REQUEST)


def cancellation(session: Session, reader: Reader) -> str:
    """To be taken out of the reader's calendar, though it may take place for others."""
    return calendar([event(session, for_reader=reader, cancelled=True)], method=CANCEL)


def all_dates(sessions: Iterable[Session]) -> str:
    """Several sessions as one file to be kept (METHOD:PUBLISH)."""
    return calendar([event(one) for one in sessions], method=PUBLISH)


def uid_line(session: Session) -> str:
    """How every file that holds the session names it."""
    return f"UID:{session.uid}"


def text(words: str) -> str:
    """Without signs that no line of a calendar may hold; line breaks are escaped later."""
    return _CONTROL.sub(" ", words.replace("\r\n", "\n").replace("\r", "\n"))


def _description(session: Session, off: bool, may_join: bool, comes: bool) -> str:
    page = f"See the session: {where.page_of(session)}"
    if off:
        return f"This will not take place for you.\n{page}"
    lines = []
    if not comes:
        lines.append("You told us that you cannot come.")
    if session.online_link and may_join:
        lines.append(f"Join online: {session.online_link}")
    elif session.online_link:
        lines.append("The joining link is on the session’s page.")
    lines.append(page)
    lines.append("If you cannot come, please tell us there.")
    return "\n".join(lines)


def _alarm(session: Session) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text(f"Tomorrow: {session.title}"))
    alarm.add("trigger", ALARM)
    return alarm


def _address(email: str, name: str) -> vCalAddress:
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{one_line(email)}")
    if plain := _parameter(name):
        address.params["CN"] = plain
    return address


def _attendee(reader: Reader) -> vCalAddress:
    """We ask for no answer by mail: apologies are given on the page, with one press."""
    address = _address(reader.email, reader.name)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "FALSE"
    return address


def _parameter(words: str) -> str:
    """A parameter is one line and cannot hold a double quote."""
    return one_line(_CONTROL.sub(" ", words)).replace('"', "’")
