"""Two at the same moment: real threads on a real database, each with a connection of its own."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from core import clock, mail
from core.errors import Refused
from core.models import MailState, OutboundEmail
from pioneers.models import Application, Pioneer
from pioneers.offer_reminders import lapse_due, plan_offer_reminders
from pioneers.selectors.places import places_left
from pioneers.services import applications, offers, reserve, selection
from tests import factories as make
from tests.pioneers.deciding import decided, ranks, states, told

pytestmark = [
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="tests' SQLite is in memory: one writer"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def at_once(*calls):
    """Everything starts at the same moment; what each gave, or its refusal, in order."""
    outcomes = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def press(n, call):
        start.wait()
        try:
            outcomes[n] = call()
        except Refused:
            outcomes[n] = "refused"
        except Exception as error:
            outcomes[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[n, call]) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def kinds(outcomes):
    return sorted("refused" if one == "refused" else "done" for one in outcomes)


def test_the_last_place_offered_by_two_to_two_people_goes_to_one():
    cohort, by, rows = told("reserve", "reserve", places=1)
    other = make.staff()
    outcomes = at_once(
        lambda: offers.offer_place(rows[0], by=by), lambda: offers.offer_place(rows[1], by=other)
    )
    assert kinds(outcomes) == ["done", "refused"]
    assert sorted(states(rows)) == ["offered", "reserve"]
    assert places_left(cohort) == 0
    assert OutboundEmail.objects.filter(kind="offer_from_reserve").count() == 1


def test_a_yes_at_the_moment_of_running_out_leaves_one_person_with_the_place():
    cohort, _, rows = told("offer", "reserve", places=1, promotes_by_itself=True)
    moment = rows[0].offer_expires_at

    def runs_out():
        with clock.at(moment):
            return lapse_due()

    at_once(lambda: offers.confirm_place(rows[0], by=rows[0].applicant), runs_out)
    assert states(rows) in (["confirmed", "reserve"], ["lapsed", "offered"])
    assert places_left(cohort) == 0
    assert Pioneer.objects.count() == (states(rows)[0] == "confirmed")


def test_a_yes_pressed_twice_at_once_is_one_pioneer_and_one_letter():
    _, _, [row] = told("offer")
    outcomes = at_once(*[lambda: offers.confirm_place(row, by=row.applicant)] * 2)
    assert {one.pk for one in outcomes} == {Pioneer.objects.get().pk}
    assert OutboundEmail.objects.filter(kind="place_confirmed").count() == 1


def test_a_yes_and_a_taking_back_at_once_is_one_of_the_two():
    cohort, _, rows = told("offer", "reserve", places=1, promotes_by_itself=True)
    given = rows[0]
    outcomes = at_once(
        lambda: offers.confirm_place(given, by=given.applicant),
        lambda: applications.withdraw(given, by=given.applicant),
    )
    assert kinds(outcomes) == ["done", "refused"]
    assert states(rows) in (["confirmed", "reserve"], ["withdrawn", "offered"])
    assert places_left(cohort) == 0


def test_two_places_freed_at_once_go_to_two_different_people():
    _, _, rows = told("offer", "offer", "reserve", "reserve", places=2, promotes_by_itself=True)
    at_once(
        lambda: offers.decline_offer(rows[0], by=rows[0].applicant),
        lambda: offers.decline_offer(rows[1], by=rows[1].applicant),
    )
    assert states(rows) == ["withdrawn", "withdrawn", "offered", "offered"]
    assert OutboundEmail.objects.filter(kind="offer_from_reserve").count() == 2


def test_two_who_apply_at_once_make_one_set_of_letters():
    cohort, by, _ = decided("offer", "offer", "reserve", places=2)
    other = make.staff()
    outcomes = at_once(
        lambda: selection.apply_decisions(cohort, by=by),
        lambda: selection.apply_decisions(cohort, by=other),
    )
    assert kinds(outcomes) == ["done", "refused"]
    assert OutboundEmail.objects.count() == 3


def test_applying_and_promoting_at_once_never_gives_more_places_than_there_are():
    cohort, by, [waiting] = told("reserve", places=1)
    new = make.application(cohort)
    selection.decide(new, decision="offer", by=by)
    outcomes = at_once(
        lambda: selection.apply_decisions(cohort, by=by),
        lambda: offers.offer_place(waiting, by=by),
    )
    assert kinds(outcomes) == ["done", "refused"]
    assert Application.objects.filter(state="offered").count() == 1


def test_letters_released_by_two_at_once_leave_once_with_one_date():
    cohort, by, rows = decided("offer", "offer", "reserve")
    selection.apply_decisions(cohort, by=by)
    outcomes = at_once(*[lambda: mail.release(OutboundEmail.objects.all(), by=by)] * 2)
    assert sum(outcomes) == 3
    assert set(OutboundEmail.objects.values_list("state", flat=True)) == {MailState.DUE}


def test_ranks_changed_by_two_at_once_stay_one_order():
    _, by, rows = told(*["reserve"] * 4)
    at_once(
        lambda: reserve.move(rows[3], to=1, by=by),
        lambda: reserve.move(rows[0], to=4, by=by),
        lambda: applications.withdraw(rows[1], by=rows[1].applicant),
    )
    assert sorted(rank for rank in ranks(rows) if rank) == [1, 2, 3]


def test_two_planners_at_once_make_one_reminder_and_run_an_offer_out_once():
    _, _, [row] = told("offer")
    until = row.offer_expires_at

    def at(moment, planner):
        def run():
            with clock.at(moment):
                return planner()

        return run

    at_once(*[at(until - timedelta(days=1), plan_offer_reminders)] * 2)
    assert OutboundEmail.objects.filter(kind="offer_reminder").count() == 1
    assert sum(at_once(*[at(until, lapse_due)] * 2)) == 1
    assert OutboundEmail.objects.filter(kind="offer_lapsed").count() == 1
