"""Wishes for the timetable, and proposed sessions put on other days."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.models import OutboundEmail
from tests import factories as make
from tests.pages import text_of
from tests.workshops.world import BEGIN, five_sets, moment, published, running_cohort
from workshops.models import LearningSet, Session, TimetableWish
from workshops.services import proposing

pytestmark = pytest.mark.django_db
ASKS_JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


@pytest.fixture
def staff():
    return make.staff()


def url(name, *args):
    return reverse(f"workshops:{name}", args=args)


def wishes(cohort, **changes):
    values = {"workshop_weekdays": [2], "gap_days": 5, "avoid": ""}
    for one in cohort.learning_sets.all():
        values |= {f"weekday_{one.pk}": one.weekday, f"half_{one.pk}": "am"}
    return {**values, **changes}


def proposed(cohort, day=date(2026, 10, 7), **fields):
    return make.session(cohort, day=day, state="proposed", **fields)


def test_a_timetable_is_proposed_and_published_in_three_presses(sign_in, staff):
    cohort = running_cohort()
    five_sets(cohort, staff)
    make.pioneer(cohort)
    client = sign_in(staff)

    page = client.post(url("propose_timetable", cohort.pk), follow=True)  # 1: Propose dates
    assert url("publish_timetable", cohort.pk) in page.content.decode()
    client.get(url("publish_timetable", cohort.pk))  # 2: See who gets a mail, and publish
    assert OutboundEmail.objects.count() == 0
    client.post(url("publish_timetable", cohort.pk))  # 3: Publish and send the mails

    assert set(cohort.sessions.values_list("state", flat=True)) == {"published"}


def test_wishes_are_kept_and_the_proposal_follows_them(sign_in, staff):
    cohort = running_cohort(workshop_count=3, set_meeting_count=4)
    wandle = five_sets(cohort, staff)[0]
    typed = wishes(
        cohort,
        workshop_weekdays=[3],
        online_workshops=[2],
        online_meetings=[1, 4],
        gap_days=9,
        avoid="15/02/2027 to 19/02/2027 half-term\n04/11/2026",
        **{f"weekday_{wandle.pk}": 4, f"half_{wandle.pk}": "pm"},
    )
    client = sign_in(staff)

    client.post(url("timetable_wishes", cohort.pk), typed)

    wish = TimetableWish.objects.get(cohort=cohort)
    assert (wish.workshop_weekdays, wish.gap_days) == ([3], 9)
    assert wish.avoid == [
        ["2026-11-04", "2026-11-04", ""],
        ["2027-02-15", "2027-02-19", "half-term"],
    ]
    wandle.refresh_from_db()
    assert (wandle.weekday, wandle.starts, wandle.ends) == (4, time(13, 30), time(16, 30))
    modes = cohort.sessions.filter(kind="workshop").values_list("number", "mode", "place")
    assert list(modes) == [(1, "in_person", ""), (2, "online", "Online"), (3, "in_person", "")]
    online = cohort.sessions.filter(learning_set=wandle, mode="online")
    assert sorted(online.values_list("number", flat=True)) == [1, 4]
    days = {one.starts_at.date() for one in cohort.sessions.all()}
    assert not {day for day in days if date(2027, 2, 15) <= day <= date(2027, 2, 19)}
    workshop_days = {one.starts_at.weekday() for one in cohort.sessions.filter(kind="workshop")}
    assert workshop_days == {3}
    page = client.get(url("timetable_wishes", cohort.pk)).content.decode()
    assert "15/02/2027 to 19/02/2027 half-term" in page


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("half-term", "“half-term” does not begin with a day"),
        ("31/02/2027", "There is no day 31/02/2027"),
        ("19/02/2027 to 15/02/2027", "the last day comes before the first"),
        ("01/01/2026 to 01/01/2036", "longer than a year"),
    ],
)
def test_a_day_to_keep_free_that_makes_no_sense_is_refused_in_words(sign_in, staff, line, words):
    cohort = running_cohort()
    page = sign_in(staff).post(url("timetable_wishes", cohort.pk), wishes(cohort, avoid=line))
    assert words in text_of(page)
    assert not TimetableWish.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ({"day": "2026-10-08"}, date(2026, 10, 8)),
        ({"days": "-1"}, date(2026, 10, 6)),
        ({"weeks": "1"}, date(2026, 10, 14)),
        # Thursday and Friday come before the weekend, Monday after it.
        ({"days": "3"}, date(2026, 10, 12)),
    ],
)
def test_a_proposed_session_goes_to_another_day_and_nobody_is_told(sign_in, staff, typed, day):
    cohort = running_cohort()
    make.pioneer(cohort)
    session = proposed(cohort)

    page = sign_in(staff).post(url("move_proposed", cohort.pk, session.pk), typed)

    assert page.url == f"{url('timetable', cohort.pk)}#session-{session.pk}"
    session.refresh_from_db()
    assert session.starts_at == moment(day.year, day.month, day.day, 10)
    assert session.note == "Moved by staff from Wednesday 7 October 2026."
    assert OutboundEmail.objects.count() == 0


def test_the_answer_says_what_speaks_against_each_day_now(sign_in, staff):
    cohort = running_cohort()
    workshop = proposed(cohort)
    wandle = make.learning_set(cohort)
    meeting = proposed(wandle, day=date(2026, 10, 20))

    answer = sign_in(staff).post(
        url("move_proposed", cohort.pk, meeting.pk), {"day": "2026-10-07"}, **ASKS_JSON
    )

    assert answer.status_code == 200
    state = answer.json()
    assert (state["day"], state["words"]) == ("2026-10-07", "Wed 7 Oct 2026")
    assert state["clashes"] == {
        str(workshop.pk): [f"The {wandle} meets on that day."],
        str(meeting.pk): ["Workshop 1 is on that day."],
    }


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-10-10", "Saturday 10 October 2026 is at a weekend"),
        ("2026-12-28", "Monday 28 December 2026 is a bank holiday"),
        ("2028-01-05", "outside"),
        ("", "Choose a day."),
        ("soon", "Write the day like 23/07/2025."),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_moves(sign_in, staff, day, words):
    cohort = running_cohort()
    session = proposed(cohort)
    client = sign_in(staff)
    address = url("move_proposed", cohort.pk, session.pk)

    answer = client.post(address, {"day": day}, **ASKS_JSON)

    assert answer.status_code == 409
    assert words in answer.json()["refused"]
    assert answer.json()["day"] == "2026-10-07"
    assert words in text_of(client.post(address, {"day": day}, follow=True))
    session.refresh_from_db()
    assert session.starts_at == moment(2026, 10, 7, 10)


def test_a_published_session_is_not_dragged_but_leads_to_its_own_page(sign_in, staff):
    cohort = running_cohort()
    session = published(cohort, moment(2026, 10, 7, 10))
    proposed(cohort, day=date(2026, 11, 4))
    client = sign_in(staff)

    answer = client.post(
        url("move_proposed", cohort.pk, session.pk), {"day": "2026-10-08"}, **ASKS_JSON
    )

    assert answer.status_code == 409
    assert "cannot be dragged" in answer.json()["refused"]
    page = client.get(url("timetable", cohort.pk)).content.decode()
    assert url("move_proposed", cohort.pk, session.pk) not in page
    assert url("edit_session", cohort.pk, session.pk) in page


def test_a_proposed_session_says_what_speaks_against_it(sign_in, staff):
    cohort, other = running_cohort(workshop_place="Elm Room"), running_cohort()
    both = make.person("Both Cohorts")
    make.pioneer(cohort, person=both)
    make.pioneer(other, person=both)
    proposed(cohort)
    published(other, moment(2026, 10, 7, 10), title="Welcome")

    client = sign_in(staff)
    for name in ("timetable", "publish_timetable"):
        page = text_of(client.get(url(name, cohort.pk)))
        assert f"A Pioneer is at Welcome of {other} on that day." in page
        assert "Both Cohorts" not in page


def test_a_proposal_keeps_clear_of_other_cohorts(staff):
    cohort = running_cohort(set_meeting_count=1, workshop_count=0)
    other = running_cohort()
    wandle = make.learning_set(cohort, weekday=1, place="Elm Room")
    proposing.propose_timetable(cohort, by=staff)
    [meeting] = cohort.sessions.filter(learning_set=wandle)
    theirs = make.learning_set(other, facilitator=wandle.facilitator, place="Oak Room")
    published(theirs, meeting.starts_at, title="Their meeting")

    proposing.propose_timetable(cohort, by=staff)

    [moved] = cohort.sessions.filter(learning_set=wandle)
    assert moved.starts_at != meeting.starts_at
    assert f"the facilitator is at Their meeting of {other} at that time" in moved.note
    LearningSet.objects.filter(pk=theirs.pk).update(facilitator=make.person())
    Session.objects.filter(learning_set=theirs).update(place="Elm Room")
    proposing.propose_timetable(cohort, by=staff)
    [moved] = cohort.sessions.filter(learning_set=wandle)
    assert f"Their meeting of {other} is using Elm Room at that time" in moved.note


def test_what_is_published_stays_and_the_rest_goes_around_where_it_really_is(staff):
    cohort = running_cohort(workshop_count=3, set_meeting_count=0)
    proposing.propose_timetable(cohort, by=staff)
    second = cohort.sessions.get(title="Workshop 2")
    day = moment(2026, 10, 1, 10)
    Session.objects.filter(pk=second.pk).update(
        state="published", starts_at=day, ends_at=day.replace(hour=16)
    )

    proposing.propose_timetable(cohort, by=staff)

    found = [(one.number, one.state) for one in cohort.sessions.filter(kind="workshop")]
    assert found == [(1, "proposed"), (2, "published"), (3, "proposed")]


def test_queries_do_not_grow_with_sessions(sign_in, staff):
    cohort = running_cohort(set_meeting_count=0)
    client = sign_in(staff)
    counts = []
    for number in (1, 6):
        cohort.set_meeting_count = number
        cohort.save()
        if number == 1:
            five_sets(cohort, staff)
        proposing.propose_timetable(cohort, by=staff)
        client.get(url("timetable", cohort.pk))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url("timetable", cohort.pk))
        counts.append(len(queries))
    assert page.content.decode().count("data-move=") == 35
    assert counts[0] == counts[1]
    assert counts[1] <= 15


def test_what_is_over_and_done_is_folded_away_and_a_missing_register_is_not(sign_in, staff):
    cohort = running_cohort()
    with clock.at(moment(2026, 9, 1, 9)):
        done, missing = (published(cohort, moment(2026, 9, day, 10)) for day in (8, 15))
        off, coming = (published(cohort, moment(2026, month, 20, 10)) for month in (9, 11))
    Session.objects.filter(pk=done.pk).update(register_taken_at=done.ends_at)
    Session.objects.filter(pk=off.pk).update(state="cancelled")
    with clock.at(moment(2026, 10, 1, 9)):
        page = sign_in(staff).get(url("timetable", cohort.pk))
    shown = [one.pk for one, _ in page.context["rows"]]
    assert (shown, [one.pk for one in page.context["held"]]) == (
        [missing.pk, coming.pk],
        [done.pk, off.pk],
    )
    text = page.content.decode()
    assert "2 sessions that are over" in text
    assert text.index("Take the register<") < text.index("2 sessions that are over")
    assert text.count("Take the register<") == 1
