"""A meeting of another set in place of one that is missed."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.models import OutboundEmail
from tests import factories as make
from tests.workshops.world import BEGIN, mails, moment, published, running_cohort, states
from workshops import other_meetings
from workshops.models import Attendance, KeepApart, Session
from workshops.services import apologies, sessions, sets

pytestmark = pytest.mark.django_db
DAY = moment(2026, 10, 7, 10)


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


@pytest.fixture
def world():
    """Two sets: Grace is in the one that meets on the 7th, and the other meets on the 14th."""
    cohort = running_cohort()
    wandle = make.learning_set(cohort, name="Wandle", members=2)
    effra = make.learning_set(cohort, name="Effra", members=2)
    grace = make.pioneer(cohort)
    make.member(wandle, grace)
    missed, other = published(wandle, DAY), published(effra, moment(2026, 10, 14, 10))
    return {"cohort": cohort, "wandle": wandle, "effra": effra, "grace": grace,
            "missed": missed, "other": other}  # fmt: skip


def own_row(world, session="missed") -> Attendance:
    return Attendance.objects.get(session=world[session], pioneer=world["grace"])


def sorry(world, reason="leave") -> Attendance:
    grace = world["grace"]
    return apologies.send_apologies(world["missed"], pioneer=grace, reason=reason, by=grace.person)


def test_a_meeting_of_another_set_in_the_same_month_is_offered(world):
    assert other_meetings.that_fit(sorry(world)) == [world["other"]]


@pytest.mark.parametrize("state", ["expected", "present", "part"])
def test_nothing_is_offered_to_who_comes_or_came(world, state):
    row = own_row(world)
    row.state = state
    assert other_meetings.that_fit(row) == []


def same_home(world):
    make.member(world["effra"], make.pioneer(world["cohort"], home=world["grace"].home))


def same_provider(world):
    home = make.care_home(provider_id=world["grace"].home.provider_id)
    make.member(world["effra"], make.pioneer(world["cohort"], home=home))


def kept_apart(world):
    other = world["effra"].memberships.first().pioneer
    one, two = sorted([world["grace"], other], key=lambda one: one.pk)
    KeepApart.objects.create(cohort=world["cohort"], one=one, other=two)


def busy_that_day(world):
    published(world["cohort"], moment(2026, 10, 14, 14))


def next_month(world):
    Session.objects.filter(pk=world["other"].pk).update(
        starts_at=moment(2026, 11, 1, 0, 0), ends_at=moment(2026, 11, 1, 3)
    )


def cancelled(world):
    Session.objects.filter(pk=world["other"].pk).update(state="cancelled")


def proposed(world):
    Session.objects.filter(pk=world["other"].pk).update(state="proposed")


def full(world):
    """The one extra chair is taken, and every member comes."""
    guest = make.member(world["wandle"]).pioneer
    Attendance.objects.create(
        session=world["other"], pioneer=guest, makes_up_for=world["missed"],
        recorded_by=guest.person,
    )  # fmt: skip


def of_another_cohort(world):
    cancelled(world)
    published(make.learning_set(running_cohort(), members=1), moment(2026, 10, 14, 10))


@pytest.mark.parametrize(
    "change",
    [same_home, same_provider, kept_apart, busy_that_day, next_month, cancelled, proposed, full,
     of_another_cohort],
)  # fmt: skip
def test_a_meeting_that_does_not_fit_is_not_offered(world, change):
    change(world)
    assert other_meetings.that_fit(sorry(world)) == []


def test_who_cannot_come_leaves_a_chair(world):
    full(world)
    member = world["effra"].memberships.first().pioneer
    apologies.send_apologies(world["other"], pioneer=member, reason="ill", by=member.person)
    assert other_meetings.that_fit(sorry(world)) == [world["other"]]


def test_a_workshop_has_no_other_set(world):
    workshop = published(world["cohort"], moment(2026, 10, 21, 10))
    grace = world["grace"]
    row = apologies.send_apologies(workshop, pioneer=grace, reason="ill", by=grace.person)
    assert other_meetings.that_fit(row) == []


def test_one_press_takes_the_place_and_tells_its_facilitator_name_and_home_only(world, sign_in):
    sorry(world, "ill")
    client = sign_in(world["grace"].person)
    page = reverse("workshops:another_meeting", args=[world["missed"].pk])
    client.post(page, {"instead": world["other"].pk})

    row = own_row(world, "other")
    assert (row.state, row.makes_up_for) == ("expected", world["missed"])
    told = OutboundEmail.objects.get(kind="guest_comes")
    assert told.person == world["effra"].facilitator
    assert world["grace"].person.name in told.body
    assert world["grace"].home_name in told.body
    assert "ill" not in re.findall(r"\w+", told.body.lower())
    assert states(kind="session_reminder", person=world["grace"].person, state="due",
                  key__contains=f"session:{world['other'].pk}:") == ["due", "due"]  # fmt: skip


def test_a_guest_sees_that_meeting_among_the_own_ones_and_nothing_else_of_the_set(world, sign_in):
    later = published(world["effra"], moment(2026, 11, 11, 10))
    apologies.come_instead(sorry(world), world["other"], by=world["grace"].person)
    client = sign_in(world["grace"].person)
    assert str(world["other"].title) in client.get("/sessions/").content.decode()
    page = client.get(f"/sessions/{world['other'].pk}/").content.decode()
    assert [str(one.pioneer) for one in world["effra"].memberships.all()
            if str(one.pioneer) in page] == []  # fmt: skip
    assert client.get(f"/sessions/{later.pk}/").status_code == 404
    assert client.get(f"/sets/{world['effra'].pk}/").status_code == 404


def test_pressed_twice_it_is_one_place_and_one_mail(world):
    row = sorry(world)
    for _ in range(2):
        apologies.come_instead(row, world["other"], by=world["grace"].person)
    assert Attendance.objects.filter(makes_up_for=world["missed"]).count() == 1
    assert len(mails(kind="guest_comes")) == 1


def test_a_place_that_somebody_took_meanwhile_is_refused(world):
    row = sorry(world)
    full(world)
    with pytest.raises(Refused, match="no longer a place"):
        apologies.come_instead(row, world["other"], by=world["grace"].person)


def test_a_second_place_is_refused_until_the_first_is_given_back(world):
    row, by = sorry(world), world["grace"].person
    third = published(make.learning_set(world["cohort"], members=1), moment(2026, 10, 20, 10))
    apologies.come_instead(row, world["other"], by=by)
    with pytest.raises(Refused, match="Give it back first"):
        apologies.come_instead(row, third, by=by)
    assert apologies.give_back(row, by=by) is True
    apologies.come_instead(row, third, by=by)
    assert own_row(world).session.made_up.get().session == third


def test_given_back_before_the_mail_left_the_facilitator_hears_nothing(world):
    row, by = sorry(world), world["grace"].person
    apologies.come_instead(row, world["other"], by=by)
    apologies.give_back(row, by=by)
    assert states(kind__startswith="guest_") == ["cancelled"]


def test_given_back_after_it_left_the_facilitator_is_told(world):
    row, by = sorry(world), world["grace"].person
    apologies.come_instead(row, world["other"], by=by)
    OutboundEmail.objects.filter(kind="guest_comes").update(state="sent", sent_at=BEGIN)
    apologies.give_back(row, by=by)
    assert states(kind="guest_comes_not") == ["due"]
    assert not Attendance.objects.filter(makes_up_for=world["missed"]).exists()


def test_who_can_come_after_all_gives_the_other_place_back(world):
    apologies.come_instead(sorry(world), world["other"], by=world["grace"].person)
    grace = world["grace"]
    apologies.take_back_apologies(world["missed"], pioneer=grace, by=grace.person)
    assert own_row(world).state == "expected"
    assert not Attendance.objects.filter(makes_up_for=world["missed"]).exists()


def test_when_the_other_meeting_is_cancelled_another_may_be_chosen(world):
    row, by = sorry(world), world["grace"].person
    apologies.come_instead(row, world["other"], by=by)
    sessions.cancel_session(world["other"], by=make.staff())
    third = published(make.learning_set(world["cohort"], members=1), moment(2026, 10, 20, 10))
    assert other_meetings.chosen_instead(row) is None
    assert other_meetings.that_fit(row) == [third]
    apologies.come_instead(row, third, by=by)
    assert own_row(world).session.made_up.get().session == third


def test_a_pause_gives_a_guests_place_back(world):
    from pioneers.services import pauses

    with clock.at(moment(2026, 10, 5, 9)):
        apologies.come_instead(sorry(world), world["other"], by=world["grace"].person)
        pauses.pause(world["grace"], weeks=2, reason="outbreak", by=world["grace"].person)
    assert not Attendance.objects.filter(makes_up_for=world["missed"]).exists()


def test_from_the_phone_an_offer_follows_the_reason(world, sign_in):
    client = sign_in(world["grace"].person)
    answer = client.post(f"/sessions/{world['missed'].pk}/apologies/", {"reason": "leave"})
    assert answer.url == f"/sessions/{world['missed'].pk}/another/"
    page = client.get(answer.url).content.decode()
    assert "I will come to this one" in page


def test_where_nothing_fits_it_leads_back_to_the_session(world, sign_in):
    cancelled(world)
    client = sign_in(world["grace"].person)
    answer = client.post(f"/sessions/{world['missed'].pk}/apologies/", {"reason": "leave"})
    assert answer.url == f"/sessions/{world['missed'].pk}/"


def test_offers_take_as_many_queries_for_2_meetings_as_for_12(world):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            other_meetings.that_fit(row)
        return len(captured)

    row = sorry(world)
    row = Attendance.objects.select_related("session", "pioneer__home").get(pk=row.pk)
    few = queries()
    for day in range(15, 25):
        published(make.learning_set(world["cohort"], members=2), moment(2026, 10, day, 10))
    assert queries() == few
    assert len(other_meetings.that_fit(row)) == 11


def test_who_moves_to_the_set_they_were_a_guest_of_is_a_guest_no_more(world):
    apologies.come_instead(sorry(world), world["other"], by=world["grace"].person)
    sets.move_member(world["grace"], world["effra"], by=make.staff())
    assert [(row.session, row.makes_up_for) for row in world["grace"].attendances.all()] == [
        (world["other"], None)
    ]


def test_who_leaves_their_set_makes_up_for_nothing_there(world):
    apologies.come_instead(sorry(world), world["other"], by=world["grace"].person)
    sets.move_member(world["grace"], None, by=make.staff())
    assert not world["grace"].attendances.exists()
