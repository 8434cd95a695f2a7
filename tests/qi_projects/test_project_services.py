"""Changes to projects, measures, numbers and cycles: what is kept, refused and noted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from core import audit, clock
from core.errors import Refused
from qi_projects import services
from qi_projects.models import Observation, Poster, Project
from tests import factories as make
from tests.qi_projects.running import ago, begun, running_cohort

pytestmark = pytest.mark.django_db


def events(row):
    return [(event.action, event.actor) for event in audit.history(row)]


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return str(caught.value)


def test_four_answers_become_a_project_with_its_measure_aim_and_poster(one):
    assert one.project.home == one.pioneer.home
    assert one.project.aim_sentence == (
        "We will increase early drinks among the 24 residents of the first floor by "
        f"{one.project.aim_by.day} {one.project.aim_by:%B %Y}."
    )
    assert (one.measure.name, one.measure.is_headline, one.measure.kind) == (
        "early drinks",
        True,
        "count",
    )
    assert one.poster.state == "draft"
    assert events(one.project) == [("started project", one.person.email)]


def test_fewer_is_better_makes_an_aim_to_reduce():
    assert begun(measure="falls", direction="decrease").project.aim_sentence.startswith(
        "We will reduce falls among"
    )


def test_second_project_of_a_pioneer_is_refused_and_not_made(one):
    words = refused(
        services.start_project, one.pioneer, by=one.person, title="Again", theme="falls"
    )
    assert words == f"{one.pioneer} has a project already. You can change it at any time."
    assert Project.objects.filter(pioneer=one.pioneer).count() == 1


@pytest.mark.parametrize(
    ("days_from_start", "part"),
    [(-1, "before the programme starts"), (270 + 732, "Is the year right?")],
)
def test_aim_by_a_day_outside_the_cohort_is_refused_and_nothing_kept(one, days_from_start, part):
    before = one.project.aim_by
    day = one.pioneer.cohort.starts_on + timedelta(days=days_from_start)
    assert part in refused(services.change_project, one.project, by=one.person, aim_by=day)
    one.project.refresh_from_db()
    assert one.project.aim_by == before


def test_changed_project_notes_who_and_which_fields(one):
    staff = make.staff()
    services.change_project(one.project, by=staff, title="Earlier cups", team="Two night carers")
    event = audit.history(one.project)[0]
    assert (event.action, event.actor, event.detail) == (
        "changed project",
        staff.email,
        {"fields": ["team", "title"]},
    )


def test_change_that_changes_nothing_is_not_noted(one):
    services.change_project(one.project, by=one.person, title=one.project.title)
    services.change_measure(one.measure, by=one.person, name=one.measure.name)
    assert events(one.project) == [("started project", one.person.email)]
    assert events(one.measure) == [("added measure", one.person.email)]


def test_second_measure_is_not_the_headline(one):
    second = services.add_measure(
        one.project,
        by=one.person,
        name="Biscuits",
        definition="",
        kind="count",
        unit="a day",
        direction="decrease",
    )
    assert second.is_headline is False


def test_numbers_are_kept_and_noted_once(one):
    count = services.record_numbers(
        one.measure, by=one.person, numbers=[(ago(8), 4, ""), (ago(1), Decimal("5.255"), " busy ")]
    )
    assert count == 2
    assert list(one.measure.observations.values_list("on", "value", "note")) == [
        (ago(8), Decimal("4.00"), ""),
        (ago(1), Decimal("5.26"), "busy"),
    ]
    assert events(one.measure) == [
        ("recorded numbers", one.person.email),
        ("added measure", one.person.email),
    ]


def test_second_number_of_a_day_replaces_the_first(one):
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(1), 4, "early")])
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(1), 6, "")])
    assert list(one.measure.observations.values_list("value", "note")) == [(Decimal("6.00"), "")]


def test_of_two_numbers_of_a_day_in_one_list_the_last_counts(one):
    numbers = [(ago(1), 4, ""), (ago(1), 6, "")]
    assert services.record_numbers(one.measure, by=one.person, numbers=numbers) == 1
    assert one.measure.observations.get().value == 6


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("percent", 140, "A percentage is between 0 and 100; 140 is not."),
        ("percent", -1, "A percentage is between 0 and 100; -1 is not."),
        ("count", -1, "This kind of number cannot be less than 0."),
        ("rate", -1, "This kind of number cannot be less than 0."),
        ("time_between", -1, "This kind of number cannot be less than 0."),
        ("count", 10**7, "This number is larger than we can draw. Is there a digit too many?"),
        ("count", "NaN", "This number is larger than we can draw. Is there a digit too many?"),
        ("scale", "-inf", "This number is larger than we can draw. Is there a digit too many?"),
    ],
)
def test_impossible_number_is_refused_with_all_of_its_list(one, kind, value, words):
    services.change_measure(one.measure, by=one.person, kind=kind)
    numbers = [(ago(2), 4, ""), (ago(1), Decimal(value), "")]
    assert refused(services.record_numbers, one.measure, by=one.person, numbers=numbers) == words
    assert Observation.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "value"), [("percent", 0), ("percent", 100), ("scale", -3), ("count", 9999999)]
)
def test_number_at_the_edge_is_kept(one, kind, value):
    services.change_measure(one.measure, by=one.person, kind=kind)
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(1), value, "")])
    assert one.measure.observations.get().value == value


@pytest.mark.parametrize(
    ("days", "part"), [(-1, "in the future"), (150 + 367, "Is the year right?")]
)
def test_number_of_an_impossible_day_is_refused(one, days, part):
    numbers = [(ago(days), 4, "")]
    assert part in refused(services.record_numbers, one.measure, by=one.person, numbers=numbers)


def test_number_of_today_and_of_a_year_before_the_start_is_kept(one):
    numbers = [(ago(0), 4, ""), (ago(150 + 366), 4, "")]
    assert services.record_numbers(one.measure, by=one.person, numbers=numbers) == 2


def test_kind_that_the_numbers_contradict_is_refused(one):
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(1), 140, "")])
    words = refused(services.change_measure, one.measure, by=one.person, kind="percent")
    assert words.startswith("140 is already on the chart")
    one.measure.refresh_from_db()
    assert one.measure.kind == "count"


def test_target_that_the_kind_cannot_reach_is_refused(one):
    words = refused(
        services.change_measure, one.measure, by=one.person, kind="percent", target=Decimal(140)
    )
    assert words == (
        "The number you aim for cannot be reached: A percentage is between 0 and 100; 140 is not."
    )


def test_removed_number_is_gone_and_its_day_noted(one):
    services.record_numbers(one.measure, by=one.person, numbers=[(ago(1), 4, "")])
    services.remove_number(one.measure.observations.get(), by=one.person)
    event = audit.history(one.measure)[0]
    assert Observation.objects.count() == 0
    assert (event.action, event.detail) == ("removed number", {"on": ago(1).isoformat()})


def test_cycles_are_numbered_in_the_order_they_are_added(one):
    titles = ("Night tea", "Upstairs as well")
    cycles = [
        services.add_cycle(one.project, by=one.person, title=title, started_on=ago(30))
        for title in titles
    ]
    assert [str(cycle) for cycle in cycles] == ["PDSA 1: Night tea", "PDSA 2: Upstairs as well"]
    assert events(cycles[0]) == [("added PDSA cycle", one.person.email)]


def test_cycle_that_ends_before_it_starts_is_refused(one):
    words = refused(
        services.add_cycle,
        one.project,
        by=one.person,
        title="Tea",
        started_on=ago(3),
        ended_on=ago(4),
    )
    assert words == "The cycle cannot end before it starts: please look at the two dates."


@pytest.mark.parametrize("days", [150 + 367, -120 - 732])
def test_cycle_far_outside_the_cohort_is_refused(one, days):
    words = refused(
        services.add_cycle, one.project, by=one.person, title="Tea", started_on=ago(days)
    )
    assert words.endswith("is far outside the programme. Is the year right?")


def test_refused_change_of_a_cycle_keeps_the_old_dates(one):
    cycle = services.add_cycle(one.project, by=one.person, title="Tea", started_on=ago(9))
    refused(services.change_cycle, cycle, by=one.person, ended_on=ago(10))
    cycle.refresh_from_db()
    assert cycle.ended_on is None


def test_update_is_kept_with_its_writer(one):
    staff = make.staff()
    update = services.write_update(one.project, by=staff, text=" Going well. ")
    assert (update.text, update.written_by) == ("Going well.", staff)
    assert audit.history(one.project)[0].actor == staff.email


def test_started_project_is_of_today():
    cohort = running_cohort()
    with clock.at(clock.now() - timedelta(days=20)):
        day, project = clock.today(), begun(cohort).project
    assert project.started_on == day
    assert Poster.objects.get(project=project).version == 1
