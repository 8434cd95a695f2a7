"""Signing oneself in by the code of the session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.models import AuditEvent
from tests import factories as make
from tests.workshops.world import BEGIN, moment, published, running_cohort
from workshops import guesses
from workshops.models import SignInCode
from workshops.services import registers, sign_in

pytestmark = pytest.mark.django_db
START = moment(2026, 10, 7, 10)  # it ends at one o'clock


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


@pytest.fixture
def meeting():
    """(session, its code, one of its two members)."""
    wandle = make.learning_set(running_cohort(), members=2)
    session = published(wandle, START)
    code = sign_in.code_of(session, by=wandle.facilitator)
    return session, code, wandle.memberships.order_by("pk").first().pioneer


def row_of(session, pioneer):
    row = session.attendances.get(pioneer=pioneer)
    return row.state, row.came_late, row.signed_in_at


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "outcome"),
    [
        (-61, "You can sign in from 9am on Wednesday 7 October 2026"),
        (-60, "on time"),
        (0, "on time"),
        (15, "on time"),
        (16, "late"),
        (179, "late"),
        (180, "This session is over"),
        (2000, "This session is over"),
    ],
)
def test_signing_in_is_open_from_an_hour_before_to_the_end_and_late_after_a_quarter(
    meeting, minutes, outcome
):
    session, code, pioneer = meeting
    with clock.at(at(minutes)):
        if outcome in ("on time", "late"):
            sign_in.sign_in(code, by=pioneer.person)
            assert row_of(session, pioneer) == ("present", outcome == "late", at(minutes))
        else:
            with pytest.raises(Refused, match=outcome):
                sign_in.sign_in(code, by=pioneer.person)
            assert row_of(session, pioneer) == ("expected", False, None)


@pytest.mark.parametrize(
    ("who", "signs_in"),
    [
        ("member", True),
        ("guest", True),
        ("withdrawn", False),
        ("member of another set", False),
        ("facilitator", False),
        ("staff", False),
        ("stranger", False),
    ],
)
def test_only_who_is_expected_or_asked_as_a_guest_signs_in(meeting, who, signs_in):
    session, code, pioneer = meeting
    other = make.learning_set(session.cohort, members=1)
    elsewhere = other.memberships.get().pioneer
    person = {
        "facilitator": session.learning_set.facilitator,
        "staff": make.staff(),
        "stranger": make.person(),
    }.get(who, elsewhere.person)
    if who in ("member", "withdrawn"):
        person = pioneer.person
    if who == "withdrawn":
        type(pioneer).objects.filter(pk=pioneer.pk).update(state="withdrawn")
    if who == "guest":
        session.attendances.create(
            pioneer=elsewhere, makes_up_for=published(other, at(-9999)), recorded_by=person
        )
    with clock.at(START):
        if signs_in:
            assert sign_in.sign_in(code, by=person).state == "present"
        else:
            with pytest.raises(Refused, match="not on the list"):
                sign_in.sign_in(code, by=person)
    assert session.attendances.filter(state="present").count() == signs_in


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("expected", ("present", True)),
        ("apologies", ("present", True)),
        ("absent", ("present", True)),
        ("excused", ("present", True)),
        ("present", ("present", False)),
        ("part", ("part", False)),
    ],
)
def test_what_the_register_said_before_of_who_now_signs_in_late(meeting, before, after):
    session, code, pioneer = meeting
    session.attendances.filter(pioneer=pioneer).update(state=before)
    with clock.at(at(30)):
        sign_in.sign_in(code, by=pioneer.person)
    assert row_of(session, pioneer) == (*after, at(30))


def test_pressing_twice_changes_nothing_the_second_time(meeting):
    session, code, pioneer = meeting
    with clock.at(START):
        sign_in.sign_in(code, by=pioneer.person)
    with clock.at(at(60)):
        sign_in.sign_in(code, by=pioneer.person)
    assert row_of(session, pioneer) == ("present", False, START)
    assert AuditEvent.objects.filter(action="signed in").count() == 1


def test_a_tap_from_before_the_sign_in_does_not_undo_it(meeting):
    session, code, pioneer = meeting
    with clock.at(at(10)):
        sign_in.sign_in(code, by=pioneer.person)
        registers.note(
            session, taps=[registers.Tap(pioneer.pk, "absent", at=at(5))], by=make.staff()
        )
    assert row_of(session, pioneer) == ("present", False, at(10))


def test_when_all_have_signed_in_the_register_is_taken(meeting):
    session, code, _ = meeting
    with clock.at(START):
        for row in session.attendances.select_related("pioneer__person"):
            sign_in.sign_in(code, by=row.pioneer.person)
    session.refresh_from_db()
    assert session.register_taken_at == START


def test_a_code_is_made_once_and_another_one_ends_it(meeting):
    session, code, _ = meeting
    assert sign_in.code_of(session, by=make.staff()) == code
    old = code.code, code.token
    new = sign_in.renew_code(session, by=make.staff())
    assert SignInCode.objects.count() == 1
    assert not {new.code, new.token} & set(old)
    assert sign_in.find(old[0]) is None
    assert set(new.code) <= set(sign_in.ALPHABET)
    assert (len(new.code), len(new.token)) == (6, 43)
    assert not set("0O1IL5S8B2ZUV") & set(sign_in.ALPHABET)


@pytest.mark.parametrize("fields", [{"state": "cancelled"}, {"state": "proposed"}])
def test_a_session_that_does_not_take_place_gets_no_code(fields):
    session = published(running_cohort(), START, **fields)
    with pytest.raises(Refused, match="still to come"):
        sign_in.code_of(session, by=make.staff())


def test_a_code_is_read_however_it_is_typed(meeting):
    _, code, _ = meeting
    c = code.code
    typed = [c.lower(), f" {c[:3]}-{c[3:]} ", f"{c[:3]} {c[3:]}", c[:5], c + "A", "", "ÀÀÀÀÀÀ"]
    assert [sign_in.find(one) == code for one in typed] == [True] * 3 + [False] * 4


# --- Pages ----------------------------------------------------------------------------------


def test_the_scanned_page_changes_nothing_until_the_press(client, meeting):
    session, code, pioneer = meeting
    url = reverse("workshops:here_now", args=[code.token])
    login = client.get(url)
    assert (login.status_code, login.url) == (302, f"/accounts/login/code/?next={url}")
    client.force_login(pioneer.person)
    with clock.at(START):
        assert "I am here" in client.get(url).content.decode()
        assert row_of(session, pioneer)[0] == "expected"
        page = client.post(url, follow=True).content.decode()
    assert "You are signed in" in page
    assert row_of(session, pioneer) == ("present", False, START)


def test_who_is_not_on_the_list_learns_nothing_of_the_session(sign_in, meeting):
    session, code, _ = meeting
    url = reverse("workshops:here_now", args=[code.token])
    with clock.at(START):
        page = sign_in(make.person()).get(url).content.decode()
    assert "You are not on the list" in page
    assert not any(words in page for words in (session.title, session.place))


def test_the_typed_code_signs_in_at_once(sign_in, meeting):
    session, code, pioneer = meeting
    with clock.at(START):
        answer = sign_in(pioneer.person).post(
            reverse("workshops:here"), {"code": code.code.lower()}, follow=True
        )
    assert "You are signed in" in answer.content.decode()
    assert row_of(session, pioneer)[0] == "present"


def test_wrong_codes_are_few_by_person_and_more_by_address(client, meeting):
    _, code, pioneer = meeting
    url = reverse("workshops:here")

    def answers(person, times, typed="AAAAAA", address="10.0.0.1"):
        client.force_login(person)
        for _ in range(times):
            page = client.post(url, {"code": typed}, REMOTE_ADDR=address, follow=True)
            words = page.content.decode()
        found = ("is not right", "too many", "You are signed in")
        return next((one for one in found if one in words), "?")

    with clock.at(START):
        assert answers(make.person(), guesses.BY_PERSON.most) == "is not right"
        guesser = make.person()
        assert answers(guesser, guesses.BY_PERSON.most + 1) == "too many"
        assert answers(guesser, 1, address="10.0.0.2") == "too many"  # the person is known
        for _ in range(4):
            assert answers(make.person(), guesses.BY_PERSON.most) == "is not right"
        assert answers(make.person(), 1) == "too many"  # 60 from one address
        assert answers(pioneer.person, 1, code.code, "10.0.0.3") == "You are signed in"


def test_the_code_of_the_day_is_one_press_and_shown_big_with_its_picture(sign_in):
    wandle = make.learning_set(running_cohort(), members=1)
    session = published(wandle, START)
    client = sign_in(wandle.facilitator)
    url = reverse("workshops:sign_in_code", args=[session.pk])
    assert SignInCode.objects.count() == 0
    client.get(url)
    assert SignInCode.objects.count() == 0
    page = client.post(url, follow=True).content.decode()
    code = SignInCode.objects.get(session=session)
    assert f'<p class="code" aria-label="The code is {code.code}">{code.code}</p>' in page
    assert '<svg aria-hidden="true"' in page
    assert "style=" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_a_code_of_another_set_is_not_there(sign_in, meeting):
    session, *_ = meeting
    stranger = make.learning_set(session.cohort).facilitator
    url = reverse("workshops:sign_in_code", args=[session.pk])
    assert sign_in(stranger).get(url).status_code == 404


@pytest.mark.parametrize("people", [3, 30])
def test_register_and_its_answer_take_as_few_queries_for_thirty_as_for_three(sign_in, people):
    wandle = make.learning_set(running_cohort(), members=people)
    session = published(wandle, START)
    session.attendances.update(state="absent", reason="ill", recorded_by=make.person())
    client = sign_in(wandle.facilitator)
    counted = []
    with clock.at(START):
        for name in ("register", "register_taps"):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(f"workshops:{name}", args=[session.pk]))
            counted.append(len(queries))
    assert counted == [6, 5]
