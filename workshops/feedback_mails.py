"""The mail that asks how a session was: the evening of the day, to those who came."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction

from cohorts import mail_rules
from cohorts.enums import CohortState
from cohorts.mail_rules import RuleKind
from core import clock, links, mail
from core.mail import Kind
from core.models import OutboundEmail, User
from core.templatetags.words import day
from pioneers.enums import PioneerState
from workshops import letters
from workshops.enums import CAME
from workshops.letters import Reader
from workshops.models import Attendance, FeedbackGiven, Session
from workshops.services import feedback as services

KIND = LINK = "session_feedback"
# A register that is taken late still brings the mail, this long after the session.
STILL_ASKED = timedelta(days=5)
OPEN_FOR = timedelta(days=14)

mail.register(
    Kind(
        key=KIND,
        title="How was the session?",
        subject="How was it? {title}",
        body="""Dear {first_name},

You came to {title} on {date}. How was it? Two presses, and no words to write:

{feedback_url}

Nobody can see what you answer. Your answer is only counted, and counts are shown only when five \
or more people have answered.

{site}
{contact}""",
        placeholders=("first_name", "title", "date", "feedback_url"),
        reminder=True,
        optional=True,
    )
)
mail_rules.register(
    RuleKind(
        key=KIND,
        mail_kind=KIND,
        title="How was the session?",
        to="Pioneers who came",
        anchor="the session",
        days=0,
        at=time(18),
        after=True,
    )
)


@transaction.atomic
def plan() -> int:
    """Made when due, as each holds a link of its own; the second run makes none."""
    now = clock.now()
    sessions = {
        one.pk: one
        for one in Session.objects.past().filter(
            ends_at__gt=now - STILL_ASKED, cohort__state=CohortState.RUNNING
        )
    }
    if not sessions:
        return 0
    rules = mail_rules.rules_for_many({one.cohort_id for one in sessions.values()})
    due = {}
    for pk, session in sessions.items():
        rule = rules[session.cohort_id][KIND]
        if rule.is_on and _due(session, rule) <= now:
            due[pk] = session
    wanted = {
        services.key_of(due[pk], person.pk): (due[pk], person)
        for pk, person in _who_came(list(due))
    }
    known = OutboundEmail.objects.filter(key__in=wanted).values_list("key", flat=True)
    for key in list(known):
        del wanted[key]
    new = list(wanted.values())
    tokens = links.create_many(
        LINK, [(session, person, session.ends_at + OPEN_FOR) for session, person in new]
    )
    return mail.queue_many(
        _message(session, letters.reader(person), token)
        for (session, person), token in zip(new, tokens, strict=True)
    )


def _due(session: Session, rule: mail_rules.Rule) -> datetime:
    return max(mail_rules.due_at(session.starts_at, rule), session.ends_at)


def _who_came(sessions: list[int]) -> list[tuple[int, User]]:
    given = set(
        FeedbackGiven.objects.filter(session__in=sessions).values_list("session", "pioneer")
    )
    rows = (
        Attendance.objects.filter(
            session__in=sessions, state__in=CAME, pioneer__person__is_active=True
        )
        .exclude(pioneer__state=PioneerState.WITHDRAWN)
        .select_related("pioneer__person")
        .order_by("pk")
    )
    return [
        (row.session_id, row.pioneer.person)
        for row in rows
        if (row.session_id, row.pioneer_id) not in given
    ]


def _message(session: Session, to: Reader, token: str) -> mail.Message:
    return letters.message(
        KIND,
        to,
        key=f"feedback:session:{session.pk}",
        cohort_id=session.cohort_id,
        context={
            "title": session.title,
            "date": day(session.starts_at),
            "feedback_url": links.absolute("workshops:feedback_by_link", token),
        },
        expires_at=session.ends_at + OPEN_FOR,
        thread=f"session:{session.pk}",
    )
