"""Which state of an application allows which move, by whom: the whole table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from core import clock
from core.errors import Refused
from core.models import AuditEvent, OutboundEmail
from pioneers.enums import APPLICATION_MOVES, DECIDED_STATE, ApplicationState
from pioneers.models import Application
from pioneers.services import applications, offers, selection
from tests import factories as make

pytestmark = pytest.mark.django_db
STATES = list(ApplicationState.values)


def in_state(state):
    """An application as it is in that state, after its letter has left."""
    extra: dict[str, Any] = {}
    if state in ("offered", "lapsed"):
        last = clock.now() + timedelta(days=9 if state == "offered" else -1)
        extra = {"offer_expires_at": last}
    if state in ("offered", "lapsed", "reserve", "declined", "confirmed"):
        extra |= {"decided_at": clock.now(), "told_at": clock.now()}
    if state == "reserve":
        extra["reserve_rank"] = 1
    if state == "confirmed":
        return make.pioneer(make.cohort(places=5)).application
    return make.application(make.cohort(places=5), state=state, **extra)


def decide_and_apply(decision):
    def move(application, by):
        reason = "dates" if decision == "decline" else ""
        with transaction.atomic():
            selection.decide(application, decision=decision, decline_reason=reason, by=by)
            selection.apply_decisions(application.cohort, by=by)

    return move


def after(days, do):
    def move(application, by):
        with clock.at(clock.now() + timedelta(days=days)):
            if do(application) is False:
                raise Refused("Nothing ran out.")

    return move


# What is done, by whom, and what becomes of an application that it is allowed for.
MOVES = {
    "apply an offer": (
        decide_and_apply("offer"),
        "staff",
        {"submitted": "offered", "reserve": "offered"},
    ),
    "apply no place": (
        decide_and_apply("decline"),
        "staff",
        {"submitted": "declined", "reserve": "declined"},
    ),
    "apply reserve": (decide_and_apply("reserve"), "staff", {"submitted": "reserve"}),
    "offer a place": (
        lambda application, by: offers.offer_place(application, by=by),
        "staff",
        {"reserve": "offered", "lapsed": "offered"},
    ),
    "give more days": (
        lambda application, by: offers.give_more_days(application, days=3, by=by),
        "staff",
        {"offered": "offered"},
    ),
    "close the list": (
        lambda application, by: offers.release_reserves(application.cohort, by=by),
        "staff",
        {"reserve": "declined"},
    ),
    "say yes": (
        lambda application, by: offers.confirm_place(application, by=by),
        "applicant",
        {"offered": "confirmed", "confirmed": "confirmed"},
    ),
    "say no": (
        lambda application, by: offers.decline_offer(application, by=by),
        "applicant",
        {"offered": "withdrawn"},
    ),
    "take it back": (
        lambda application, by: applications.withdraw(application, by=by),
        "applicant",
        {
            **dict.fromkeys(("draft", "submitted", "offered", "reserve", "lapsed"), "withdrawn"),
            "withdrawn": "withdrawn",
        },
    ),
    "run out": (after(10, offers.lapse), "the clock", {"offered": "lapsed"}),
}


def actor(who, application):
    return {
        "staff": make.staff,
        "applicant": lambda: application.applicant,
        "stranger": make.person,
        "staff elsewhere": lambda: make.staff(make.another_programme()),
        "the clock": lambda: None,
        "mentor": lambda: make.mentor().user,
        "another applicant": lambda: make.application(application.cohort).applicant,
    }[who]()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("what", list(MOVES))
def test_what_each_state_allows(what, state):
    move, who, allowed = MOVES[what]
    application = in_state(state)
    by = actor(who, application)
    before = (Application.objects.filter(pk=application.pk).values().get(), _written())
    if state in allowed:
        move(application, by)
        application.refresh_from_db()
        assert application.state == allowed[state]
    else:
        with pytest.raises(Refused):
            move(application, by)
        assert (Application.objects.filter(pk=application.pk).values().get(), _written()) == before


def _written():
    return OutboundEmail.objects.count(), AuditEvent.objects.count()


def test_the_table_moves_only_where_the_states_may_follow_each_other():
    moves = {
        (state, to)
        for _, _, allowed in MOVES.values()
        for state, to in allowed.items()
        if state != to
    }
    assert moves <= {(state, to) for state, found in APPLICATION_MOVES.items() for to in found}
    # Sending it is the applicant's pages' subject.
    missing = {(state, to) for state, found in APPLICATION_MOVES.items() for to in found} - moves
    assert missing == {("draft", "submitted")}
    assert set(DECIDED_STATE.values()) == {"offered", "reserve", "declined"}


@pytest.mark.parametrize(
    ("what", "state"),
    [
        ("apply an offer", "submitted"),
        ("offer a place", "reserve"),
        ("give more days", "offered"),
        ("close the list", "reserve"),
        ("say yes", "offered"),
        ("say no", "offered"),
        ("take it back", "submitted"),
    ],
)
@pytest.mark.parametrize(
    "who", ["applicant", "staff", "stranger", "staff elsewhere", "mentor", "another applicant"]
)
def test_who_may(who, what, state):
    move, whose, _ = MOVES[what]
    application = in_state(state)
    by = actor(who, application)
    allowed = who == whose or (what == "take it back" and who == "staff")
    if allowed:
        move(application, by)
    else:
        with pytest.raises(Refused):
            move(application, by)
    application.refresh_from_db()
    assert (application.state == state) is not allowed or what == "give more days"


@pytest.mark.parametrize("what", ["apply an offer", "offer a place", "give more days"])
def test_staff_who_applied_themselves_do_nothing_with_their_own(what):
    me = make.staff()
    state = {"apply an offer": "submitted", "offer a place": "lapsed", "give more days": "offered"}
    application = in_state(state[what])
    Application.objects.filter(pk=application.pk).update(applicant=me)
    application.refresh_from_db()
    with pytest.raises(Refused):
        MOVES[what][0](application, me)
    application.refresh_from_db()
    assert (application.state, application.decision) == (state[what], "")


def test_applying_is_for_staff_of_the_programme():
    application = in_state("submitted")
    selection.decide(application, decision="offer", by=make.staff())
    for who in ("applicant", "stranger", "staff elsewhere", "mentor"):
        with pytest.raises(Refused, match="Only staff of the programme apply decisions"):
            selection.apply_decisions(application.cohort, by=actor(who, application))
    assert not OutboundEmail.objects.exists()


def test_an_empty_decision_takes_it_back_and_is_recorded():
    application = in_state("submitted")
    by = make.staff()
    selection.decide(application, decision="offer", by=by)
    selection.decide(application, decision="", by=by)
    application.refresh_from_db()
    assert application.decision == ""
    assert AuditEvent.objects.filter(action="decided on application").count() == 2
