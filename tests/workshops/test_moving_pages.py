"""Moving and cancelling a session by staff: who is concerned is seen before it is done."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.models import EmailTemplate, OutboundEmail
from tests import factories as make
from tests.pages import text_of
from tests.workshops.world import BEGIN, mails, moment, published, running_cohort
from workshops import invitations, reminders
from workshops.models import Attendance, Session
from workshops.services import apologies, sessions
from workshops.services.feeds import make_feed, note_fetched

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


def url(name, session):
    return reverse(f"workshops:{name}", args=[session.cohort_id, session.pk])


def typed(**changes):
    return {
        "title": "Workshop 2",
        "day": "2026-10-08",
        "starts": "10:00",
        "ends": "13:00",
        "mode": "in_person",
        "place": "Elm Room",
        "online_link": "",
        **changes,
    }


def seen_on(page):
    return re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]


def a_workshop(people=2, **fields):
    cohort = running_cohort()
    pioneers = [make.pioneer(cohort) for _ in range(people)]
    return published(cohort, DAY, title="Workshop 2", place="Elm Room", **fields), pioneers


def test_three_presses_move_a_session_and_tell_everybody(sign_in, staff):
    session, (first, _) = a_workshop()
    client = sign_in(staff)
    timetable = client.get(reverse("workshops:timetable", args=[session.cohort_id]))
    assert url("edit_session", session) in timetable.content.decode()

    client.get(url("edit_session", session))  # 1: Change
    look = client.post(url("edit_session", session), typed())  # 2: the new date
    session.refresh_from_db()
    assert (session.starts_at, OutboundEmail.objects.count()) == (DAY, 0)
    assert "Move and tell 2 people" in text_of(look)
    done = client.post(  # 3: move and tell
        url("edit_session", session), typed(seen=seen_on(look), move="1")
    )

    assert done.url == reverse("workshops:timetable", args=[session.cohort_id])
    session.refresh_from_db()
    assert (session.starts_at, session.sequence) == (moment(2026, 10, 8, 10), 1)
    assert len(mails(kind="session_moved")) == 2
    assert first.person.name in text_of(look)


def test_the_mail_shown_is_the_mail_sent(sign_in, staff):
    session, _ = a_workshop(people=1)
    client = sign_in(staff)
    look = client.post(url("edit_session", session), typed(why="The heating is broken."))
    client.post(
        url("edit_session", session),
        typed(why="The heating is broken.", seen=seen_on(look), move="1"),
    )
    (row,) = mails(kind="session_moved")
    own = re.search(r"http://testserver/\S+/[\w-]{32}/", row.body)[0]
    signed_in = f"http://testserver/sessions/{session.pk}/apologies/"
    shown = look.context["look"].mail
    assert (shown.subject, shown.body) == (row.subject, row.body.replace(own, signed_in))
    assert "The heating is broken.\n\nSee the session" in row.body


def test_what_was_not_looked_at_is_not_done(sign_in, staff):
    session, _ = a_workshop()
    client = sign_in(staff)
    look = client.post(url("edit_session", session), typed())
    page = client.post(
        url("edit_session", session), typed(day="2026-10-09", seen=seen_on(look), move="1")
    )
    session.refresh_from_db()
    assert (session.starts_at, OutboundEmail.objects.count()) == (DAY, 0)
    assert "Something is different from what you looked at." in text_of(page)
    assert "Friday 9 October 2026" in text_of(page)


def test_of_two_who_decide_at_once_the_second_looks_again(sign_in, staff):
    session, _ = a_workshop()
    client = sign_in(staff)
    look = client.post(url("edit_session", session), typed())
    client.post(url("edit_session", session), typed(seen=seen_on(look), move="1"))
    again = client.post(
        url("edit_session", session), typed(day="2026-10-09", seen=seen_on(look), move="1")
    )
    session.refresh_from_db()
    assert (session.sequence, again.status_code) == (1, 200)
    assert len(mails(kind="session_moved")) == 2


def test_a_press_on_an_old_page_cancels_nothing(sign_in, staff):
    session, _ = a_workshop()
    sessions.change_session(
        session, starts_at=moment(2026, 10, 8, 10), ends_at=moment(2026, 10, 8, 13),
        place=session.place, online_link="", title=session.title, by=staff,
    )  # fmt: skip
    answer = sign_in(staff).post(url("cancel_session", session), {"sequence": "0"}, follow=True)
    session.refresh_from_db()
    assert session.state == "published"
    assert "Somebody else has changed this session meanwhile" in text_of(answer)


def test_who_is_told_with_how_they_stand(sign_in, staff):
    cohort = running_cohort()
    wandle, effra = make.learning_set(cohort), make.learning_set(cohort)
    comes, sorry, excused, gone = (make.member(wandle).pioneer for _ in range(4))
    guest = make.member(effra).pioneer
    session, other = published(wandle, DAY), published(effra, moment(2026, 10, 6, 10))
    apologies.send_apologies(session, pioneer=sorry, reason="leave", by=sorry.person)
    Attendance.objects.filter(pioneer=excused).update(state="excused")
    gone.state = "withdrawn"
    gone.save()
    Attendance.objects.create(
        session=session, pioneer=guest, makes_up_for=other, recorded_by=guest.person
    )

    look = sign_in(staff).post(url("edit_session", session), typed()).context["look"]

    found = {(one.to.pk, one.state, one.is_guest, one.leads) for one in look.told}
    assert found == {
        (comes.person_id, "expected", False, False),
        (sorry.person_id, "apologies", False, False),
        (excused.person_id, "excused", False, False),
        (guest.person_id, "expected", True, False),
        (wandle.facilitator_id, "", False, True),
    }
    assert look.apologies == 1


def test_who_sent_apologies_is_asked_again_in_the_mail(staff):
    session, (comes, sorry) = a_workshop()
    apologies.send_apologies(session, pioneer=sorry, reason="leave", by=sorry.person)
    sessions.change_session(
        session, starts_at=moment(2026, 10, 8, 10), ends_at=moment(2026, 10, 8, 13),
        place=session.place, online_link="", title=session.title, by=staff,
    )  # fmt: skip
    asked = {
        row.person_id: "You told us that you cannot come." in row.body
        for row in mails(kind="session_moved")
    }
    assert asked == {comes.person_id: False, sorry.person_id: True}


def test_clashes_of_room_facilitator_and_people_are_named(sign_in, staff):
    session, (first, _) = a_workshop()
    other = running_cohort()
    leader = make.person()
    theirs = make.learning_set(other, facilitator=leader)
    published(theirs, moment(2026, 10, 8, 12), title="Theirs", place="elm  room")
    elsewhere = published(session.cohort, moment(2026, 10, 8, 9), title="Extra", place="Oak Room")
    Attendance.objects.filter(session=elsewhere).exclude(pioneer=first).delete()

    look = sign_in(staff).post(url("edit_session", session), typed()).context["look"]
    assert look.clashes == [
        f"Elm Room is taken: Theirs of {other}, 12pm to 3pm.",
        f"{first} is also expected at Extra, 9am to 12pm.",
    ]

    ours = make.learning_set(session.cohort, facilitator=leader)
    meeting = published(ours, DAY)
    look = sign_in(staff).post(url("edit_session", meeting), typed(place="")).context["look"]
    assert look.clashes == [f"{leader} leads Theirs of {other}, 12pm to 3pm."]


def test_a_clash_in_a_programme_one_does_not_work_for_has_no_name(sign_in, staff):
    session, _ = a_workshop()
    theirs = make.cohort(make.another_programme(), "running")
    published(theirs, moment(2026, 10, 8, 12), title="Their secret day", place="Elm Room")
    page = sign_in(staff).post(url("edit_session", session), typed())
    assert page.context["look"].clashes == [
        "Elm Room is taken: another programme’s session, 12pm to 3pm."
    ]
    assert "Their secret day" not in page.content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2028-01-05", "Choose a day from Monday 7 September 2026 to Wednesday 7 July 2027"),
        ("2026-10-10", "Saturday 10 October 2026 is at a weekend."),
        ("2026-12-25", "Friday 25 December 2026 is a bank holiday."),
    ],
)
def test_a_day_that_cannot_be_says_why_and_keeps_what_was_typed(sign_in, staff, day, words):
    session, _ = a_workshop()
    page = sign_in(staff).post(url("edit_session", session), typed(day=day, place="Kept"))
    html = page.content.decode()
    assert words in html
    assert 'value="Kept"' in html
    assert f'value="{day}"' in html
    assert "<title>Error:" in html


def test_a_proposed_session_is_saved_with_one_press_and_nobody_is_told(sign_in, staff):
    session = published(running_cohort(), DAY, state="proposed")
    sign_in(staff).post(url("edit_session", session), typed(day="2026-11-04"))
    session.refresh_from_db()
    assert session.starts_at == moment(2026, 11, 4, 10)  # by the clock on the wall
    assert OutboundEmail.objects.count() == 0


def test_another_title_alone_is_saved_and_nobody_is_told(sign_in, staff):
    session, _ = a_workshop()
    sign_in(staff).post(url("edit_session", session), typed(day="2026-10-07", title="Voices"))
    session.refresh_from_db()
    assert (session.title, mails(kind="session_moved")) == ("Voices", [])


@pytest.mark.parametrize(
    ("mode", "place", "link"),
    [("in_person", "Elm Room", ""), ("online", "", LINK), ("both", "Elm Room", LINK)],
)
def test_a_mode_keeps_what_it_needs(sign_in, staff, mode, place, link):
    session = published(running_cohort(), DAY, state="proposed")
    sign_in(staff).post(url("edit_session", session), typed(mode=mode, online_link=LINK))
    session.refresh_from_db()
    assert (session.mode, session.place, session.online_link) == (mode, place, link)


def test_a_sets_saved_link_stays_until_it_meets_in_person(sign_in, staff):
    wandle = make.learning_set(running_cohort(), members=1)
    session = published(wandle, DAY, online_link=LINK, state="proposed")
    client = sign_in(staff)
    client.post(url("edit_session", session), typed(mode="both"))
    session.refresh_from_db()
    assert session.online_link == LINK  # an empty field keeps it
    client.post(url("edit_session", session), typed(mode="in_person"))
    session.refresh_from_db()
    assert session.online_link == ""


def test_the_page_says_what_follows_for_mails_reminders_and_calendars(sign_in, staff):
    session, (first, _) = a_workshop()
    reminders.plan()
    note_fetched(make_feed(first.person, by=first.person))
    invitations.plan()
    look = sign_in(staff).post(url("edit_session", session), typed())
    words = text_of(look)
    assert "4 mails that wait to go about the old date are withdrawn." in words
    assert "Thursday 1 October 2026 and Wednesday 7 October 2026." in words
    assert "The mail changes the calendar of 1 person." in words
    assert "1 calendar reads its private address and changes by itself." in words


def test_a_line_that_the_teams_own_words_have_no_place_for_is_said(sign_in, staff):
    session, _ = a_workshop()
    EmailTemplate.objects.create(kind="session_moved", subject="Moved", body="It is on {date}.")
    page = sign_in(staff).post(url("edit_session", session), typed(why="Heating."))
    assert "Your line is not in the mail" in text_of(page)


def test_cancelling_shows_who_is_told_and_sends_just_that(sign_in, staff):
    session, _ = a_workshop()
    client = sign_in(staff)
    page = client.get(url("cancel_session", session))
    assert "Cancel it and tell 2 people" in text_of(page)
    shown = client.post(url("cancel_session", session), {"show": "1", "why": "Norovirus."})
    assert Session.objects.get().state == "published"
    client.post(url("cancel_session", session), {"sequence": "0", "why": "Norovirus."})
    bodies = [row.body for row in mails(kind="session_cancelled")]
    assert len(bodies) == 2
    assert shown.context["look"].mail.body in bodies


def test_the_calendars_day_is_in_the_form_that_opens(sign_in, staff):
    session, _ = a_workshop()
    client = sign_in(staff)
    for day, kept in (
        ("2026-10-14", "2026-10-14"),
        ("2026-13-40", "2026-10-07"),
        ("x", "2026-10-07"),
    ):
        page = client.get(url("edit_session", session), {"day": day}).content.decode()
        assert f'value="{kept}"' in page


@pytest.mark.parametrize("name", ["edit_session", "cancel_session"])
def test_looking_has_as_many_queries_for_3_people_as_for_30(sign_in, staff, name):
    def queries(count):
        session, _ = a_workshop(people=count)
        published(session.cohort, moment(2026, 10, 8, 9))
        client = sign_in(staff)
        with CaptureQueriesContext(connection) as captured:
            if name == "edit_session":
                client.post(url(name, session), typed())
            else:
                client.get(url(name, session))
        return len(captured)

    few, many = queries(3), queries(30)
    assert (few, many) == (many, many)
    assert many <= 20
