"""A cohort's year: sets, timetable, registers, mentors."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta

from cohorts.models import Cohort
from core import clock
from core.mail import kinds
from core.models import MailState, OutboundEmail
from demonstration import content
from demonstration.build import people
from demonstration.build.applying import deliver_as_history
from pioneers.enums import MentorArea, PairingEnd
from pioneers.models import Pairing, Pioneer
from pioneers.services import mentoring, pairing
from workshops.enums import AttendanceState, SessionKind
from workshops.models import Attendance, Session
from workshops.services import apologies, proposing, registers, sessions, sets

WEEKDAYS = (1, 1, 3, 3, 4, 0)


def plan_year(cohort: Cohort, moment: datetime, first_set: int) -> None:
    """Learning sets with facilitators, filled; the timetable proposed and published."""
    administrator, facilitators = people.staff()[0], people.facilitators()
    words = content.programme()
    with clock.at(moment):
        for n in range(cohort.set_count):
            afternoon = n % 2 == 1
            sets.add_set(
                cohort,
                name=words["learning_sets"][first_set + n],
                facilitator=facilitators[n % len(facilitators)],
                weekday=WEEKDAYS[n % len(WEEKDAYS)],
                starts=time(13, 30) if afternoon else time(10),
                ends=time(16, 30) if afternoon else time(13),
                place=words["places"]["learning_set"][n],
                by=administrator,
            )
        sets.fill_sets(cohort, by=administrator)
        proposing.propose_timetable(cohort, by=administrator)
        for session, workshop in zip(
            Session.objects.filter(cohort=cohort, kind=SessionKind.WORKSHOP).order_by("starts_at"),
            words["workshops"],
            strict=False,
        ):
            sessions.change_session(
                session,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                place=words["places"]["workshop"],
                online_link="",
                title=workshop["title"],
                by=administrator,
            )
        sessions.publish_timetable(cohort, by=administrator)
        kinds.plan()
        deliver_as_history()


def hold_sessions(
    cohort: Cohort, until: datetime, chance: random.Random, step: Callable[[], None]
) -> None:
    """Every session up to `until`: some send apologies beforehand, the register is taken after.

    While the year runs, one register is left to be taken: the last of the facilitator who is
    printed among the sign-ins, so that a visitor in that role finds something to do.
    """
    administrator = people.staff()[0]
    held = list(
        Session.objects.published()
        .filter(cohort=cohort, ends_at__lte=until)
        .select_related("learning_set__facilitator")
        .order_by("starts_at")
    )
    still_running = cohort.ends_on > clock.today()
    left = next(
        (
            session
            for session in reversed(held)
            if still_running
            and session.learning_set
            and session.learning_set.facilitator == people.facilitators()[0]
        ),
        None,
    )
    for session in held:
        _send_reminders(cohort, session.starts_at)
        expected = list(
            Attendance.objects.filter(session=session).select_related("pioneer__person")
        )
        states = {row.pioneer_id: _state(chance) for row in expected}
        with clock.at(session.starts_at - timedelta(hours=20)):
            for row in expected:
                if states[row.pioneer_id] == AttendanceState.APOLOGIES:
                    apologies.send_apologies(
                        session,
                        pioneer=row.pioneer,
                        reason=chance.choice(["short_staffed", "outbreak", "inspection", "ill"]),
                        by=row.pioneer.person,
                    )
        by = session.learning_set.facilitator if session.learning_set else administrator
        if session == left:
            continue
        with clock.at(session.ends_at + timedelta(minutes=20)):
            registers.take_register(session, states=states, by=by)
        step()


def _state(chance: random.Random) -> str:
    return chance.choices(
        [
            AttendanceState.PRESENT,
            AttendanceState.PART,
            AttendanceState.APOLOGIES,
            AttendanceState.ABSENT,
        ],
        weights=[80, 5, 11, 4],
    )[0]


def _send_reminders(cohort: Cohort, until: datetime) -> None:
    """Send the cohort's mails at the moments when they fell due."""
    due = OutboundEmail.objects.filter(
        scope=cohort.scope, state=MailState.DUE, due_at__lte=until
    ).order_by()
    for moment in sorted(set(due.values_list("due_at", flat=True))):
        with clock.at(moment + timedelta(seconds=30)):
            deliver_as_history()


def pair_mentors(cohort: Cohort, moment: datetime, chance: random.Random) -> None:
    """Every Pioneer that a mentor has room for gets one; most pairs meet about monthly."""
    administrator = people.staff()[0]
    with clock.at(moment):
        for pioneer in Pioneer.objects.filter(cohort=cohort).select_related("person"):
            areas = chance.sample(list(MentorArea.values), 2)
            mentoring.wish_for(pioneer, areas=areas, by=pioneer.person)
        pairing.suggest_pairs(cohort, by=administrator)
        pairing.release_pairs(cohort, by=administrator)
    for pair in Pairing.objects.current().filter(pioneer__cohort=cohort).select_related("mentor"):
        day = pair.started_on + timedelta(days=chance.randint(10, 30))
        while chance.random() < 0.97 and day < clock.today():
            with clock.at(moment + (day - pair.started_on)):
                mentoring.record_meeting(pair, met_on=day, by=pair.mentor.user)
            day += timedelta(days=chance.randint(24, 45))


def end_pairings(cohort: Cohort, moment: datetime) -> None:
    with clock.at(moment):
        for pair in Pairing.objects.current().filter(pioneer__cohort=cohort):
            mentoring.end_pairing(pair, by=people.staff()[0], reason=PairingEnd.FINISHED)
