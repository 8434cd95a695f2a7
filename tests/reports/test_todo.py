"""Which state of the records puts which line on whose home page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohorts.enums import CohortState
from cohorts.models import Funding, StaffMembership
from core import clock
from core.models import BouncedAddress, MailState, OutboundEmail
from pioneers.enums import ApplicationState, Decision, PioneerState
from pioneers.models import MentorMeeting
from qi_projects.enums import Direction, MeasureKind, PosterState
from qi_projects.models import Measure, Member, Observation
from reports.selectors import todo
from reports.services import issue_summary
from tests import factories
from workshops.enums import SessionState
from workshops.models import Attendance

pytestmark = pytest.mark.django_db
# for somebody in all seven roles
MOST_QUERIES = 20


def lines(function, user):
    """(tone, count, title) of each line."""
    return [(item.tone, item.count, item.title) for item in function(user)]


def running(**fields):
    return factories.cohort(state=CohortState.RUNNING, **fields)


def over(of, **fields):
    return factories.session(of, day=clock.today() - timedelta(days=3), **fields)


def mail(cohort, state):
    n = OutboundEmail.objects.count()
    return OutboundEmail.objects.create(
        key=f"mail {n}",
        kind="offer",
        scope=cohort.scope,
        to_email="x@homes.example",
        subject="Hello",
        body="Hello",
        state=state,
        sent_at=clock.now() if state == MailState.SENT else None,
    )


def number(project, days_ago=1):
    measure = Measure.objects.create(
        project=project, name="Drinks", kind=MeasureKind.COUNT, direction=Direction.INCREASE
    )
    on = clock.today() - timedelta(days=days_ago)
    return Observation.objects.create(measure=measure, on=on, value=4)


# Staff


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (MailState.HELD, [("next", 1, "mail waits for you to release it")]),
        (MailState.FAILED, [("late", 1, "mail could not be sent")]),
        (MailState.UNKNOWN, [("late", 1, "mail could not be sent")]),
        (MailState.SENT, []),
        (MailState.DUE, []),
        (MailState.CANCELLED, []),
    ],
)
def test_mails_that_wait_for_staff(state, expected):
    mail(running(), state)
    assert lines(todo.for_staff, factories.staff()) == expected


def test_an_address_that_does_not_work_waits_for_staff_until_it_is_mended():
    cohort = running()
    for _ in range(2):
        mail(cohort, MailState.BOUNCED)
    address = OutboundEmail.objects.first().to_email
    OutboundEmail.objects.update(to_email=address.upper())
    assert lines(todo.for_staff, factories.staff()) == []
    BouncedAddress.objects.create(email=address.lower())
    waiting = [("late", 1, "address does not work: mail to it came back")]
    assert lines(todo.for_staff, factories.staff()) == waiting


@pytest.mark.parametrize(
    ("cohort_state", "application", "expected"),
    [
        ("open", {"state": ApplicationState.SUBMITTED}, [("calm", 1, "application to read")]),
        ("selecting", {"state": ApplicationState.SUBMITTED}, [("next", 1, "application to read")]),
        (
            "selecting",
            {"state": ApplicationState.SUBMITTED, "decision": Decision.OFFER},
            [("next", 1, "decision ready to apply")],
        ),
        (
            "selecting",
            {"state": ApplicationState.OFFERED},
            [("calm", 1, "offer not answered yet")],
        ),
        ("selecting", {"state": ApplicationState.DRAFT}, []),
        ("selecting", {"state": ApplicationState.DECLINED}, []),
        ("celebrated", {"state": ApplicationState.SUBMITTED}, []),
    ],
)
def test_applications_that_wait_for_staff(cohort_state, application, expected):
    factories.application(factories.cohort(state=cohort_state), **application)
    assert lines(todo.for_staff, factories.staff()) == expected


def test_registers_not_taken_and_posters_to_check_wait_for_staff():
    cohort = running()
    over(cohort)
    over(cohort)
    over(cohort, register_taken_at=clock.now())
    over(cohort, state=SessionState.CANCELLED)
    factories.session(cohort)
    factories.poster(factories.project(factories.pioneer(cohort)), state=PosterState.SUBMITTED)
    factories.poster(factories.project(factories.pioneer(cohort)), state=PosterState.DRAFT)
    assert lines(todo.for_staff, factories.staff()) == [
        ("late", 2, "registers not taken yet"),
        ("next", 1, "poster to check"),
    ]


def test_staff_see_nothing_of_another_programme():
    over(running(of=factories.another_programme()))
    assert lines(todo.for_staff, factories.staff()) == []


# Applicants


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ApplicationState.DRAFT, "next"),
        (ApplicationState.OFFERED, "next"),
        (ApplicationState.SUBMITTED, "calm"),
        (ApplicationState.RESERVE, "calm"),
        (ApplicationState.CONFIRMED, "calm"),
        (ApplicationState.DECLINED, None),
        (ApplicationState.WITHDRAWN, None),
    ],
)
def test_what_an_application_asks_of_the_applicant(state, expected):
    application = factories.application(state=state)
    tones = [item.tone for item in todo.for_applicant(application.applicant)]
    assert tones == ([expected] if expected else [])


def test_a_draft_of_a_closed_call_asks_nothing():
    application = factories.application(
        factories.cohort(state=CohortState.SELECTING), state=ApplicationState.DRAFT
    )
    assert lines(todo.for_applicant, application.applicant) == []


# Pioneers


def test_a_pioneer_without_a_project_is_asked_to_start_one():
    pioneer = factories.pioneer(running())
    assert lines(todo.for_pioneer, pioneer.person) == [
        ("next", None, "Start your improvement project")
    ]


@pytest.mark.parametrize(("days_ago", "tone"), [(1, "calm"), (14, "calm"), (15, "next")])
def test_a_number_is_asked_for_after_two_weeks(days_ago, tone):
    project = factories.project(factories.pioneer(running()))
    number(project, days_ago)
    assert [item.tone for item in todo.for_pioneer(project.pioneer.person)] == [tone]


@pytest.mark.parametrize(
    ("poster", "title"),
    [
        (None, "Make your poster"),
        (PosterState.DRAFT, "Make your poster"),
        (PosterState.CHANGES_ASKED, "Your poster: a change is asked for"),
        (PosterState.SUBMITTED, None),
        (PosterState.APPROVED, None),
    ],
)
def test_what_a_poster_asks_in_the_last_weeks(poster, title):
    today = clock.today()
    cohort = running(
        starts_on=today - timedelta(days=200),
        ends_on=today + timedelta(days=30),
        celebration_on=today + timedelta(days=31),
    )
    project = factories.project(factories.pioneer(cohort))
    number(project)
    if poster:
        factories.poster(project, state=poster)
    titles = [item.title for item in todo.for_pioneer(project.pioneer.person)]
    assert titles == [*([title] if title else []), f"Your project: {project.title}"]


def test_a_poster_that_lost_its_approval_asks_to_be_sent_again():
    project = factories.project(factories.pioneer(running()))
    number(project)
    factories.poster(project, state=PosterState.DRAFT, version=2)
    titles = [item.title for item in todo.for_pioneer(project.pioneer.person)]
    assert titles == ["Send your poster again", f"Your project: {project.title}"]


def test_the_next_session_comes_first_and_is_calm_while_far():
    pioneer = factories.pioneer(running())
    factories.session(pioneer.cohort, title="Far", day=clock.today() + timedelta(days=30))
    assert lines(todo.for_pioneer, pioneer.person)[0] == ("calm", None, "Far")
    factories.session(pioneer.cohort, title="Near")
    assert lines(todo.for_pioneer, pioneer.person)[0] == ("next", None, "Near")


@pytest.mark.parametrize(
    ("state", "tone", "second"),
    [("expected", "next", "I can’t come"), ("apologies", "calm", "")],
)
def test_apologies_are_one_press_away_until_they_are_sent(state, tone, second):
    pioneer = factories.pioneer(running())
    session = factories.session(pioneer.cohort)
    Attendance.objects.update_or_create(
        session=session, pioneer=pioneer, defaults={"state": state, "recorded_by": pioneer.person}
    )
    line = todo.for_pioneer(pioneer.person)[0]
    url = reverse("workshops:apologies", args=[session.pk]) if second else ""
    assert (line.tone, line.second, line.second_url) == (tone, second, url)


def test_a_confirmed_place_is_not_repeated_once_the_cohort_runs():
    pioneer = factories.pioneer(running())
    assert lines(todo.for_applicant, pioneer.person) == []


def test_after_the_celebration_the_poster_and_the_project_are_there_to_read():
    pioneer = factories.pioneer(factories.cohort(state=CohortState.CELEBRATED))
    project = factories.project(pioneer, title="Drinks")
    factories.poster(project, headline="A trolley with a bell")
    assert lines(todo.for_pioneer, pioneer.person) == [
        ("calm", None, "Your poster: A trolley with a bell"),
        ("calm", None, "Your project: Drinks"),
    ]


def test_nothing_is_asked_of_who_withdrew():
    pioneer = factories.pioneer(running(), state=PioneerState.WITHDRAWN)
    assert lines(todo.for_pioneer, pioneer.person) == []


# Facilitators, mentors, funders


def test_a_facilitator_has_the_missing_registers_then_the_next_meetings():
    learning_set = factories.learning_set()
    over(learning_set, title="Held")
    over(learning_set, register_taken_at=clock.now())
    factories.session(learning_set, title="Coming")
    factories.session(factories.learning_set(), title="Not theirs")
    assert lines(todo.for_facilitator, learning_set.facilitator) == [
        ("late", None, "Take the register: Held"),
        ("next", None, "Coming"),
    ]


def test_a_mentor_is_asked_to_meet_who_was_not_met_yet():
    mentor = factories.mentor()
    new, met = factories.pairing(by=mentor), factories.pairing(by=mentor)
    factories.pairing(by=mentor, ended_on=clock.today())
    MentorMeeting.objects.create(pairing=met, met_on=clock.today(), recorded_by=mentor.user)
    assert sorted(lines(todo.for_mentor, mentor.user)) == [
        ("calm", None, str(met.pioneer)),
        ("next", None, f"Meet {new.pioneer}"),
    ]


def test_a_funder_has_its_own_summaries():
    cohort = running()
    mine, other = factories.funder(), factories.funder()
    for funder in (mine, other):
        Funding.objects.create(cohort=cohort, funder=funder, places=3, credit_line="Thanks")
        issue_summary(cohort.programme, funder=funder, by=factories.administrator())
    found = lines(todo.for_funder, factories.funder_contact(mine))
    assert found == [("calm", None, str(mine.summaries.get()))]


# The page


def everybody(rows):
    """One person who holds all seven roles, with `rows` rows of each kind."""
    user = factories.person("Grace Okafor")
    StaffMembership.objects.create(programme=factories.programme(), user=user)
    learning_set = factories.learning_set(facilitator=user)
    mentor = factories.mentor()
    mentor.user = user
    mentor.save()
    funder = factories.funder()
    factories.FunderContact.objects.create(funder=funder, user=user)
    for _ in range(rows):
        cohort = running()
        Funding.objects.create(cohort=cohort, funder=funder, places=3, credit_line="Thanks")
        project = factories.project(factories.pioneer(cohort, person=user))
        factories.poster(project, state=PosterState.CHANGES_ASKED)
        factories.application(applicant=user, state=ApplicationState.OFFERED)
        over(learning_set)
        factories.session(learning_set)
        factories.pairing(factories.project(factories.pioneer(cohort)).pioneer, by=mentor)
        Member.objects.create(
            role="carries_on",
            project=factories.project(factories.pioneer(cohort)),
            name=user.name,
            email=user.email,
            person=user,
            accepted_at=clock.now(),
            invited_by=user,
        )
        mail(cohort, MailState.HELD)
        issue_summary(cohort.programme, funder=funder, by=user)
    return user


@pytest.mark.parametrize("rows", [3, 30])
def test_home_takes_the_same_few_queries_for_3_rows_and_for_30(rows, sign_in):
    client = sign_in(everybody(rows))
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(reverse("reports:home")).status_code == 200
    assert len(found) <= MOST_QUERIES, "\n".join(q["sql"][:150] for q in found)


def test_each_roles_lines_take_the_same_queries_for_3_rows_and_for_30():
    counts = []
    for rows in (3, 30):
        user = everybody(rows)
        with CaptureQueriesContext(connection) as found:
            assert todo.todos(user)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_the_most_pressing_line_is_the_card_and_says_how_many(sign_in):
    cohort = running()
    mail(cohort, MailState.HELD)
    over(cohort)
    context = sign_in(factories.staff()).get(reverse("reports:home")).context
    assert (context["first"]["title"], context["first"]["url"]) == (
        "1 register not taken yet",
        reverse("workshops:timetable", args=[cohort.pk]),
    )
    assert [item["title"] for item in context["items"]] == ["mail waits for you to release it"]


def test_somebody_new_is_shown_the_way_to_the_programme(sign_in):
    response = sign_in(factories.person()).get(reverse("reports:home"))
    assert "See which call is open" in response.content.decode()
