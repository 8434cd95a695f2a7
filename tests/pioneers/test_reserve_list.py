"""The reserve list: its order, who is promoted when and how, and its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock
from core.errors import Refused
from core.models import AuditEvent, MailState, OutboundEmail
from core.people import SYSTEM_EMAIL
from pioneers.models import Application
from pioneers.services import applications, offers, pioneers, reserve, selection
from tests import factories as make
from tests.pioneers.deciding import decided, letters, ranks, states, told

pytestmark = pytest.mark.django_db


def test_those_put_in_reserve_are_numbered_in_turn():
    _, _, rows = decided("reserve", "offer", "reserve", "reserve")
    assert ranks(rows) == [1, None, 2, 3]


def test_a_rank_that_is_given_moves_the_others_down():
    cohort, by, rows = decided("reserve", "reserve")
    new = make.application(cohort)
    selection.decide(new, decision="reserve", reserve_rank=1, by=by)
    assert ranks([*rows, new]) == [2, 3, 1]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (1, [2, 3, 1, 4]),
        (2, [1, 3, 2, 4]),
        (3, [1, 2, 3, 4]),
        (4, [1, 2, 4, 3]),
        (99, [1, 2, 4, 3]),
    ],
)
def test_the_third_of_four_moves_to_a_rank_and_no_gap_is_left(to, expected):
    _, by, rows = decided(*["reserve"] * 4)
    reserve.move(rows[2], to=to, by=by)
    assert ranks(rows) == expected


@pytest.mark.parametrize("decision", ["offer", "decline", ""])
def test_who_is_decided_otherwise_leaves_the_list_and_the_gap_closes(decision):
    _, by, rows = decided("reserve", "reserve", "reserve")
    selection.decide(rows[0], decision=decision, decline_reason="dates", by=by)
    assert ranks(rows) == [None, 1, 2]


def test_somebody_in_reserve_keeps_the_rank_until_a_new_decision_is_applied():
    cohort, by, rows = told("reserve", "reserve")
    selection.decide(rows[0], decision="decline", decline_reason="dates", by=by)
    assert ranks(rows) == [1, 2]
    selection.apply_decisions(cohort, by=by)
    assert (states(rows), ranks(rows)) == (["declined", "reserve"], [None, 1])


def test_putting_somebody_in_reserve_who_is_there_takes_back_what_was_meant_and_writes_no_letter():
    cohort, by, [row] = told("reserve")
    selection.decide(row, decision="offer", by=by)
    selection.decide(row, decision="reserve", by=by)
    row.refresh_from_db()
    assert (row.state, row.decision, row.reserve_rank) == ("reserve", "", 1)
    with pytest.raises(Refused, match="no decision to apply"):
        selection.apply_decisions(cohort, by=by)


@pytest.mark.parametrize(("to", "who"), [(0, "staff"), (1, "stranger"), (1, "elsewhere")])
def test_a_rank_is_refused(to, who):
    _, by, rows = decided("reserve", "reserve")
    people = {
        "staff": by,
        "stranger": make.person(),
        "elsewhere": make.staff(make.another_programme()),
    }
    with pytest.raises(Refused):
        reserve.move(rows[1], to=to, by=people[who])
    assert ranks(rows) == [1, 2]


def test_who_is_not_on_the_list_has_no_rank():
    _, by, rows = decided("offer")
    with pytest.raises(Refused, match="not on the reserve list"):
        reserve.move(rows[0], to=1, by=by)


# Promotion


def frees(how, application, by):
    """One of the ways in which a place that was given becomes free again."""
    if how == "declined":
        offers.decline_offer(application, by=application.applicant)
    elif how == "withdrawn":
        applications.withdraw(application, by=application.applicant)
    elif how == "lapsed":
        with clock.at(application.offer_expires_at):
            assert offers.lapse(application)
    else:
        place = offers.confirm_place(application, by=application.applicant)
        pioneers.change_state(place, to="withdrawn", by=by)


WAYS = ["declined", "withdrawn", "lapsed", "left before the start"]


@pytest.mark.parametrize("how", WAYS)
def test_by_itself_the_next_is_offered_the_place_at_once(how):
    _, by, [given, first, second] = told(
        "offer", "reserve", "reserve", places=1, promotes_by_itself=True
    )
    frees(how, given, by)
    first.refresh_from_db()
    assert states([first, second]) == ["offered", "reserve"]
    assert ranks([first, second]) == [None, 1]
    assert letters(first, state=MailState.DUE) == ["offer_from_reserve"]
    assert first.offer_expires_at is not None
    assert first.told_at == first.decided_at
    assert AuditEvent.objects.filter(action="offered place").get().actor == SYSTEM_EMAIL


@pytest.mark.parametrize("how", WAYS)
def test_otherwise_the_place_waits_for_staff_and_one_call_gives_it(how):
    _, by, [given, first, second] = told("offer", "reserve", "reserve", places=1)
    frees(how, given, by)
    assert states([first, second]) == ["reserve", "reserve"]
    offers.offer_place(first, by=by)
    assert states([first, second]) == ["offered", "reserve"]
    assert AuditEvent.objects.get(action="offered place").actor == by.email
    with pytest.raises(Refused, match="has no free place"):
        offers.offer_place(second, by=by)


def test_a_promoted_persons_letter_of_the_reserve_list_that_never_left_is_cancelled():
    cohort, by, [given, first] = decided("offer", "reserve", places=1)
    selection.apply_decisions(cohort, by=by)
    applications.withdraw(given, by=given.applicant)
    offers.offer_place(first, by=by)
    assert letters(first) == ["offer_from_reserve"]
    assert letters(given) == []


def test_not_somebody_whom_staff_are_about_to_let_go():
    _, by, [given, first, second] = told(
        "offer", "reserve", "reserve", places=1, promotes_by_itself=True
    )
    selection.decide(first, decision="decline", decline_reason="dates", by=by)
    offers.decline_offer(given, by=given.applicant)
    assert states([first, second]) == ["reserve", "offered"]


def test_nobody_is_promoted_by_itself_once_the_cohort_has_begun():
    cohort, by, [given, first] = told("offer", "reserve", places=1, promotes_by_itself=True)
    place = offers.confirm_place(given, by=given.applicant)
    cohort.starts_on = clock.today()
    cohort.save()
    pioneers.change_state(place, to="withdrawn", by=by)
    assert states([first]) == ["reserve"]


def test_nobody_is_promoted_where_the_places_were_cut_meanwhile():
    cohort, _, rows = told("offer", "offer", "reserve", places=2, promotes_by_itself=True)
    cohort.places = 1
    cohort.save()
    offers.decline_offer(rows[0], by=rows[0].applicant)
    assert states(rows) == ["withdrawn", "offered", "reserve"]


def test_who_left_finds_the_place_given_away_on_coming_back():
    _, by, [given, _first] = told("offer", "reserve", places=1, promotes_by_itself=True)
    place = offers.confirm_place(given, by=given.applicant)
    pioneers.change_state(place, to="withdrawn", by=by)
    with pytest.raises(Refused, match="was given to somebody else"):
        pioneers.change_state(place, to="active", by=by)


def test_who_left_comes_back_where_the_place_is_still_free():
    _, by, [given] = told("offer", places=1)
    place = offers.confirm_place(given, by=given.applicant)
    pioneers.change_state(place, to="withdrawn", by=by)
    assert pioneers.change_state(place, to="active", by=by).state == "active"


def test_one_who_takes_themselves_off_the_list_closes_the_gap_and_frees_no_place():
    _, _, [given, first, second] = told(
        "offer", "reserve", "reserve", places=2, promotes_by_itself=True
    )
    applications.withdraw(first, by=first.applicant)
    assert states([given, first, second]) == ["offered", "withdrawn", "reserve"]
    assert ranks([first, second]) == [None, 1]


# The end of the list


def test_closing_the_list_tells_everybody_with_a_reason_that_is_counted():
    cohort, by, [given, *waiting] = told("offer", "reserve", "reserve", places=1)
    assert offers.release_reserves(cohort, by=by) == 2
    assert states([given, *waiting]) == ["offered", "declined", "declined"]
    found = Application.objects.filter(decline_reason="not_needed")
    assert set(found) == set(waiting)
    assert ranks(waiting) == [None, None]
    sent = OutboundEmail.objects.filter(kind="reserve_released")
    assert sorted(sent.values_list("to_email", "state")) == sorted(
        (row.applicant.email, "due") for row in waiting
    )


def test_closing_an_empty_list_is_refused_and_so_is_anybody_who_is_not_staff():
    cohort, by, _ = told("reserve")
    with pytest.raises(Refused, match="Only staff"):
        offers.release_reserves(cohort, by=make.person())
    offers.release_reserves(cohort, by=by)
    with pytest.raises(Refused, match="Nobody is on the reserve list"):
        offers.release_reserves(cohort, by=by)
    assert OutboundEmail.objects.filter(kind="reserve_released").count() == 1


def test_closing_the_list_leaves_who_is_about_to_be_offered_a_place():
    cohort, by, rows = told("reserve", "reserve")
    selection.decide(rows[1], decision="offer", by=by)
    offers.release_reserves(cohort, by=by)
    assert states(rows) == ["declined", "reserve"]


def test_the_date_of_a_promoted_offer_counts_from_that_day():
    _, by, [first] = told("reserve", offer_days=3)
    with clock.at(clock.now() + timedelta(days=10)):
        offers.offer_place(first, by=by)
        first.refresh_from_db()
        assert (first.offer_expires_at.date() - clock.today()).days == 3
