"""The private calendar address: what it shows, to whom, and that it can be stopped at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.models import AuditEvent
from tests import factories as make
from tests.workshops.calendars import method, read
from tests.workshops.world import BEGIN, moment, published, running_cohort
from workshops.calendar import feeds
from workshops.models import Attendance, CalendarFeed
from workshops.services import apologies, sessions, sets
from workshops.services.feeds import make_feed, switch_off

pytestmark = pytest.mark.django_db
DAY = moment(2026, 10, 7, 10)
LINK = "https://meet.example/only-for-us"


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


def address(person):
    return feeds.address(make_feed(person, by=person)).removeprefix("http://testserver")


def found(client, url):
    page = client.get(url)
    assert page.status_code == 200
    text = page.content.decode()
    assert method(text) == "PUBLISH"
    return read(text)


def titles(client, url):
    return [one["title"] for one in found(client, url)]


def move(session, starts, by):
    return sessions.change_session(
        session, starts_at=starts, ends_at=starts + timedelta(hours=3), place=session.place,
        online_link=session.online_link, title=session.title, by=by,
    )  # fmt: skip


def test_it_holds_ones_own_sessions_and_make_ups_and_nobody_elses(client):
    cohort = running_cohort()
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    pioneer = make.member(wandle).pioneer
    published(cohort, DAY, title="Workshop 2")
    published(wandle, moment(2026, 10, 13, 10), title="Wandle 2")
    published(cohort, moment(2026, 11, 4, 10), title="Proposed", state="proposed")
    make_up = published(effra, moment(2026, 10, 15, 10), title="Effra 2")
    published(effra, moment(2026, 11, 12, 10), title="Effra 3")
    published(running_cohort(), DAY, title="Elsewhere")
    Attendance.objects.create(session=make_up, pioneer=pioneer, recorded_by=pioneer.person)

    assert titles(client, address(pioneer.person)) == ["Workshop 2", "Wandle 2", "Effra 2"]
    assert titles(client, address(wandle.facilitator)) == ["Workshop 2", "Wandle 2"]
    assert titles(client, address(make.person())) == []


def test_a_sets_link_is_for_its_members_and_facilitator_until_it_is_over(client):
    cohort = running_cohort()
    wandle = make.learning_set(cohort)
    member, other = make.member(wandle).pioneer, make.pioneer(cohort)
    session = published(wandle, DAY, online_link=LINK)
    # A row of a set that one is not in, such as one that was left: a date and no link.
    Attendance.objects.create(session=session, pioneer=other, recorded_by=other.person)
    people = (member.person, wandle.facilitator, other.person)

    def sees():
        return [LINK in found(client, address(person))[0]["words"] for person in people]

    assert sees() == [True, True, False]
    with clock.at(session.ends_at):
        assert sees() == [False, False, False]


def test_a_move_raises_the_sequence_and_a_cancelled_session_stays_as_cancelled(client):
    staff = make.staff()
    cohort = running_cohort()
    pioneer = make.pioneer(cohort)
    session = published(cohort, DAY, title="Workshop 2")
    url = address(pioneer.person)
    (before,) = found(client, url)
    move(session, moment(2026, 10, 28, 10), staff)
    (after,) = found(client, url)
    assert (before["uid"], before["sequence"]) == (after["uid"], 0)
    assert (after["sequence"], after["starts"]) == (1, "2026-10-28 10:00 +0000")
    sessions.cancel_session(session, by=staff)
    (last,) = found(client, url)
    assert (last["uid"], last["sequence"], last["status"]) == (before["uid"], 2, "CANCELLED")
    assert last["alarms"] == 0


def test_apologies_take_the_alarm_away_and_say_so(client):
    pioneer = make.pioneer(running_cohort())
    session = published(pioneer.cohort, DAY)
    apologies.send_apologies(session, pioneer=pioneer, reason="ill", by=pioneer.person)
    (one,) = found(client, address(pioneer.person))
    assert one["alarms"] == 0
    assert one["words"].startswith("You told us that you cannot come.\n")
    assert "ill" not in one["words"].replace("will", "").lower().split()


def test_asking_again_is_answered_by_no_change_until_there_is_one(client):
    staff = make.staff()
    pioneer = make.pioneer(running_cohort())
    session = published(pioneer.cohort, DAY)
    url = address(pioneer.person)
    first = client.get(url)
    tag = first["ETag"]
    with clock.at(BEGIN + timedelta(minutes=30)):
        again = client.get(url, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert first["Cache-Control"] == "private, no-cache"
        assert first["Last-Modified"] == "Tue, 01 Sep 2026 08:00:00 GMT"
        move(session, moment(2026, 10, 8, 10), staff)
        changed = client.get(url, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["Last-Modified"] == "Tue, 01 Sep 2026 08:30:00 GMT"


def test_a_new_address_makes_the_old_one_dead_at_once(client):
    pioneer = make.pioneer(running_cohort())
    old = address(pioneer.person)
    with clock.at(BEGIN + timedelta(seconds=1)):
        new = address(pioneer.person)
    assert [client.get(url).status_code for url in (old, new)] == [404, 200]
    switch_off(pioneer.person, by=pioneer.person)
    assert client.get(new).status_code == 404


def test_who_may_no_longer_sign_in_has_no_calendar(client):
    pioneer = make.pioneer(running_cohort())
    url = address(pioneer.person)
    pioneer.person.is_active = False
    pioneer.person.save()
    assert client.get(url).status_code == 404


def test_who_withdraws_has_an_empty_calendar_at_once(client):
    cohort = running_cohort()
    wandle = make.learning_set(cohort)
    pioneer = make.member(wandle).pioneer
    published(cohort, DAY)
    published(wandle, moment(2026, 10, 13, 10))
    url = address(pioneer.person)
    assert len(found(client, url)) == 2
    pioneer.state = "withdrawn"
    pioneer.save()
    assert found(client, url) == []


def test_who_leaves_a_set_keeps_its_past_and_loses_its_future(client):
    cohort = running_cohort()
    wandle = make.learning_set(cohort)
    pioneer = make.member(wandle).pioneer
    published(wandle, moment(2026, 9, 8, 10), title="Wandle 1")
    published(wandle, DAY, title="Wandle 2")
    url = address(pioneer.person)
    with clock.at(moment(2026, 9, 20, 9)):
        sets.move_member(pioneer, None, by=make.staff())
        assert titles(client, url) == ["Wandle 1"]


def test_a_fetch_is_noted_once_an_hour_and_otherwise_writes_nothing(client):
    pioneer = make.pioneer(running_cohort())
    url = address(pioneer.person)

    def noted(minutes):
        now = clock.at(BEGIN + timedelta(minutes=minutes))
        with now, CaptureQueriesContext(connection) as captured:
            client.get(url)
        writes = [one for one in captured if one["sql"].startswith(("UPDATE", "INSERT"))]
        return len(writes), CalendarFeed.objects.get().fetched_at - BEGIN

    assert noted(0) == (1, timedelta(0))
    assert noted(59) == (0, timedelta(0))
    assert noted(60) == (1, timedelta(minutes=60))


def test_the_address_is_stored_nowhere(client):
    person = make.pioneer(running_cohort()).person
    url = address(person)
    token = url.split("/")[-1].removesuffix(".ics")
    row = CalendarFeed.objects.values().get()
    assert len(token) == 32
    assert token not in str(row)
    assert row["token_hash"] == feeds.hash_of(token)
    assert token not in str(list(AuditEvent.objects.values()))


def test_the_page_makes_shows_and_stops_an_address(client, sign_in):
    person = make.pioneer(running_cohort()).person
    browser = sign_in(person)
    page, make_it, stop = (
        reverse(f"workshops:{name}")
        for name in ("calendar", "make_calendar", "switch_off_calendar")
    )
    assert "Make my address" in browser.get(page).content.decode()
    browser.post(make_it)
    url = feeds.address(CalendarFeed.objects.get())
    shown = browser.get(page).content.decode()
    assert f'value="{url}"' in shown
    assert f'href="webcal://{url.removeprefix("http://")}"' in shown
    assert client.get(url).status_code == 200
    browser.post(stop)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("days", "words"),
    [(13, "so we send you no invitations by mail."), (15, "we invite you by mail.")],
)
def test_the_page_says_whether_one_is_invited_by_mail(client, sign_in, days, words):
    person = make.pioneer(running_cohort()).person
    client.get(address(person))
    with clock.at(BEGIN + timedelta(days=days)):
        assert words in sign_in(person).get(reverse("workshops:calendar")).content.decode()


def test_after_the_secret_key_changes_an_address_works_and_is_not_shown_wrong(
    client, sign_in, settings
):
    person = make.pioneer(running_cohort()).person
    url = address(person)
    settings.SECRET_KEY = "another key"
    assert client.get(url).status_code == 200
    shown = sign_in(person).get(reverse("workshops:calendar")).content.decode()
    assert ".ics" not in shown
    assert "Your address works, but we can no longer show it." in shown


def test_a_feed_has_as_many_queries_for_3_sessions_as_for_30(client):
    def queries(count):
        cohort = running_cohort()
        wandle = make.learning_set(cohort)
        pioneer = make.member(wandle).pioneer
        for number in range(count):
            published(wandle if number % 2 else cohort, DAY + timedelta(days=number))
        url = address(pioneer.person)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert len(found(client, url)) == count
        return len(captured)

    assert (queries(3), queries(30)) == (5, 5)
