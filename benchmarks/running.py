"""A cohort that runs, of a programme of its own: thirty Pioneers, their sessions and projects.

As far on as in the fifth month, so that every page about it has something to say.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from cohorts.enums import CareSetting, CohortState, JobRole
from cohorts.models import Borough, Cohort, Programme, StaffMembership
from cohorts.services import create_cohort
from core import clock, consents
from core.models import User
from pioneers.models import CareHome, Pioneer
from qi_projects.enums import Act, AimVerb, Direction, MeasureKind, Theme
from qi_projects.models import Comment, Measure, Observation, PdsaCycle, Project, Reach, Update
from qi_projects.services.reports import plan_reports
from workshops.enums import AttendanceState, SessionKind, SessionState
from workshops.models import Attendance, Session

PIONEERS = 30
NUMBERS = 22  # of each project, one a week
WORKSHOPS = 12
HELD = 5
UPDATES = 6


@dataclass(frozen=True)
class Running:
    cohort: int
    project: int
    lead: User
    pioneer: User


@transaction.atomic
def seed_running(homes: list[CareHome], draw: random.Random) -> Running:
    programme = Programme.objects.create(name="Benchmark", slug="benchmark", run_by="Benchmark")
    lead = User.objects.create(email="lead@benchmark.example", name="Nia Ward", password="!")
    StaffMembership.objects.create(programme=programme, user=lead)
    Authenticator.objects.create(user=lead, type=Authenticator.Type.TOTP, data={})
    cohort = _cohort(programme, lead)
    people = [
        User.objects.create(
            email=f"pioneer{n}@benchmark.example", name=f"Pioneer {n}", password="!"
        )
        for n in range(PIONEERS)
    ]
    asked = {text.pk: True for text in consents.in_force()}
    for person in (lead, people[0]):
        consents.answer(person, asked, where="benchmark", by=person)
    pioneers = Pioneer.objects.bulk_create(
        Pioneer(
            cohort=cohort,
            person=person,
            home=home,
            role=draw.choice(JobRole.values),
            setting=draw.choice(CareSetting.values),
        )
        for person, home in zip(people, homes, strict=False)
    )
    _meet(cohort, pioneers, lead, draw)
    projects = [_project(pioneer, draw) for pioneer in pioneers]
    for project in projects:
        _tell(project, lead, draw)
    plan_reports()
    return Running(cohort.pk, projects[0].pk, lead, people[0])


def _cohort(programme: Programme, by: User) -> Cohort:
    now, today = clock.now(), clock.today()
    cohort = create_cohort(
        programme=programme,
        by=by,
        boroughs=Borough.objects.all(),
        number=1,
        label="benchmark",
        applications_open_at=now - timedelta(days=300),
        applications_close_at=now - timedelta(days=240),
        starts_on=today - timedelta(days=160),
        ends_on=today + timedelta(days=170),
    )
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.RUNNING)
    cohort.refresh_from_db()
    return cohort


def _meet(cohort: Cohort, pioneers: list[Pioneer], by: User, draw: random.Random) -> None:
    """A workshop a month, of which some have been."""
    for n in range(WORKSHOPS):
        starts = clock.now() + timedelta(days=28 * (n - HELD) + 5)
        session = Session.objects.create(
            cohort=cohort,
            kind=SessionKind.WORKSHOP,
            number=n + 1,
            title=f"Workshop {n + 1}",
            starts_at=starts,
            ends_at=starts + timedelta(hours=5),
            place="Wandle Room",
            state=SessionState.PUBLISHED,
            register_taken_at=starts + timedelta(hours=5) if n < HELD else None,
        )
        came = [AttendanceState.PRESENT] * 5 + [AttendanceState.APOLOGIES]
        Attendance.objects.bulk_create(
            Attendance(
                session=session,
                pioneer=pioneer,
                state=draw.choice(came) if n < HELD else AttendanceState.EXPECTED,
                recorded_by=by,
            )
            for pioneer in pioneers
        )


def _project(pioneer: Pioneer, draw: random.Random) -> Project:
    today = clock.today()
    project = Project.objects.create(
        pioneer=pioneer,
        home=pioneer.home,
        title=f"Drinks that are liked, {pioneer.person.name}",
        theme=draw.choice(Theme.values),
        problem="Residents drink least in the afternoon.",
        aim_verb=AimVerb.INCREASE,
        aim_what="the drinks that residents take",
        aim_from=20,
        aim_to=35,
        aim_unit="drinks a day",
        aim_among="residents of the first floor",
        aim_by=today + timedelta(days=100),
        started_on=today - timedelta(weeks=NUMBERS + 1),
    )
    measure = Measure.objects.create(
        project=project,
        name="Drinks a day",
        definition="Cups that are empty, counted at tea",
        kind=MeasureKind.COUNT,
        unit="drinks a day",
        direction=Direction.INCREASE,
        target=35,
    )
    Observation.objects.bulk_create(
        Observation(
            measure=measure,
            on=today - timedelta(weeks=NUMBERS - week),
            value=draw.randint(18, 26) + (8 if week > NUMBERS // 2 else 0),
            note="The new trolley" if week == NUMBERS // 2 else "",
            entered_by=pioneer.person,
        )
        for week in range(NUMBERS)
    )
    PdsaCycle.objects.bulk_create(
        PdsaCycle(
            project=project,
            number=number,
            title=f"A trolley at {number + 1} o’clock",
            started_on=today - timedelta(weeks=NUMBERS - 6 * number),
            ended_on=today - timedelta(weeks=NUMBERS - 6 * number - 2),
            prediction="Three residents more will ask for a drink.",
            study="Five did.",
            act=act,
        )
        for number, act in enumerate((Act.ADAPT, Act.ADOPT), start=1)
    )
    return project


def _tell(project: Project, by: Any, draw: random.Random) -> None:
    person = project.pioneer.person
    updates = [
        Update.objects.create(
            project=project,
            text="The cups with two handles are liked.",
            written_by=person,
            written_at=clock.ago(days=20 * n + 3),
        )
        for n in range(UPDATES)
    ]
    Comment.objects.bulk_create(
        Comment(project=project, update=update, text="Well seen.", written_by=by)
        for update in (updates[0], None)
    )
    Reach.objects.create(
        project=project, group="staff", people=draw.randint(2, 20), added_by=person
    )
