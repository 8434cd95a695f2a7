"""Somebody of another set who came: found by name, added, and counted for what they missed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.models import AuditEvent
from tests import factories as make
from tests.workshops.world import BEGIN, moment, published, running_cohort
from workshops import guests as choices
from workshops.services import guests

pytestmark = pytest.mark.django_db
HERE = moment(2026, 10, 21, 10)


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


@pytest.fixture
def world():
    """A meeting of Wandle on 21 October, and a Pioneer of Effra with four meetings of their own."""

    class World:
        cohort = running_cohort()
        wandle = make.learning_set(cohort, name="Wandle", members=1)
        effra = make.learning_set(cohort, name="Effra")
        pioneer = make.member(effra).pioneer
        here = published(wandle, HERE)
        september = published(effra, moment(2026, 9, 9, 10))
        october = published(effra, moment(2026, 10, 6, 10))
        later = published(effra, moment(2026, 10, 28, 10))
        november = published(effra, moment(2026, 11, 3, 10))

        def say(self, session, state):
            session.attendances.filter(pioneer=self.pioneer).update(state=state)

        def missed(self):
            with clock.at(HERE):
                return choices.missed_by(self.pioneer, by_going_to=self.here)

        def add(self, missed=None, **fields):
            with clock.at(fields.pop("at", HERE)):
                return guests.add_guest(
                    fields.pop("session", self.here),
                    pioneer=fields.pop("pioneer", self.pioneer),
                    makes_up_for=missed or self.october,
                    by=self.wandle.facilitator,
                )

    return World()


@pytest.mark.parametrize(
    ("state", "past", "coming"),
    [
        ("expected", True, False),
        ("apologies", True, True),
        ("absent", True, True),
        ("excused", True, True),
        ("present", False, False),
        ("part", False, False),
    ],
)
def test_what_was_missed_can_be_made_up_for(world, state, past, coming):
    world.say(world.september, "present")
    world.say(world.october, state)
    world.say(world.later, state)
    found = world.missed()
    assert [world.october in found, world.later in found] == [past, coming]


def test_the_same_month_comes_first_then_the_nearest(world):
    for one in (world.later, world.november):
        world.say(one, "apologies")
    assert world.missed() == [world.later, world.october, world.november, world.september]


def test_a_guest_is_present_and_the_missed_meeting_is_made_up_for_once(world):
    row = world.add()
    assert (row.state, row.makes_up_for, row.recorded_by) == (
        "present",
        world.october,
        world.wandle.facilitator,
    )
    assert world.october not in world.missed()
    event = AuditEvent.objects.get(action="added guest")
    assert event.detail == {"makes_up_for": world.october.pk}
    with pytest.raises(Refused, match="in this register already"):
        world.add(world.september)
    brixton = published(make.learning_set(world.cohort), HERE + timedelta(days=1))
    with pytest.raises(Refused, match="missed and has not made up for"):
        world.add(session=brixton, at=HERE + timedelta(days=1))


def test_a_plan_to_go_elsewhere_gives_way_to_where_they_came(world):
    brixton = published(make.learning_set(world.cohort), HERE + timedelta(days=1))
    brixton.attendances.create(
        pioneer=world.pioneer, makes_up_for=world.october, recorded_by=world.pioneer.person
    )
    world.add()
    assert list(brixton.attendances.values_list("pioneer", flat=True)) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("before the day", "opens on the day"),
        ("workshop", "Everybody in the cohort is expected"),
        ("another cohort", "does not take part in this cohort"),
        ("withdrawn", "does not take part in this cohort"),
        ("came to it", "missed and has not made up for"),
        ("somebody else’s", "missed and has not made up for"),
    ],
)
def test_who_cannot_be_a_guest_is_refused_in_words(world, wrong, words):
    fields = {}
    if wrong == "before the day":
        fields["at"] = BEGIN
    if wrong == "workshop":
        fields["session"] = published(world.cohort, HERE)
    if wrong == "another cohort":
        fields["pioneer"] = make.pioneer(running_cohort())
    if wrong == "withdrawn":
        type(world.pioneer).objects.filter(pk=world.pioneer.pk).update(state="withdrawn")
    if wrong == "came to it":
        world.say(world.october, "part")
    if wrong == "somebody else’s":
        fields["missed"] = published(make.learning_set(world.cohort, members=1), HERE)
    with pytest.raises(Refused, match=words):
        world.add(**fields)
    assert not world.here.attendances.filter(makes_up_for__isnull=False).exists()


def test_only_a_guest_who_did_not_sign_in_is_taken_off(world):
    member = world.wandle.memberships.get().pioneer
    by = world.wandle.facilitator
    with pytest.raises(Refused, match="Only a guest"):
        guests.remove_guest(world.here, pioneer_id=member.pk, by=by)
    row = world.add()
    row.signed_in_at = HERE
    row.save()
    with pytest.raises(Refused, match="signed in here"):
        guests.remove_guest(world.here, pioneer_id=world.pioneer.pk, by=by)
    row.signed_in_at = None
    row.save()
    guests.remove_guest(world.here, pioneer_id=world.pioneer.pk, by=by)
    assert list(world.here.attendances.values_list("pioneer", flat=True)) == [member.pk]


# --- Pages ----------------------------------------------------------------------------------


def url(world, name="add_guest", *args):
    return reverse(f"workshops:{name}", args=[world.here.pk, *args])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Grace Effra Member", True),
        ("  grace   effra member ", True),
        ("Grace", False),
        ("Grace Effra", False),
        ("%", False),
        ("", False),
        ("Of Another Cohort", False),
        ("In Wandle Already", False),
    ],
)
def test_a_facilitator_finds_only_by_the_whole_name(sign_in, world, typed, found):
    def call(person, name):
        person.name = name
        person.save()

    call(world.pioneer.person, "Grace Effra Member")
    call(make.pioneer(running_cohort()).person, "Of Another Cohort")
    call(world.wandle.memberships.get().pioneer.person, "In Wandle Already")
    with clock.at(HERE):
        page = sign_in(world.wandle.facilitator).get(url(world), {"name": typed})
    words = page.content.decode()
    assert ("In place of which meeting?" in words) is found
    assert ("Grace Effra Member" in words) is found


def test_adding_is_two_presses_and_the_name(sign_in, world):
    client = sign_in(world.wandle.facilitator)
    with clock.at(HERE):
        page = client.get(url(world), {"name": str(world.pioneer)}).content.decode()
        assert page.count(" checked") == 1
        sent = {
            "name": str(world.pioneer),
            "pioneer": world.pioneer.pk,
            "makes_up_for": world.october.pk,
        }
        page = client.post(url(world), sent, follow=True).content.decode()
    assert "Guest, in place of Effra set, Tue 6 Oct 2026" in page
    assert world.here.attendances.get(pioneer=world.pioneer).state == "present"


def test_an_id_without_the_name_adds_nobody(sign_in, world):
    client = sign_in(world.wandle.facilitator)
    sent = {"name": "Somebody", "pioneer": world.pioneer.pk, "makes_up_for": world.october.pk}
    with clock.at(HERE):
        page = client.post(url(world), sent).content.decode()
    assert "Nobody of this name" in page
    assert world.here.attendances.filter(pioneer=world.pioneer).count() == 0


def test_staff_add_from_the_list_of_all(sign_in, world):
    client = sign_in(make.staff())
    address = reverse("workshops:staff_make_up", args=[world.cohort.pk, world.pioneer.pk])
    with clock.at(HERE):
        page = client.get(address).content.decode()
        assert "Effra set, Tuesday 6 October 2026" in page
        client.post(address, {"session": world.here.pk, "makes_up_for": world.october.pk})
    row = world.here.attendances.get(pioneer=world.pioneer)
    assert (row.state, row.makes_up_for) == ("present", world.october)


def test_staff_are_told_where_there_is_nothing_to_add(sign_in, world):
    pioneer = world.wandle.memberships.get().pioneer
    address = reverse("workshops:staff_make_up", args=[world.cohort.pk, pioneer.pk])
    page = sign_in(make.staff()).post(address, {"session": world.here.pk, "makes_up_for": ""})
    assert (page.status_code, "Error:" in page.content.decode()) == (200, True)
