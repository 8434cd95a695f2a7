"""The pages of timetable, learning sets, sessions and registers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.models import OutboundEmail
from pioneers.models import Answer, Question
from tests import factories as make
from tests.workshops.world import BEGIN, five_sets, moment, published, running_cohort
from workshops.models import LearningSet, Session
from workshops.services import proposing, sessions, sets

pytestmark = pytest.mark.django_db
DAY = moment(2026, 10, 7, 10)
LINK = "https://meet.example/only-for-us"


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


@pytest.fixture
def staff():
    return make.staff()


def url(name, *args):
    return reverse(f"workshops:{name}", args=args)


def test_from_no_dates_to_a_published_timetable(sign_in, staff):
    cohort = running_cohort()
    five_sets(cohort, staff)
    pioneer = make.pioneer(cohort)
    client = sign_in(staff)

    client.post(url("fill_sets", cohort.pk))
    client.post(url("propose_timetable", cohort.pk))
    page = client.get(url("publish_timetable", cohort.pk)).content.decode()
    assert "6 people get one mail each" in page
    assert OutboundEmail.objects.count() == 0
    client.post(url("publish_timetable", cohort.pk))

    assert set(cohort.sessions.values_list("state", flat=True)) == {"published"}
    assert OutboundEmail.objects.filter(kind="timetable_published").count() == 6
    page = sign_in(pioneer.person).get(url("sessions")).content.decode()
    assert page.count('<article class="session-line">') == 14


def test_staff_never_read_a_learning_sets_joining_link_back(sign_in, staff):
    wandle = make.learning_set(running_cohort(), members=1)
    session = published(wandle, DAY, online_link=LINK)
    client = sign_in(staff)
    pages = [
        url("session", session.pk),
        url("edit_session", wandle.cohort_id, session.pk),
        url("timetable", wandle.cohort_id),
        url("register", session.pk),
        url("learning_set", wandle.pk),
    ]
    assert [LINK in client.get(page).content.decode() for page in pages] == [False] * 5


def test_members_and_the_facilitator_can_join(sign_in):
    wandle = make.learning_set(running_cohort(), members=1)
    session = published(wandle, DAY, online_link=LINK)
    member = wandle.memberships.get().pioneer.person
    for person in (member, wandle.facilitator):
        assert f'href="{LINK}"' in sign_in(person).get(url("session", session.pk)).content.decode()


def test_a_facilitator_sees_only_their_own_set(sign_in):
    cohort = running_cohort()
    wandle, effra = make.learning_set(cohort, members=1), make.learning_set(cohort, members=1)
    meeting, theirs = published(wandle, DAY), published(effra, DAY)
    client = sign_in(wandle.facilitator)

    def status(*address):
        return client.get(url(*address)).status_code

    assert [status(name, pk) for name, pk in (
        ("learning_set", wandle.pk), ("session", meeting.pk), ("register", meeting.pk),
        ("learning_set", effra.pk), ("session", theirs.pk), ("register", theirs.pk),
        ("timetable", cohort.pk), ("staff_sets", cohort.pk),
    )] == [200, 200, 200, 404, 404, 404, 404, 404]  # fmt: skip
    assert str(effra) not in client.get(url("learning_sets")).content.decode()


def test_needs_and_roles_are_for_the_facilitator_and_names_for_members(sign_in):
    cohort = running_cohort()
    wandle = make.learning_set(cohort, members=2)
    first, second = (one.pioneer for one in wandle.memberships.order_by("pk"))
    question = Question.objects.create(cohort=cohort, key="access_needs", text="Needs?")
    Answer.objects.create(application=first.application, question=question, text="Hearing loop")
    address = url("learning_set", wandle.pk)

    led = sign_in(wandle.facilitator).get(address).content.decode()
    seen = sign_in(second.person).get(address).content.decode()

    assert [words in led for words in ("Hearing loop", "Care home manager")] == [True, True]
    assert [words in seen for words in ("Hearing loop", "Care home manager")] == [False, False]
    assert [first.person.name in page and first.home_name in page for page in (led, seen)] == [
        True,
        True,
    ]


def test_apologies_are_two_presses(sign_in):
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY)
    client = sign_in(pioneer.person)
    address = url("apologies", session.pk)

    assert address in client.get(url("sessions")).content.decode()
    client.get(address)
    assert session.attendances.get().state == "expected"  # opening the page changes nothing
    client.post(address, {"reason": "short_staffed"})

    assert session.attendances.get().reason == "short_staffed"
    client.post(url("take_back_apologies", session.pk))
    assert session.attendances.get().state == "expected"


def test_apologies_after_the_session_are_refused_on_the_page(sign_in):
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY)
    with clock.at(DAY + timedelta(days=1)):
        page = sign_in(pioneer.person).post(url("apologies", session.pk), {"reason": "ill"})
    assert "This session is over" in page.content.decode()
    assert session.attendances.get().state == "expected"


def test_register_everyone_in_one_press_but_for_what_was_chosen(sign_in):
    wandle = make.learning_set(running_cohort(), members=4)
    session = published(wandle, DAY)
    rows = list(session.attendances.order_by("pk"))
    session.attendances.filter(pk=rows[0].pk).update(state="apologies", reason="ill")
    client = sign_in(wandle.facilitator)
    address = url("register", session.pk)
    with clock.at(DAY):
        assert "Sent apologies: ill" in client.get(address).content.decode()
        client.post(address, {"everyone": "1", f"pioneer-{rows[1].pioneer_id}": "absent"})

    found = list(session.attendances.order_by("pk").values_list("state", flat=True))
    assert found == ["apologies", "absent", "present", "present"]


def test_register_too_early_says_so_and_changes_nothing(sign_in):
    wandle = make.learning_set(running_cohort(), members=1)
    session = published(wandle, DAY)
    pioneer = wandle.memberships.get().pioneer
    page = sign_in(wandle.facilitator).post(
        url("register", session.pk), {f"pioneer-{pioneer.pk}": "present"}
    )
    assert "The register opens on the day" in page.content.decode()
    assert session.attendances.get().state == "expected"


def test_a_pioneer_cannot_take_a_register(sign_in):
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY)
    assert sign_in(pioneer.person).get(url("register", session.pk)).status_code == 403


def test_a_refused_set_keeps_what_was_typed_and_makes_no_person(sign_in, staff):
    cohort = running_cohort()
    make.learning_set(cohort, name="Wandle")
    typed = {
        "name": "Wandle",
        "facilitator_name": "Nadia Rahman",
        "facilitator_email": "nadia@mhl.example",
        "weekday": "1",
        "starts": "10:00",
        "ends": "13:00",
        "place": "Library",
    }
    client = sign_in(staff)
    page = client.post(url("add_set", cohort.pk), typed).content.decode()
    assert "already has a learning set of that name" in page
    assert 'value="nadia@mhl.example"' in page
    people = type(staff).objects.filter(email="nadia@mhl.example")
    assert people.count() == 0

    client.post(url("add_set", cohort.pk), {**typed, "name": "Effra"})
    assert LearningSet.objects.get(name="Effra").facilitator == people.get()


def test_unplaced_pioneers_are_always_shown_and_can_be_placed(sign_in, staff):
    cohort = running_cohort()
    wandle = make.learning_set(cohort)
    pioneer = make.pioneer(cohort)
    client = sign_in(staff)
    assert "In no learning set" in client.get(url("staff_sets", cohort.pk)).content.decode()
    client.post(url("move_pioneer", cohort.pk, pioneer.pk), {"learning_set": wandle.pk})
    assert wandle.memberships.get().pioneer == pioneer
    page = client.get(url("staff_sets", cohort.pk)).content.decode()
    assert "Every Pioneer who takes part is in a learning set." in page


def a_cohort_of(people, meetings, by):
    cohort = running_cohort(set_meeting_count=meetings)
    sets.add_set(
        cohort, name="Wandle", facilitator=make.person(), weekday=1,
        starts=cohort.set_starts, ends=cohort.set_ends, by=by,
    )  # fmt: skip
    for _ in range(people):
        make.pioneer(cohort)
    sets.fill_sets(cohort, by=by)
    proposing.propose_timetable(cohort, by=by)
    sessions.publish_timetable(cohort, by=by)
    return cohort


PAGES = ("timetable", "staff_sets", "sessions", "session", "register", "learning_sets", "set")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["staff", "facilitator", "member"])
def test_queries_do_not_grow_with_rows(sign_in, staff, who, page):
    def queries(people, meetings):
        cohort = a_cohort_of(people, meetings, staff)
        wandle = cohort.learning_sets.get()
        meeting = Session.objects.filter(learning_set=wandle).first()
        person = {
            "staff": staff,
            "facilitator": wandle.facilitator,
            "member": wandle.memberships.first().pioneer.person,
        }[who]
        client = sign_in(type(staff).objects.get(pk=person.pk))
        address = {
            "timetable": url("timetable", cohort.pk),
            "staff_sets": url("staff_sets", cohort.pk),
            "sessions": url("sessions"),
            "session": url("session", meeting.pk),
            "register": url("register", meeting.pk),
            "learning_sets": url("learning_sets"),
            "set": url("learning_set", wandle.pk),
        }[page]
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    few, many = queries(3, 3), queries(30, 6)
    assert few == many
    assert many <= 15
