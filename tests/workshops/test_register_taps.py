"""Taps of a register: each saved for itself, sent twice or late, from two phones."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from core.models import AuditEvent
from tests import factories as make
from tests.workshops.world import BEGIN, moment, published, running_cohort
from workshops.services import registers
from workshops.services.registers import Tap

pytestmark = pytest.mark.django_db
DAY = moment(2026, 10, 7, 10)
LATER = DAY + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _begin():
    with clock.at(BEGIN):
        yield


@pytest.fixture
def staff():
    return make.staff()


def meeting(people: int = 3):
    """(session, its Pioneers' ids) of a set."""
    wandle = make.learning_set(running_cohort(), members=people)
    session = published(wandle, DAY)
    return session, sorted(wandle.memberships.values_list("pioneer", flat=True))


def said(session):
    rows = session.attendances.order_by("pioneer_id").values_list("state", "came_late", "reason")
    return [f"{state}{' late' if late else ''} {reason}".strip() for state, late, reason in rows]


def test_a_tap_says_state_late_and_reason(staff):
    session, (one, two, three) = meeting()
    with clock.at(DAY):
        registers.note(
            session,
            taps=[
                Tap(one, "present", came_late=True),
                Tap(two, "absent", reason="outbreak"),
                Tap(three, "part"),
            ],
            by=staff,
        )
    assert said(session) == ["present late", "absent outbreak", "part"]


def test_somebody_who_came_has_no_reason_and_who_did_not_is_not_late(staff):
    session, (one, two, _) = meeting()
    with clock.at(DAY):
        registers.note(
            session,
            taps=[
                Tap(one, "present", reason="ill"),
                Tap(two, "apologies", came_late=True, reason="ill"),
            ],
            by=staff,
        )
    assert said(session) == ["present", "apologies ill", "expected"]


def test_the_same_taps_sent_again_change_nothing(staff):
    session, (one, two, _) = meeting()
    taps = [Tap(one, "present", at=DAY), Tap(two, "absent", reason="ill", at=DAY)]
    with clock.at(LATER):
        registers.note(session, taps=taps, by=staff)
    before = list(session.attendances.order_by("pk").values())
    with clock.at(LATER + timedelta(hours=1)):
        again = registers.note(session, taps=taps, by=make.staff())
    assert (again.changed, again.later, again.refused) == ([], [], {})
    assert list(session.attendances.order_by("pk").values()) == before
    assert AuditEvent.objects.filter(action="took register").count() == 1


@pytest.mark.parametrize("order", itertools.permutations(range(3)))
def test_of_two_phones_the_later_tap_wins_whoever_sends_first(staff, order):
    session, (one, *_) = meeting()
    other = make.staff()
    sent = [
        ([Tap(one, "absent", at=DAY + timedelta(minutes=1))], staff),
        ([Tap(one, "part", at=DAY + timedelta(minutes=3))], other),
        ([Tap(one, "present", at=DAY + timedelta(minutes=2))], staff),
    ]
    with clock.at(LATER):
        for n in order:
            taps, by = sent[n]
            registers.note(session, taps=taps, by=by)
    row = session.attendances.get(pioneer=one)
    assert (row.state, row.recorded_by) == ("part", other)


def test_who_tapped_earlier_is_told_that_somebody_was_later(staff):
    session, (one, *_) = meeting()
    other = make.staff()
    with clock.at(LATER):
        registers.note(session, taps=[Tap(one, "part", at=LATER)], by=other)
        noted = registers.note(session, taps=[Tap(one, "absent", at=DAY)], by=staff)
    assert [(row.pioneer_id, row.recorded_by) for row in noted.later] == [(one, other)]


def test_a_tap_from_the_future_counts_as_made_now(staff):
    session, (one, *_) = meeting()
    with clock.at(DAY):
        registers.note(session, taps=[Tap(one, "absent", at=DAY + timedelta(days=1))], by=staff)
    with clock.at(LATER):
        registers.note(session, taps=[Tap(one, "present")], by=staff)
    assert said(session)[0] == "present"


def test_everyone_came_fills_in_only_where_nothing_is_chosen(staff):
    session, people = meeting()
    with clock.at(DAY):
        registers.note(session, taps=[Tap(people[0], "apologies", reason="leave")], by=staff)
    with clock.at(LATER):
        registers.note(
            session, taps=[Tap(one, "present", unless_chosen=True) for one in people], by=staff
        )
    assert said(session) == ["apologies leave", "present", "present"]


def test_one_tap_that_cannot_be_saved_leaves_the_others_saved(staff):
    session, (one, two, three) = meeting()
    stranger = make.pioneer(session.cohort)
    with clock.at(DAY):
        noted = registers.note(
            session,
            taps=[
                Tap(one, "present"),
                Tap(two, "here"),
                Tap(three, "absent", reason="bored"),
                Tap(stranger.pk, "present"),
            ],
            by=staff,
        )
    assert noted.refused == {
        two: "“here” is not a choice of the register.",
        three: "Please choose one of the reasons.",
        stranger.pk: "Somebody in this register does not belong to this session.",
    }
    assert said(session) == ["present", "expected", "expected"]


def test_the_form_saves_all_or_nothing(staff):
    session, (one, two, _) = meeting()
    with clock.at(DAY), pytest.raises(Refused, match="is not a choice"):
        registers.take_register(session, states={one: "present", two: "here"}, by=staff)
    assert said(session) == ["expected"] * 3
    session.refresh_from_db()
    assert session.register_taken_at is None


def test_the_register_is_taken_once_something_is_chosen_for_everybody(staff):
    session, people = meeting()
    seen = []
    for n, one in enumerate(people):
        with clock.at(DAY + timedelta(minutes=n)):
            registers.note(session, taps=[Tap(one, "present")], by=staff)
        session.refresh_from_db()
        seen.append(session.register_taken_at)
    assert seen == [None, None, DAY + timedelta(minutes=2)]


# --- Over the wire --------------------------------------------------------------------------


def post(client, session, *taps):
    url = reverse("workshops:register_taps", args=[session.pk])
    return client.post(url, {"taps": json.dumps(taps)})


def test_the_phone_is_told_the_whole_register_after_each_tap(sign_in, staff):
    session, (one, two, three) = meeting()
    with clock.at(DAY):
        answer = post(
            sign_in(staff), session, {"pioneer": str(one), "state": "absent", "late": False,
                                      "reason": "ill", "ago": 0}
        ).json()  # fmt: skip
    rows = {row.pop("pioneer"): row for row in answer.pop("rows")}
    nothing = {"state": "expected", "late": False, "reason": "", "mark": "expected||", "note": ""}
    assert rows == {
        one: {"state": "absent", "late": False, "reason": "ill", "mark": "absent||ill", "note": ""},
        two: nothing,
        three: nothing,
    }
    assert answer == {
        "counts": {
            "people": 3, "came": 0, "late": 0, "apologies": 0, "excused": 0, "absent": 1, "left": 2,
        },
        "later": {},
        "refused": {},
        "saved_at": "10am",
        "at": DAY.timestamp() * 1000,
    }  # fmt: skip


def test_a_tap_counts_from_when_it_was_made_by_how_long_ago(sign_in, staff):
    session, (one, *_) = meeting()
    client = sign_in(staff)
    with clock.at(LATER):
        post(client, session, {"pioneer": one, "state": "part", "ago": 60_000})
        words = post(client, session, {"pioneer": one, "state": "absent", "ago": 120_000}).json()
    assert words["later"] == {str(one): f"{staff} chose “Part” at 10:09am, after you."}
    assert session.attendances.get(pioneer=one).recorded_at == LATER - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("", 400),
        ("[1]", 400),
        ("{", 400),
        ('[{"pioneer": 1}]', 400),
        ('[{"pioneer": 1, "state": "present", "ago": "inf"}]', 400),
        ('[{"pioneer": 99999999999999999999, "state": "present"}]', 400),
        ('[{"pioneer": -1, "state": "present"}]', 400),
        pytest.param("[" * 100_000, 400, id="nested deeply"),
        ('[{"pioneer": 0, "state": "present", "ago": -5}]', 200),
        ("[]", 200),
    ],
)
def test_what_no_phone_of_ours_sends_is_refused(sign_in, staff, sent, status):
    session, _ = meeting()
    url = reverse("workshops:register_taps", args=[session.pk])
    with clock.at(DAY):
        assert sign_in(staff).post(url, {"taps": sent}).status_code == status
    assert said(session) == ["expected"] * 3


def test_before_the_day_the_phone_is_told_in_words_and_keeps_the_tap(sign_in, staff):
    session, (one, *_) = meeting()
    answer = post(sign_in(staff), session, {"pioneer": one, "state": "present"})
    assert (answer.status_code, answer.json()) == (
        409,
        {"words": "The register opens on the day: Wednesday 7 October 2026."},
    )
