"""Signing oneself in: the code of a session, and “I am here”."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from core.templatetags.words import clock_time, day
from pioneers.enums import PioneerState
from workshops import expected
from workshops.enums import CAME, AttendanceState, SessionState
from workshops.models import Attendance, Session, SignInCode
from workshops.services import registers

# No letter or digit that is read as another: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 6
OPENS = timedelta(minutes=60)
LATE_AFTER = timedelta(minutes=15)
NOT_EXPECTED = (
    "You are not on the list of this session. Please tell whoever leads it: they can add you."
)


@transaction.atomic
def code_of(session: Session, *, by: Any) -> SignInCode:
    """The code of this session: the one there is, or a new one."""
    _lock(session)
    known = known_code(session)
    if known:
        return known
    _check_takes_place(session)
    made = SignInCode.objects.create(
        session=session, code=_new_code(), token=secrets.token_urlsafe(32), made_at=clock.now()
    )
    audit.record("made sign-in code", session, by=by)
    return made


def known_code(session: Session) -> SignInCode | None:
    """The code of this session, if it has been made."""
    return SignInCode.objects.filter(session=session).first()


@transaction.atomic
def renew_code(session: Session, *, by: Any) -> SignInCode:
    """Another code, because the old one has got about; the old one opens nothing any more."""
    _lock(session)
    _check_takes_place(session)
    code = known_code(session) or SignInCode(session=session)
    code.code, code.token = _new_code(), secrets.token_urlsafe(32)
    code.made_at = clock.now()
    code.save()
    audit.record("made another sign-in code", session, by=by)
    return code


def find(typed: str) -> SignInCode | None:
    """The code that somebody typed, with or without blanks, dashes and capitals."""
    plain = "".join(one for one in typed.upper() if one.isalnum())
    if len(plain) != LENGTH:
        return None
    codes = SignInCode.objects.filter(code=plain, session__ends_at__gt=clock.ago(days=1))
    return codes.select_related("session__learning_set").order_by("-made_at").first()


def by_token(token: str) -> SignInCode | None:
    """The code behind a scanned address."""
    codes = SignInCode.objects.select_related("session__learning_set")
    return codes.filter(token=token).first()


def opens_at(session: Session) -> datetime:
    return session.starts_at - OPENS


def refusal(session: Session) -> str:
    """Why nobody can sign in now, or nothing."""
    if session.state != SessionState.PUBLISHED:
        return "This session does not take place."
    now = clock.now()
    if now < opens_at(session):
        begin = opens_at(session)
        return f"You can sign in from {clock_time(begin)} on {day(begin)}. Please come back then."
    if now >= session.ends_at:
        return (
            "This session is over, so the code is closed. "
            "If you were there, please tell whoever led it."
        )
    return ""


@transaction.atomic
def sign_in(code: SignInCode, *, by: Any) -> Attendance:
    """The person is in the room. Pressed twice it changes nothing the second time."""
    session = code.session
    if words := refusal(session):
        raise Refused(words)
    expected.expect([session], by=by)
    row = own_row(session, by, lock=True)
    if row is None:
        raise Refused(NOT_EXPECTED)
    if row.signed_in_at and row.state in CAME:
        return row
    now = clock.now()
    row.signed_in_at = row.signed_in_at or now
    if row.state not in CAME:
        row.state, row.reason = AttendanceState.PRESENT, ""
        row.came_late = now > session.starts_at + LATE_AFTER
        row.recorded_by, row.recorded_at = by, now
    row.save()
    audit.record("signed in", session, by=by, detail={"late": row.came_late})
    registers.finish(session)
    return row


def own_row(session: Session, person: Any, *, lock: bool = False) -> Attendance | None:
    """The person's line in the register of this session, if there is one."""
    rows = session.attendances.select_for_update(of=("self",)) if lock else session.attendances
    mine = rows.filter(pioneer__person=person).exclude(pioneer__state=PioneerState.WITHDRAWN)
    return mine.first()


def _lock(session: Session) -> None:
    """Two who ask at once get one code."""
    Session.objects.select_for_update().get(pk=session.pk)


def _check_takes_place(session: Session) -> None:
    if session.state != SessionState.PUBLISHED or session.is_over:
        raise Refused("Only a session that is still to come, or is on now, has a sign-in code.")


def _new_code() -> str:
    """Not the code of any other session of these days."""
    taken = set(
        SignInCode.objects.filter(session__ends_at__gt=clock.ago(days=2)).values_list(
            "code", flat=True
        )
    )
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if code not in taken:
            return code
