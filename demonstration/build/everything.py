"""The order in which the demonstration happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from cohorts.enums import CohortState
from cohorts.models import Borough, Cohort, Funder
from cohorts.services import add_funding, copy_cohort, create_cohort, move_cohort
from core import clock, documents
from core import people as core_people
from demonstration import content
from demonstration.build import (
    afterwards,
    apologies,
    applying,
    calendars,
    consents,
    people,
    planning,
    programme_year,
    progress,
    projects,
    safe_space,
    selecting,
    team,
    timeline,
)
from demonstration.build.timeline import Dates
from pioneers.models import Pioneer
from pioneers.services import pioneers as places
from pioneers.services import questions
from pioneers.services.register import import_register
from reports.services import issue_summary

FIRST_NUMBER = 8
SEED = 20261122
STEPS = 150

Step = Callable[..., None]


def build(step: Step) -> None:
    """Everything, from an empty database. `step(words)` is called as it goes, STEPS times about."""
    today = clock.today()
    step("Reading the register")
    for path in (content.REGISTER_2021, content.INVENTED_HOMES):
        import_register(path, by=core_people.system())
        step()
    with clock.at(timeline.past(today).planned_at - timedelta(days=30)):
        people.add_team()
    past = _past(timeline.past(today), step)
    running = _running(past, timeline.running(today), step)
    _calling(running, timeline.calling(today), step)
    consents.answer_all()
    progress.ask_today(running)
    step("Issuing the funders’ summaries")
    for funder in Funder.objects.all():
        issue_summary(people.programme(), funder=funder, by=people.staff()[0])
    step("Printing the booklet")
    # Made here, as no worker runs yet.
    document = documents.request("booklet", past, by=people.staff()[0])
    documents.render(str(document.pk))


def _fund(cohort: Cohort) -> None:
    for one, places_paid in zip(content.programme()["funders"], (22, 12), strict=True):
        add_funding(
            cohort,
            funder=Funder.objects.get(name=one["name"]),
            places=places_paid,
            credit_line=one["credit_line"],
            by=people.staff()[0],
        )


def _past(dates: Dates, step: Step) -> Cohort:
    step("The past cohort applies")
    administrator, members = people.staff()[0], content.past()
    words = content.programme()
    with clock.at(dates.planned_at):
        cohort = create_cohort(
            programme=people.programme(),
            by=administrator,
            number=FIRST_NUMBER,
            boroughs=Borough.objects.all(),
            places=34,
            workshop_place=words["places"]["workshop"],
            foreword=f"{words['foreword']}\n\n{words['foreword_signed']}",
            **dates.fields,
        )
        _fund(cohort)
        # The earlier calls asked two questions; the others came with the newest one.
        questions.require(cohort, keys=["why_now", "improvement"], by=administrator)
    _choose(cohort, members, dates, step)
    programme_year.plan_year(cohort, dates.published_at, first_set=0)
    cohort = move_cohort(cohort, to=CohortState.RUNNING, by=administrator)
    chance = content.random_for(SEED, "past")
    programme_year.pair_mentors(cohort, dates.published_at, chance)
    step("The past cohort meets")
    programme_year.hold_sessions(cohort, timeline.at(dates.ends_on, 23), chance, step)
    step("The past cohort’s projects")
    made = projects.carry_out(cohort, members, step)
    afterwards.reach(made, SEED, cohort.ends_on - timedelta(days=45))
    afterwards.end(cohort, made, members)
    afterwards.hand_on(cohort, made[0])
    projects.make_posters(cohort, made, members)
    with clock.at(timeline.at(dates.ends_on, 17)):
        applying.deliver_as_history()
        for pioneer in Pioneer.objects.filter(cohort=cohort):
            places.change_state(pioneer, to="completed", by=administrator)
        apologies.give_certificates(cohort, by=administrator)
        cohort = move_cohort(cohort, to=CohortState.CELEBRATED, by=administrator)
    programme_year.end_pairings(cohort, timeline.at(dates.ends_on + timedelta(days=14)))
    return cohort


def _running(past: Cohort, dates: Dates, step: Step) -> Cohort:
    step("The running cohort applies")
    administrator, members = people.staff()[0], content.running()
    with clock.at(dates.planned_at):
        cohort = copy_cohort(
            past, by=administrator, number=FIRST_NUMBER + 1, **{**dates.fields, "places": 30}
        )
    _choose(cohort, members, dates, step)
    programme_year.plan_year(cohort, dates.published_at, first_set=5)
    cohort = move_cohort(cohort, to=CohortState.RUNNING, by=administrator)
    chance = content.random_for(SEED, "running")
    programme_year.pair_mentors(cohort, dates.published_at, chance)
    step("The running cohort meets")
    programme_year.hold_sessions(cohort, clock.now(), chance, step)
    planning.think_of_a_swap(cohort)
    calendars.fill(cohort)
    step("The running cohort’s projects")
    # One has not begun, and is there to try it.
    made = projects.carry_out(cohort, members[:-1], step)
    afterwards.reach(made, SEED, clock.today())
    team.gather(made[0])
    progress.talk(cohort)
    safe_space.leave_behind(cohort, chance)
    apologies.this_month(cohort)
    # Who was told something today would be reminded of nothing else before tomorrow; and at night
    # no reminder goes.
    with clock.at(timeline.at(clock.today() - timedelta(days=1), 12)):
        applying.deliver_as_history()
    return cohort


def _calling(running: Cohort, dates: Dates, step: Step) -> None:
    step("The open call")
    administrator = people.staff()[0]
    with clock.at(dates.planned_at):
        cohort = copy_cohort(
            running, by=administrator, number=FIRST_NUMBER + 2, **{**dates.fields, "places": 32}
        )
        questions.require(
            cohort,
            keys=["why_now", "challenge", "improvement", "training_done"],
            by=administrator,
        )
        selecting.ask_more(cohort)
        selecting.wish(cohort)
    with clock.at(dates.opens_at):
        cohort = move_cohort(cohort, to=CohortState.OPEN, by=administrator)
    applying.apply_to_open_call(cohort, SEED)
    selecting.let_in(cohort)
    planning.propose(cohort)
    selecting.keep_views(cohort)
    applying.deliver_as_history()


def _choose(cohort: Cohort, members: list[content.Member], dates: Dates, step: Step) -> None:
    """From the call to confirmed places."""
    administrator = people.staff()[0]
    with clock.at(dates.opens_at):
        cohort = move_cohort(cohort, to=CohortState.OPEN, by=administrator)
    rows = applying.apply_members(cohort, members)
    selecting.managers_agree(rows, dates.closes_at)
    step()
    with clock.at(dates.closes_at + timedelta(days=1)):
        cohort = move_cohort(cohort, to=CohortState.SELECTING, by=administrator)
    applying.offer_all(cohort, rows, dates.applied_at)
    step()
