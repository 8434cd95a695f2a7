"""Two cohorts full of invented applications, one of the size asked for, one of a thousand; and one
that runs.

The same number always gives the same rows. Written in bulk: how they come to be is not measured.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from benchmarks.running import seed_running
from cohorts.enums import CareSetting, CohortState, JobRole
from cohorts.models import Borough, Cohort, Programme, StaffMembership
from cohorts.services import create_cohort
from core import clock, consents
from core.models import User
from pioneers.enums import ApplicationState, Decision, ReleaseState
from pioneers.models import (
    Answer,
    Application,
    CareHome,
    Criterion,
    Question,
    ReleaseAgreement,
    Review,
    Score,
)

SMALL = 1000
HOMES = 600
REVIEWERS = 6
BATCH = 2000
FIRST = [
    "Grace",
    "Blessing",
    "Maria",
    "Anjali",
    "Piotr",
    "Comfort",
    "Denise",
    "Tariro",
    "Ruth",
    "Amina",
    "Joseph",
    "Leroy",
]
LAST = [
    "Mensah",
    "Okafor",
    "Santos",
    "Thomas",
    "Kowalski",
    "Boateng",
    "Clarke",
    "Moyo",
    "Adeyemi",
    "Hassan",
    "Nunes",
    "Ward",
]
PLACES = [
    "Rowan",
    "Larch",
    "Alder",
    "Willow",
    "Hazel",
    "Juniper",
    "Maple",
    "Cedar",
    "Aspen",
    "Linden",
    "Holly",
    "Birch",
]
KINDS = ["House", "Lodge", "Court", "Manor", "Gardens", "Grange"]
WORDS = [
    "we",
    "would",
    "like",
    "our",
    "residents",
    "to",
    "drink",
    "more",
    "and",
    "our",
    "team",
    "to",
    "speak",
    "up",
    "earlier",
    "when",
    "somebody",
    "is",
    "not",
    "themselves",
    "and",
    "to",
    "have",
    "the",
    "time",
    "to",
    "listen",
    "to",
    "what",
    "families",
    "tell",
    "us",
    "about",
    "the",
    "evenings",
]
STATES = [ApplicationState.SUBMITTED] * 7 + [ApplicationState.DRAFT, ApplicationState.RESERVE]
STATES += [ApplicationState.WITHDRAWN]


@dataclass(frozen=True)
class Seeded:
    cohort: int
    small: int
    application: int
    borough: int
    question: int
    cookie: str
    floor_cookie: str
    # A cohort that runs, and whom its pages are asked for.
    running: int
    project: int
    lead_cookie: str
    pioneer_cookie: str


def seed(rows: int) -> Seeded:
    draw = random.Random(20261124)
    programme = Programme.objects.get(slug="south-london")
    team = [_person(f"reader{n}", f"{FIRST[n]} {LAST[-n]}") for n in range(1, REVIEWERS + 1)]
    for user in team:
        StaffMembership.objects.create(programme=programme, user=user)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        asked = {text.pk: True for text in consents.in_force()}
        consents.answer(user, asked, where="benchmark", by=user)
    homes = _homes(draw)
    cohort = _fill(_cohort(programme, 90, team[0]), rows, homes, team, draw)
    small = _fill(_cohort(programme, 91, team[0]), SMALL, homes, team, draw)
    running = seed_running(homes, draw)
    middle = Application.objects.filter(cohort=cohort, state=ApplicationState.SUBMITTED)
    return Seeded(
        cohort=cohort.pk,
        small=small.pk,
        application=middle.order_by("pk").values_list("pk", flat=True)[rows // 3],
        borough=Borough.objects.order_by("pk").values_list("pk", flat=True)[3],
        question=Question.objects.filter(cohort=cohort).values_list("pk", flat=True)[0],
        cookie=_session(team[0], settings.AUTHENTICATION_BACKENDS[0]),
        floor_cookie=_session(team[0], "django.contrib.auth.backends.ModelBackend"),
        running=running.cohort,
        project=running.project,
        lead_cookie=_session(running.lead, settings.AUTHENTICATION_BACKENDS[0]),
        pioneer_cookie=_session(running.pioneer, settings.AUTHENTICATION_BACKENDS[0]),
    )


def _person(name: str, full: str) -> User:
    return User.objects.create(email=f"{name}@benchmark.example", name=full, password="!")


def _cohort(programme: Programme, number: int, by: Any) -> Cohort:
    now, today = clock.now(), clock.today()
    cohort = create_cohort(
        programme=programme,
        by=by,
        boroughs=Borough.objects.all(),
        number=number,
        label="benchmark",
        applications_open_at=now - timedelta(days=60),
        applications_close_at=now - timedelta(days=1),
        starts_on=today + timedelta(days=60),
        ends_on=today + timedelta(days=330),
    )
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.SELECTING)
    return cohort


def _homes(draw: random.Random) -> list[CareHome]:
    boroughs = list(Borough.objects.all())
    return CareHome.objects.bulk_create(
        CareHome(
            location_id=f"DEMO-BENCH-{n:05}",
            name=f"{draw.choice(PLACES)} {draw.choice(KINDS)} {n}",
            provider_id=f"DEMO-P-{n % 80}",
            provider_name=f"{PLACES[n % 12]} Care {n % 80} Limited",
            borough=draw.choice(boroughs),
            postcode=f"CR{n % 9} {n % 9}AB",
            beds=20 + n % 60,
            bands=["older_people"],
            with_nursing=n % 2 == 0,
        )
        for n in range(HOMES)
    )


def _fill(
    cohort: Cohort, rows: int, homes: list[CareHome], team: list[User], draw: random.Random
) -> Cohort:
    people = User.objects.bulk_create(
        (
            User(email=f"a{cohort.number}-{n}@benchmark.example", name=_name(draw), password="!")
            for n in range(rows)
        ),
        batch_size=BATCH,
    )
    made = Application.objects.bulk_create(
        (_application(cohort, person, draw.choice(homes), draw) for person in people),
        batch_size=BATCH,
    )
    _answer(cohort, made, draw)
    _review(cohort, made, team, draw)
    _release(made, draw)
    return cohort


def _name(draw: random.Random) -> str:
    return f"{draw.choice(FIRST)} {draw.choice(LAST)}"


def _application(cohort: Cohort, person: User, home: CareHome, draw: random.Random) -> Application:
    state = draw.choice(STATES)
    touched = clock.now() - timedelta(minutes=draw.randrange(2 * 24 * 60, 59 * 24 * 60))
    sent = None if state == ApplicationState.DRAFT else touched
    decided = state == ApplicationState.SUBMITTED and draw.random() < 0.2
    return Application(
        cohort=cohort,
        applicant=person,
        state=state,
        name=person.name,
        phone="020 7946 0000",
        role=draw.choice(JobRole.values),
        years_in_role=draw.randrange(20),
        setting=draw.choice(CareSetting.values),
        home=home,
        borough_id=home.borough_id,
        manager_name=_name(draw),
        manager_email="manager@benchmark.example",
        agrees_to_dates=True,
        created_at=touched,
        changed_at=touched,
        submitted_at=sent,
        decision=draw.choice(Decision.values[:2]) if decided else "",
    )


def _answer(cohort: Cohort, made: list[Application], draw: random.Random) -> None:
    questions = list(Question.objects.filter(cohort=cohort))[:3]
    Answer.objects.bulk_create(
        (
            Answer(
                application=application,
                question=question,
                text=" ".join(draw.choice(WORDS) for _ in range(40)),
            )
            for application in made
            for question in questions
        ),
        batch_size=BATCH,
    )


def _review(cohort: Cohort, made: list[Application], team: list[User], draw: random.Random) -> None:
    """Two readers each for about two in three of those that were sent."""
    criteria = list(Criterion.objects.filter(cohort=cohort))
    weight = sum(criterion.weight for criterion in criteria)
    reviews, values = [], []
    for application in made:
        if application.submitted_at is None or draw.random() < 0.35:
            continue
        totals = []
        for reader in draw.sample(team, 2):
            given = [draw.randint(1, 5) for _ in criteria]
            points = sum(v * c.weight for v, c in zip(given, criteria, strict=True))
            totals.append(points / weight)
            reviews.append(Review(application=application, reviewer=reader, total=totals[-1]))
            values.append(given)
        application.review_count = len(totals)
        application.median = median(totals)
        application.spread = max(totals) - min(totals)
    Review.objects.bulk_create(reviews, batch_size=BATCH)
    Score.objects.bulk_create(
        (
            Score(review=review, criterion=criterion, value=value)
            for review, given in zip(reviews, values, strict=True)
            for criterion, value in zip(criteria, given, strict=True)
        ),
        batch_size=BATCH,
    )
    Application.objects.bulk_update(
        [row for row in made if row.review_count],
        ["review_count", "median", "spread"],
        batch_size=500,
    )


def _release(made: list[Application], draw: random.Random) -> None:
    now = clock.now()
    ReleaseAgreement.objects.bulk_create(
        (
            ReleaseAgreement(
                application=application,
                state=state,
                manager_email=application.manager_email,
                answered_at=None if state == ReleaseState.ASKED else now,
            )
            for application in made
            if application.submitted_at and draw.random() < 0.8
            for state in [draw.choice(ReleaseState.values)]
        ),
        batch_size=BATCH,
    )


def _session(user: User, backend: str) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key or ""
