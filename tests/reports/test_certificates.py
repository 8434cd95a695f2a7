"""Completing a cohort, certificates, and the page that says they are genuine."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from core import clock, documents
from core.errors import Refused
from core.models import AuditEvent, OutboundEmail
from pioneers.models import Pioneer
from reports import certificates
from reports.models import Certificate
from tests import factories as make
from tests.workshops.world import BEGIN, moment, running_cohort
from workshops.completion import Rule
from workshops.models import Attendance, CompletionRule
from workshops.services import completing

pytestmark = pytest.mark.django_db
AFTER = moment(2027, 7, 1, 9)


@pytest.fixture
def staff():
    return make.staff()


def came(pioneer, session, state="present"):
    Attendance.objects.create(
        session=session, pioneer=pioneer, state=state, recorded_by=pioneer.person
    )


@pytest.fixture
def world(staff):
    """One who came, one who was absent, one who was excused, one who left: of one workshop."""
    with clock.at(BEGIN):
        cohort = running_cohort(workshop_count=1, set_meeting_count=1)
        session = make.session(
            cohort, starts_at=moment(2026, 10, 7, 10), ends_at=moment(2026, 10, 7, 13),
            register_taken_at=moment(2026, 10, 7, 13),
        )  # fmt: skip
        second = make.session(
            cohort, starts_at=moment(2026, 11, 4, 10), ends_at=moment(2026, 11, 4, 13),
            register_taken_at=moment(2026, 11, 4, 13),
        )  # fmt: skip
        people = {}
        for word in ("present", "absent", "excused", "left"):
            people[word] = make.pioneer(cohort)
            came(people[word], session, "present" if word == "left" else word)
            came(people[word], second)
        people["left"].state = "withdrawn"
        people["left"].save()
        completing.change_rule(cohort, rule=Rule(set_meetings=0), by=staff)
    return {"cohort": cohort, "session": session, **people}


def states(world):
    return {
        word: Pioneer.objects.get(pk=world[word].pk).state
        for word in ("present", "absent", "excused", "left")
    }


def test_before_the_end_nobody_is_completed(world, staff):
    with clock.at(moment(2027, 6, 29, 23)), pytest.raises(Refused, match="ends on Wednesday 30"):
        certificates.complete_cohort(world["cohort"], by=staff)
    assert set(states(world).values()) == {"active", "withdrawn"}


def test_one_press_completes_who_meets_the_rule_and_nobody_else_and_once(world, staff):
    with clock.at(AFTER):
        assert certificates.complete_cohort(world["cohort"], by=staff) == (2, 2)
        assert certificates.complete_cohort(world["cohort"], by=staff) == (0, 0)
    assert states(world) == {
        "present": "completed", "absent": "active", "excused": "completed", "left": "withdrawn",
    }  # fmt: skip
    told = OutboundEmail.objects.filter(kind="certificate").values_list("person", flat=True)
    assert set(told) == {world["present"].person_id, world["excused"].person_id}
    assert Certificate.objects.get(pioneer=world["present"]).facts["workshops"] == 2
    assert Certificate.objects.get(pioneer=world["excused"]).facts["workshops"] == 1


def test_staff_may_complete_somebody_all_the_same_for_a_reason_in_the_trail(world, staff):
    with clock.at(AFTER):
        with pytest.raises(Refused, match="Choose why"):
            certificates.complete_pioneer(world["absent"], why="nice person", by=staff)
        made = certificates.complete_pioneer(world["absent"], why="made_up", by=staff)
    assert (made.pioneer, states(world)["absent"]) == (world["absent"], "completed")
    event = AuditEvent.objects.get(action="completed although short of the rule")
    assert (event.actor, event.detail) == (staff.email, {"why": "made_up"})


def test_who_left_cannot_be_completed(world, staff):
    with clock.at(AFTER), pytest.raises(Refused, match="cannot follow"):
        certificates.complete_pioneer(world["left"], why="made_up", by=staff)


def test_what_is_certified_stays_as_it_was_on_that_day(world, staff):
    with clock.at(AFTER):
        certificates.complete_cohort(world["cohort"], by=staff)
    Attendance.objects.filter(pioneer=world["present"]).update(state="absent")
    assert Certificate.objects.get(pioneer=world["present"]).facts["workshops"] == 2


def test_a_rule_that_asks_for_more_than_there_is_or_nothing_is_refused(world, staff):
    cohort = world["cohort"]
    for rule, words in (
        (Rule(workshops=2), "has 1 workshops"),
        (Rule(set_meetings=2), "meets 1 times"),
        (Rule(workshops=0, set_meetings=0), "at least one"),
    ):
        with pytest.raises(Refused, match=words):
            completing.change_rule(cohort, rule=rule, by=staff)


@pytest.fixture
def certificate(world, staff):
    with clock.at(AFTER):
        certificates.complete_cohort(world["cohort"], by=staff)
    return Certificate.objects.get(pioneer=world["present"])


def test_the_pdf_is_one_page_on_its_side_with_name_cohort_numbers_and_code(certificate):
    content = documents._kinds["certificate"].build(str(certificate.pk), lambda done, total: None)
    reader = PdfReader(io.BytesIO(content))
    (page,) = reader.pages
    assert page.mediabox.width > page.mediabox.height
    words = " ".join(page.extract_text().split())
    for wanted in (
        str(certificate.pioneer),
        certificate.pioneer.cohort.name,
        "2 workshops",
        "Monday 7 September 2026 to Wednesday 30 June 2027",
        certificate.printed_code,
    ):
        assert wanted in words


def test_a_long_name_still_fits_on_one_page(certificate):
    person = certificate.pioneer.person
    person.name = "Oluwaseun Adebayo-Featherstonehaugh Montgomery-Williams"
    person.save()
    content = documents._kinds["certificate"].build(str(certificate.pk), lambda done, total: None)
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), str])
def test_the_code_as_people_type_it_says_name_and_cohort_and_no_more(certificate, client, typed):
    page = client.get(f"/certificates/{typed(certificate.printed_code)}/")
    words = page.content.decode()
    assert page.status_code == 200
    assert str(certificate.pioneer) in words
    assert certificate.pioneer.cohort.name in words
    for hidden in (certificate.pioneer.person.email, certificate.pioneer.home_name):
        assert hidden not in words


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC", "short", "x" * 300])
def test_a_code_that_is_not_ours_is_not_there(certificate, client, code):
    page = client.get(f"/certificates/{code}/")
    assert (page.status_code, "We know of no certificate" in page.content.decode()) == (404, True)


def test_an_alumna_opens_her_own_and_nobody_elses(certificate, world, sign_in):
    other = Certificate.objects.get(pioneer=world["excused"])
    client = sign_in(certificate.pioneer.person)
    assert client.get(f"/certificate/{certificate.pk}/").status_code == 200
    assert client.get(f"/certificate/{other.pk}/").status_code == 404
    assert "Your certificate" in client.get("/home/").content.decode()
    answer = client.post(f"/certificate/{certificate.pk}/")
    assert answer.url.startswith("/documents/")


def test_the_list_of_attendance_takes_as_many_queries_for_3_as_for_30(world, sign_in, staff):
    client, cohort = sign_in(staff), world["cohort"]
    path = f"/staff/cohorts/{cohort.pk}/attendance/"

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for _ in range(27):
        came(make.pioneer(cohort), world["session"])
    assert queries() == few <= 15


@pytest.mark.parametrize("sort", ["behind", "name", "attended", "answered", "nonsense"])
def test_the_list_can_be_sorted_and_leaves_out_who_left(world, sign_in, staff, sort):
    page = sign_in(staff).get(f"/staff/cohorts/{world['cohort'].pk}/attendance/?sort={sort}")
    names = [str(line.pioneer) for line in page.context["lines"]]
    assert sorted(names) == sorted(str(world[word]) for word in ("present", "absent", "excused"))
    if sort != "name":
        assert names[0] == str(world["absent"])


def test_a_facilitator_sees_figures_of_the_own_set_only(sign_in):
    with clock.at(BEGIN):
        cohort = running_cohort()
        wandle, effra = make.learning_set(cohort, members=1), make.learning_set(cohort, members=1)
        client = sign_in(wandle.facilitator)
        page = client.get(f"/sets/{wandle.pk}/attendance/")
        assert page.status_code == 200
        assert str(wandle.memberships.get().pioneer) in page.content.decode()
        assert str(effra.memberships.get().pioneer) not in page.content.decode()
        assert client.get(f"/sets/{effra.pk}/attendance/").status_code == 404


def test_the_settings_page_keeps_the_rule(world, sign_in, staff):
    cohort = world["cohort"]
    sign_in(staff).post(
        f"/staff/cohorts/{cohort.pk}/attendance/rule/",
        {"workshops": "all", "set_meetings": "0", "celebration": "on", "part_counts": "on"},
    )
    row = CompletionRule.objects.get(cohort=cohort)
    assert (row.workshops, row.set_meetings, row.celebration) == (None, 0, True)
    assert (row.make_ups_count, row.part_counts) == (False, True)
