"""What stands in a calendar file, read by two parsers and held to RFC 5545 octet by octet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohorts.models import Cohort
from core import clock
from tests.workshops.calendars import follows_the_rules, method, read
from tests.workshops.world import BEGIN, moment
from workshops import calendar
from workshops.calendar import zone
from workshops.models import LearningSet, Session

DAY = moment(2026, 10, 7, 10)
LINK = "https://meet.example/only-for-us"
ANN = SimpleNamespace(email="ann@homes.example", name="Ann Bee")


def a_session(starts=DAY, **fields):
    """Of no database: a file is made of what a session says, and asks nothing."""
    values = {
        "pk": 12,
        "cohort": Cohort(number=1),
        "kind": "workshop",
        "title": "Workshop 2",
        "starts_at": starts.astimezone(UTC),
        "ends_at": (starts + timedelta(hours=3)).astimezone(UTC),
        "place": "Elm Room",
        "state": "published",
        "changed_at": BEGIN,
        **fields,
    }
    return Session(**values)


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


def test_an_invitation_says_what_where_when_and_for_whom():
    session = a_session(sequence=3)
    text = calendar.invitation(session, ANN)
    assert method(text) == "REQUEST"
    assert read(text) == [
        {
            "uid": str(session.uid),
            "sequence": 3,
            "title": "Workshop 2",
            "starts": "2026-10-07 10:00 +0100",
            "ends": "2026-10-07 13:00 +0100",
            "where": "Elm Room",
            "words": "See the session: http://testserver/sessions/12/\n"
            "If you cannot come, please tell us there.",
            "status": "CONFIRMED",
            "alarms": 1,
        }
    ]
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["ATTENDEE"]) == "mailto:ann@homes.example"
    assert event["ATTENDEE"].params["CN"] == "Ann Bee"
    assert str(event["ORGANIZER"]) == "mailto:pioneers@localhost.example"
    assert event["DTSTAMP"].dt == BEGIN
    assert event.walk("VALARM")[0]["TRIGGER"].dt == timedelta(days=-1)


def test_a_cancellation_takes_it_out_without_alarm():
    text = calendar.cancellation(a_session(sequence=4), ANN)
    (found,) = read(text)
    assert method(text) == "CANCEL"
    assert (found["status"], found["sequence"], found["alarms"]) == ("CANCELLED", 4, 0)


def test_all_dates_are_one_file_for_nobody_in_particular():
    sessions = [a_session(title=f"Workshop {number}") for number in range(1, 14)]
    text = calendar.all_dates(sessions)
    assert method(text) == "PUBLISH"
    assert [one["title"] for one in read(text)] == [f"Workshop {n}" for n in range(1, 14)]
    assert "ATTENDEE" not in text


@pytest.mark.parametrize(
    ("starts", "offset"),
    [
        (moment(2026, 10, 23, 10), "+0100"),  # clocks go back on 25 October 2026
        (moment(2026, 10, 26, 10), "+0000"),
        (moment(2027, 3, 26, 10), "+0000"),  # and forward on 28 March 2027
        (moment(2027, 3, 29, 10), "+0100"),
    ],
)
def test_ten_in_the_morning_is_ten_on_both_sides_of_a_clock_change(starts, offset):
    (found,) = read(calendar.invitation(a_session(starts), ANN))
    assert found["starts"] == f"{starts:%Y-%m-%d} 10:00 {offset}"


def test_the_zone_in_the_file_changes_when_the_zone_database_does():
    """By the rules of the file alone, each hour of the days around each change until 2040."""
    written = zone.london().to_tz()
    london = ZoneInfo("Europe/London")
    for year in range(2020, 2041):
        for month in (3, 10):
            for hours in range(0, 24 * 31, 7):
                naive = datetime(year, month, 1, 3) + timedelta(hours=hours)
                assert written.utcoffset(naive) == london.utcoffset(naive), naive


def test_a_learning_sets_link_is_in_no_file_that_goes_by_mail():
    session = a_session(
        kind="learning_set", learning_set=LearningSet(pk=3, name="Wandle"), online_link=LINK
    )
    files = [
        calendar.invitation(session, ANN),
        calendar.cancellation(session, ANN),
        calendar.all_dates([session]),
    ]
    assert [LINK in text.replace("\r\n ", "") for text in files] == [False] * 3


@pytest.mark.parametrize(
    ("mode", "may_join", "where"),
    [
        ("online", True, LINK),
        ("online", False, "Elm Room"),
        ("both", True, "Elm Room"),
        ("in_person", True, "Elm Room"),
    ],
)
def test_who_may_join_finds_the_link(mode, may_join, where):
    session = a_session(mode=mode, online_link=LINK)
    event = calendar.event(session, may_join=may_join)
    assert str(event["LOCATION"]) == where
    assert (LINK in str(event["DESCRIPTION"])) == may_join


EVIL = [
    'Ann"\r\nBEGIN:VEVENT\r\nUID:evil\r\nEND:VEVENT',
    "END:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VEVENT",
    "A;B,C:D\\nE\\",
    'He said "come"; X-EVIL=1:mailto:evil@homes.example',
    "\x00\x07bell\x1b[31m\x7f",
    "ünï" * 60,
    "\U0001f600" * 40,
    "",
]


@pytest.mark.parametrize("words", EVIL)
def test_names_and_titles_that_would_be_lines_of_their_own_stay_text(words):
    reader = SimpleNamespace(email="ann@homes.example", name=words)
    session = a_session(title=words, place=words)
    for text in (calendar.invitation(session, reader), calendar.cancellation(session, reader)):
        (found,) = read(text)
        assert found["uid"] == str(session.uid)
        (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
        assert str(event["ATTENDEE"]) == "mailto:ann@homes.example"
        assert "X-EVIL" not in event["ATTENDEE"].params


@settings(max_examples=150, deadline=None)
@given(
    title=st.text(max_size=120),
    place=st.text(max_size=200),
    name=st.text(max_size=120),
    minutes=st.integers(0, 60 * 24 * 300),
)
def test_whatever_is_typed_the_file_keeps_the_rules_and_the_words(title, place, name, minutes):
    starts = (BEGIN + timedelta(minutes=minutes)).astimezone(UTC)
    session = a_session(starts, title=title, place=place)
    text = calendar.invitation(session, SimpleNamespace(email="a@homes.example", name=name))
    follows_the_rules(text)
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event["DTSTART"].dt == starts
    assert _plain(str(event["SUMMARY"])) == _plain(title)
    assert _plain(str(event["LOCATION"])) == (_plain(place) if place else "Theplacewillfollow")


def _plain(words: str) -> str:
    """Without blanks and signs that a line cannot hold."""
    return "".join(sign for sign in words if sign.isprintable() and not sign.isspace())
