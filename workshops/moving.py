"""What would follow if a published session were moved or cancelled now; nothing is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cohorts import mail_rules
from core import clock, mail
from core.mail.folding import NOT_LEFT
from core.models import MailState, OutboundEmail
from workshops import calendar, clashes, letters, reminders
from workshops.enums import SessionState
from workshops.letters import Told
from workshops.models import Session


@dataclass(frozen=True)
class Look:
    """For the page on which it is decided."""

    told: list[Told]
    mail: OutboundEmail | None
    clashes: list[str]
    # Mails about the session as it is that have not left: they are withdrawn.
    withdrawn: int
    reminded_on: list[datetime]
    by_mail: int
    by_feed: int
    # The words that staff chose for this kind of mail have no place for what they add.
    lacks_why: bool
    seen: str

    @property
    def first(self) -> Told | None:
        return self.told[0] if self.told else None

    @property
    def apologies(self) -> int:
        return sum(one.is_sorry for one in self.told)


def at_move(session: Session, new: Mapping[str, Any], *, why: str, for_user: Any) -> Look:
    """`new` is what the session would be, by the names of its fields."""
    moved = copy(session)
    for name, value in new.items():
        setattr(moved, name, value)
    moved.sequence += 1
    found = clashes.of(
        session,
        starts_at=moved.starts_at,
        ends_at=moved.ends_at,
        place=moved.place,
        mode=moved.mode,
        for_user=for_user,
    )
    news = letters.about(letters.MOVED, moved, was=session.starts_at, why=why)
    return _look(session, news, why, found, _reminded_on(moved), fingerprint(session, new))


def at_cancel(session: Session, *, why: str) -> Look:
    off = copy(session)
    off.sequence += 1
    off.state = SessionState.CANCELLED
    news = letters.about(letters.CANCELLED, off, why=why)
    return _look(session, news, why, [], [], fingerprint(session, {}))


def fingerprint(session: Session, new: Mapping[str, Any]) -> str:
    """Of what was looked at: who presses confirms this and nothing else."""
    said = repr([session.pk, session.sequence, session.state, sorted(new.items())])
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def _look(
    session: Session,
    news: list[mail.Message],
    why: str,
    found: list[str],
    reminded_on: list[datetime],
    seen: str,
) -> Look:
    told = letters.told(session)
    people = {one.to.pk for one in told}
    by_mail = calendar.wanted_by(session, people)
    shown = mail.preview(news[0]) if news else None
    waiting = OutboundEmail.objects.filter(
        scope=f"cohort:{session.cohort_id}",
        thread=calendar.thread_of(session),
        state__in=[*NOT_LEFT, MailState.FOLDED],
    )
    return Look(
        told=told,
        mail=shown,
        clashes=found,
        withdrawn=waiting.count(),
        reminded_on=reminded_on,
        by_mail=len(by_mail),
        by_feed=len(people - by_mail),
        lacks_why=bool(why.strip() and shown and why.strip() not in shown.body),
        seen=seen,
    )


def _reminded_on(session: Session) -> list[datetime]:
    """When Pioneers would be reminded of it."""
    rules = mail_rules.rules_for(session.cohort)
    slots = [rules[one.rule] for one in reminders.SLOTS if one.kind == reminders.TO_PIONEER]
    days = (mail_rules.due_at(session.starts_at, rule) for rule in slots if rule.is_on)
    return sorted(day for day in days if clock.now() < day < session.starts_at)
