"""“I can't come” by a link in the mail, without signing in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core import clock, links
from core.models import ActionLink, AuditEvent, OutboundEmail
from pioneers.models import HomePause
from tests import factories as make
from tests.workshops.world import BEGIN, mails, moment, published, running_cohort, states
from workshops import reminders
from workshops.models import Attendance, Session
from workshops.services import sessions

pytestmark = pytest.mark.django_db
DAY = moment(2026, 10, 7, 10)
REASONS = ["short_staffed", "outbreak", "inspection", "leave", "ill", "other"]


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


def path_in(row: OutboundEmail) -> str:
    found = re.search(r"http://testserver(/cant-come/[\w-]{32}/)", row.body)
    assert found
    return found[1]


def own_row(world, session="missed") -> Attendance:
    return Attendance.objects.get(session=world[session], pioneer=world["grace"])


def link_of(world) -> str:
    reminders.plan()
    return path_in(mails(kind="session_reminder", person=world["grace"].person)[0])


@pytest.mark.parametrize("reason", REASONS)
def test_opening_changes_nothing_and_one_press_on_a_reason_is_all(world, client, reason):
    path = link_of(world)
    page = client.get(path)
    assert (page.status_code, own_row(world).state) == (200, "expected")
    assert page.content.count(b'name="reason"') == 6

    page = client.post(path, {"reason": reason}, follow=True)

    assert (own_row(world).state, own_row(world).reason) == ("apologies", reason)
    assert "We know that you can’t come" in page.content.decode()
    event = AuditEvent.objects.get(action="sent apologies")
    assert (event.actor, event.detail) == (
        world["grace"].person.email,
        {"reason": reason, "by": "link"},
    )


def test_the_link_works_again_to_change_why_and_to_come_after_all(world, client):
    path = link_of(world)
    client.post(path, {"reason": "ill"})
    client.post(path, {"reason": "leave"})
    assert own_row(world).reason == "leave"
    client.post(path, {"after_all": "1"})
    assert own_row(world).state == "expected"
    assert states(kind="session_reminder", person=world["grace"].person) == ["due", "due"]


def test_two_presses_on_one_reason_are_one(world, client):
    path = link_of(world)
    client.post(path, {"reason": "ill"})
    client.post(path, {"reason": "ill"})
    assert AuditEvent.objects.filter(action="sent apologies").count() == 1


@pytest.mark.parametrize("data", [{}, {"reason": "bored"}])
def test_without_a_reason_nothing_is_noted_and_the_page_says_why(world, client, data):
    page = client.post(link_of(world), data)
    assert (page.status_code, own_row(world).state) == (200, "expected")
    assert "Please choose why" in page.content.decode()


def test_the_link_tells_whoever_it_is_forwarded_to_of_nobody_else(world, client):
    Session.objects.filter(pk=world["missed"].pk).update(online_link="https://meet.example/secret")
    words = client.get(link_of(world)).content.decode()
    for hidden in (
        "meet.example",
        world["grace"].person.name,
        world["grace"].person.email,
        world["grace"].home_name,
        *[str(one.pioneer) for one in world["wandle"].memberships.all()],
    ):
        assert hidden not in words


def test_each_person_and_session_has_a_link_of_its_own(world, client):
    reminders.plan()
    rows = mails(kind="session_reminder")
    assert len({path_in(row) for row in rows}) == len(rows)
    peer = world["wandle"].memberships.exclude(pioneer=world["grace"]).first().pioneer
    client.post(path_in(mails(person=peer.person)[0]), {"reason": "ill"})
    assert own_row(world).state == "expected"
    assert peer.attendances.get(session=world["missed"]).state == "apologies"


def test_the_token_is_kept_as_a_hash_and_hidden_from_staff(world):
    path = link_of(world)
    token = path.split("/")[2]
    assert not ActionLink.objects.filter(token_hash__contains=token).exists()
    row = mails(kind="session_reminder", person=world["grace"].person)[0]
    assert token not in links.hide(row.body)


@pytest.mark.parametrize(
    ("when", "status"),
    [(DAY - timedelta(minutes=1), 200), (DAY + timedelta(hours=2, minutes=59), 200),
     (DAY + timedelta(hours=3), 410), (DAY + timedelta(days=30), 410)],
)  # fmt: skip
def test_it_ends_with_the_session(world, client, when, status):
    path = link_of(world)
    with clock.at(when):
        assert client.get(path).status_code == status
        assert client.post(path, {"reason": "ill"}).status_code == (302 if status == 200 else 410)
    assert own_row(world).state == ("apologies" if status == 200 else "expected")


def test_a_move_closes_the_old_link_and_brings_a_new_one(world, client):
    old = link_of(world)
    session = world["missed"]
    sessions.change_session(
        session, starts_at=DAY + timedelta(1), ends_at=DAY + timedelta(1, hours=3),
        place=session.place, online_link="", title=session.title, by=make.staff(),
    )  # fmt: skip
    assert client.get(old).status_code == 410
    moved = path_in(mails(kind="session_moved", person=world["grace"].person)[0])
    assert client.post(moved, {"reason": "ill"}).status_code == 302
    assert own_row(world).state == "apologies"


def test_of_a_cancelled_session_there_is_nothing_to_say(world, client):
    path = link_of(world)
    sessions.cancel_session(world["missed"], by=make.staff())
    page = client.post(path, {"reason": "ill"})
    assert (page.status_code, own_row(world).state) == (410, "expected")
    assert "is cancelled" in page.content.decode()


def test_who_left_the_set_or_the_programme_is_not_expected_there(world, client):
    path = link_of(world)
    world["grace"].state = "withdrawn"
    world["grace"].save()
    assert client.post(path, {"reason": "ill"}).status_code == 410


def test_a_token_that_does_not_exist_is_not_there(client):
    assert client.get(f"/cant-come/{'x' * 32}/").status_code == 404


def test_another_links_token_opens_nothing_here(world, client):
    token = links.create(
        "resume-draft", world["missed"], expires_at=DAY, person=world["grace"].person
    )
    assert client.get(f"/cant-come/{token}/").status_code == 404


def test_an_outbreak_offers_the_pause_with_one_more_press(world, client):
    path = link_of(world)
    page = client.post(path, {"reason": "outbreak"}, follow=True)
    assert "Pause for two weeks" in page.content.decode()
    page = client.post(path, {"pause": "2"}, follow=True)
    pause = HomePause.objects.get()
    assert (pause.home, pause.reason) == (world["grace"].home, "outbreak")
    assert "is paused until" in page.content.decode()
    assert client.post(path, {"reason": "ill"}).status_code == 302
