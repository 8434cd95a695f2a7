"""Every list takes as many queries for thirty rows as for three, and never more than sixteen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import audit, clock, consents
from core.models import ConsentGiven, OutboundEmail
from pioneers.models import HomeChange, RegisterImport, Review, Successor
from qi_projects import services
from qi_projects.models import Comment, Member, Observation, Poster, ProgressReport, Update
from reports.models import FunderSummary
from tests import factories as make
from tests.access.crawling import MOST_QUERIES
from workshops.models import Attendance

pytestmark = pytest.mark.django_db


def _application(world):
    made = make.application(world.ours.rows["selecting"])
    Review.objects.create(application=made, reviewer=world.ours.people["administrator"])


def _own_application(world):
    make.application(make.cohort(), applicant=world.ours.people["applicant"])


def _pioneer(world):
    made = make.pioneer(world.ours.rows["running"])
    make.pairing(made, make.mentor())
    Poster.objects.create(project=make.project(made))


def _late(world):
    """A project that is behind: a report nine days late, and a nudge that went."""
    made = make.project(make.pioneer(world.ours.rows["running"]))
    Poster.objects.create(project=made)
    _report(made, -9)
    _report(made, 20)


def _report(project, days):
    day = clock.today() + timedelta(days=days)
    return ProgressReport.objects.create(project=project, usual_on=day, due_on=day)


def _update(world):
    """On the Pioneer's project: an update with its number, photograph, report and comment."""
    rows, of = world.ours.rows, world.ours.people
    project = rows["project"]
    n = project.updates.count()
    number = Observation.objects.create(
        measure=rows["measure"], on=clock.today() - timedelta(days=10 + n), value=n
    )
    made = Update.objects.create(
        project=project, text="Told", observation=number, photo=rows["photo"],
        written_by=of["pioneer"],
    )  # fmt: skip
    report = _report(project, -20 - n)
    report.update = made
    report.save()
    for update in (made, None):
        Comment.objects.create(project=project, update=update, text="Said", written_by=of["mentor"])


def _in_the_team(world):
    """One more who has joined the Pioneer's project and typed a number, and one who is asked."""
    rows, by = world.ours.rows, world.ours.people["pioneer"]
    for person in (make.person(), None):
        n = Member.objects.count()
        Member.objects.create(
            project=rows["project"], name=f"Member {n}", email=f"member{n}@x.org", role="write",
            person=person, accepted_at=person and clock.now(), invited_by=by,
        )  # fmt: skip
        day = clock.today() - timedelta(days=10 + n)
        rows["measure"].observations.create(on=day, value=n, entered_by=person)


def _in_another_team(world):
    project = make.project(make.pioneer(world.ours.rows["running"]))
    Member.objects.create(
        project=project, name="W", email="w@x.org", role="write", accepted_at=clock.now(),
        person=world.ours.people["writer"], invited_by=project.pioneer.person,
    )  # fmt: skip


def _mentee_who_is_late(world):
    made = make.pioneer(world.ours.rows["running"])
    make.pairing(made, world.ours.rows["mentor"])
    _report(make.project(made), -9)


def _waiting_poster(world):
    made = make.project(make.pioneer(world.ours.rows["running"]))
    Poster.objects.create(project=made, state="submitted", submitted_at=clock.now())


def _public_poster(world):
    made = make.project(make.pioneer(world.ours.rows["celebrated"], home=make.care_home()))
    measure = services.choose_measure(made, by=made.pioneer.person, key="walked-today")
    numbers = [(clock.today() - timedelta(days=n), None, "", 7, 12) for n in range(3)]
    services.record_numbers(measure, by=made.pioneer.person, numbers=numbers)
    make.poster(made, declared=True, public_version=1)


def _counting_alike(world):
    made = make.project(make.pioneer(world.ours.rows["running"]))
    measure = services.choose_measure(made, by=made.pioneer.person, key="walked-today")
    numbers = [(clock.today() - timedelta(days=n), None, "", 7, 12) for n in range(12)]
    services.record_numbers(measure, by=made.pioneer.person, numbers=numbers)


def _same_person_twice(world):
    name = f"Comfort Boateng {make.person().pk}"
    for _ in range(2):
        make.application(world.ours.rows["calling"], applicant=make.person(name))


def _year_of_a_person(world):
    made = make.pioneer(person=world.ours.rows["person"])
    make.pairing(made)
    make.application(make.cohort(), applicant=world.ours.rows["person"])
    audit.record("changed a Pioneer's state", made, by=made.application.applicant)


def _mentee(world):
    made = make.pioneer(world.ours.rows["running"])
    make.pairing(made, world.ours.rows["mentor"])
    make.project(made)


def _set(world):
    make.learning_set(world.ours.rows["running"], members=1)


def _own_set(world):
    of = world.ours
    make.learning_set(of.rows["running"], members=1, facilitator=of.people["facilitator"])


def _member(world):
    rows = world.ours.rows
    made = make.pioneer(rows["running"])
    make.member(rows["set"], made)
    Attendance.objects.create(
        session=rows["meeting"], pioneer=made, recorded_by=world.ours.people["staff"]
    )


def _session(world):
    day = clock.today() + timedelta(days=20)
    made = make.session(world.ours.rows["running"], day=day)
    Attendance.objects.create(
        session=made,
        pioneer=world.ours.rows["pioneer"],
        recorded_by=world.ours.people["staff"],
    )


def _summary(world):
    FunderSummary.objects.create(
        programme=world.ours.rows["running"].programme,
        funder=world.ours.rows["funder"],
        title="Summary",
        figures={"cohorts": [], "headline": [], "sessions": [], "tables": []},
        issued_by=world.ours.people["administrator"],
    )


def _mail(world):
    n = OutboundEmail.objects.count()
    OutboundEmail.objects.create(
        key=f"list-{n}",
        kind="offer",
        scope=world.ours.rows["selecting"].scope,
        to_email="a@homes.example",
        subject="Letter",
        body="Words",
        message_id=f"<{n}@x>",
    )


def _home(world):
    make.pioneer(world.ours.rows["running"])


def _gone(world):
    rows = world.ours.rows
    made = make.care_home(missing_since=rows["register_import"])
    Successor.objects.create(old=made, new=make.care_home(), state="suggested")
    HomeChange.objects.create(register_import=rows["register_import"], home=made, kind="missing")


def _at_the_home(world):
    rows = world.ours.rows
    earlier = make.care_home(missing_since=rows["register_import"], succeeded_by=rows["home"])
    make.pioneer(rows["running"], home=earlier)
    make.application(rows["selecting"], home=rows["home"])
    make.care_home(provider_id=rows["home"].provider_id)
    HomeChange.objects.create(register_import=rows["register_import"], home=earlier, kind="missing")


def _answer(world):
    for text in consents.in_force():
        for given in (True, False):
            ConsentGiven.objects.create(
                person=world.ours.people["pioneer"], text=text, given=given, where="test"
            )


def _import(world):
    RegisterImport.objects.create(file_name="register.csv", imported_by="a@homes.example")


def _cohort(world):
    make.cohort(world.ours.rows["running"].programme)


LISTS = [
    ("staff", "/staff/cohorts/", _cohort),
    ("staff", "/staff/cohorts/{selecting}/applications/", _application),
    ("staff", "/staff/cohorts/{selecting}/decisions/", _application),
    ("staff", "/staff/cohorts/{selecting}/releases/", _application),
    ("staff", "/staff/cohorts/{selecting}/outbox/", _mail),
    ("staff", "/staff/cohorts/{running}/", _pioneer),
    ("staff", "/staff/cohorts/{running}/pioneers/", _pioneer),
    ("staff", "/staff/cohorts/{running}/projects/", _pioneer),
    ("staff", "/staff/cohorts/{running}/wall/", _pioneer),
    ("staff", "/staff/cohorts/{running}/projects/", _late),
    ("staff", "/staff/cohorts/{running}/projects/?behind=1", _late),
    ("staff", "/projects/{project}/", _update),
    ("pioneer", "/projects/{project}/", _update),
    ("mentor", "/projects/{project}/", _update),
    ("pioneer", "/projects/{project}/updates/", _update),
    ("looker", "/projects/{project}/updates/", _update),
    *[(who, "/projects/{project}/", _in_the_team) for who in ("pioneer", "staff", "writer")],
    ("pioneer", "/projects/{project}/measures/{measure}/numbers/", _in_the_team),
    ("writer", "/home/", _in_another_team),
    ("staff", "/staff/cohorts/{running}/posters/", _waiting_poster),
    ("anonymous", "/posters/", _public_poster),
    ("anonymous", "/posters/?theme=hydration_nutrition", _public_poster),
    ("anonymous", "/sitemap.xml", _public_poster),
    ("staff", "/staff/cohorts/{running}/projects/together/", _counting_alike),
    ("staff", "/staff/cohorts/{running}/booklet/", _pioneer),
    ("staff", "/staff/cohorts/{running}/sets/", _set),
    ("staff", "/staff/cohorts/{running}/timetable/", _session),
    ("staff", "/staff/mentors/", _pioneer),
    ("staff", "/staff/people/", _pioneer),
    ("staff", "/staff/people/matches/", _same_person_twice),
    ("staff", "/staff/people/{person}/", _year_of_a_person),
    ("staff", "/staff/people/{person}/history/", _year_of_a_person),
    ("staff", "/staff/consents/", _answer),
    ("pioneer", "/details/consents/", _answer),
    ("staff", "/staff/homes/", _home),
    ("staff", "/staff/homes/?reached=yes&q=rowan", _home),
    ("staff", "/staff/homes/?reached=never&listed=gone", _gone),
    ("staff", "/staff/homes/{home}/", _at_the_home),
    ("staff", "/staff/homes/registered-anew/", _gone),
    ("staff", "/staff/homes/imports/", _import),
    ("staff", "/staff/homes/imports/{register_import}/", _gone),
    ("staff", "/staff/funders/", lambda world: make.funder_contact()),
    ("staff", "/staff/team/", lambda world: make.staff()),
    ("staff", "/summaries/", _summary),
    ("staff", "/home/", _application),
    ("funder", "/summaries/", _summary),
    ("applicant", "/applications/", _own_application),
    ("applicant", "/home/", _own_application),
    ("anonymous", "/", _cohort),
    ("mentor", "/mentoring/", _mentee),
    ("mentor", "/home/", _mentee),
    ("mentor", "/home/", _mentee_who_is_late),
    ("facilitator", "/sets/", _own_set),
    ("facilitator", "/sets/{set}/", _member),
    ("facilitator", "/sessions/", _session),
    ("facilitator", "/sessions/{meeting}/register/", _member),
    ("facilitator", "/home/", _own_set),
    ("pioneer", "/sessions/", _session),
    ("pioneer", "/sets/{set}/", _member),
    ("pioneer", "/home/", _session),
    ("pioneer", "/home/", _update),
    ("staff", "/home/", _late),
]


@pytest.mark.parametrize(
    ("role", "path", "add_row"),
    LISTS,
    ids=[f"{role} {path}{of.__name__}" for role, path, of in LISTS],
)
def test_thirty_rows_take_as_many_queries_as_three(world, role, path, add_row):
    url = path.format(**{name: getattr(row, "pk", row) for name, row in world.ours.rows.items()})
    client = world.client(role)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            add_row(world)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES
