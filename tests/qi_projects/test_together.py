"""Homes of a cohort that count the same: side by side on one scale, and as one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core import clock
from qi_projects import library, services
from qi_projects.selectors import together
from tests import factories as make
from tests.qi_projects.running import begun, running_cohort, url

pytestmark = pytest.mark.django_db
WALKED = "walked-today"


def months_ago(n):
    first = clock.today().replace(day=1)
    for _ in range(n):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def counting(cohort, *numbers, key=WALKED):
    """A home that counts by the definition: (month ago, how many, out of how many)."""
    one = begun(cohort)
    measure = services.choose_measure(one.project, by=one.person, key=key)
    rows = [(months_ago(month), None, "", events, out_of) for month, events, out_of in numbers]
    services.record_numbers(measure, by=one.person, numbers=rows)
    return measure


def test_only_projects_of_the_cohort_that_share_a_definition_stand_together():
    cohort = running_cohort()
    first, second = counting(cohort, (2, 7, 12)), counting(cohort, (2, 3, 12))
    counting(running_cohort(), (2, 1, 12))
    counting(cohort, (2, 4, 800), key="falls-per-1000-days")
    assert [(one.key, one.homes) for one in together.shared_measures(cohort)] == [(WALKED, 2)]
    assert {one.pk for one in together.alike(cohort, WALKED)} == {first.pk, second.pk}


def test_withdrawn_pioneers_home_is_not_among_them():
    cohort = running_cohort()
    counting(cohort, (2, 7, 12))
    pioneer = counting(cohort, (2, 7, 12)).project.pioneer
    assert [one.homes for one in together.shared_measures(cohort)] == [2]
    pioneer.state = "withdrawn"
    pioneer.save()
    assert together.shared_measures(cohort) == []


def scale_of(card):
    return re.findall(r">(\d+(?:\.\d+)?)</text>", str(card.svg))[:5]


def test_charts_side_by_side_have_one_scale_and_the_same_words():
    cohort = running_cohort()
    key = "falls-per-1000-days"
    counting(cohort, (3, 2, 1000), (2, 3, 1000), key=key)
    counting(cohort, (3, 40, 1000), (2, 60, 1000), key=key)
    cards = together.side_by_side(together.alike(cohort, key))
    assert scale_of(cards[0]) == scale_of(cards[1]) != []
    unit = library.find(key).unit.capitalize()
    assert [unit in str(card.svg) for card in cards] == [True, True]


def pooled_rows(cohort, key=WALKED):
    found = together.all_homes(together.alike(cohort, key))
    return found and [row[1] for row in found["rows"]]


def test_all_homes_as_one_are_everything_counted_out_of_everything_there_was():
    cohort = running_cohort()
    counting(cohort, (3, 9, 10), (2, 5, 10))
    counting(cohort, (3, 10, 90), (2, 45, 90), (1, 4, 90))
    # 19 of 100, and not the mean of 90% and 11%; last month one home alone counted
    assert pooled_rows(cohort) == ["19% (19 of 100)", "50% (50 of 100)"]


def test_rates_are_added_per_their_thousand():
    cohort = running_cohort()
    for falls, days in ((2, 500), (10, 1500)):
        counting(cohort, (2, falls, days), key="falls-per-1000-days")
    assert pooled_rows(cohort, "falls-per-1000-days") == ["6 (12 of 2,000)"]


def test_plain_counts_are_never_added():
    cohort = running_cohort()
    for _ in range(2):
        one = begun(cohort)
        measure = services.choose_measure(one.project, by=one.person, key="falls-a-week")
        services.record_numbers(measure, by=one.person, numbers=[(months_ago(2), 4, "")])
    assert together.all_homes(together.alike(cohort, "falls-a-week")) is None


@pytest.mark.parametrize(("key", "quoted"), [("nights-in-hospital", True), (WALKED, False)])
def test_programmes_figures_are_quoted_only_beside_what_they_are_about(sign_in, key, quoted):
    cohort = running_cohort()
    for _ in range(2):
        counting(cohort, (2, 7, 120), key=key)
    page = sign_in(make.staff()).get(url("together", cohort.pk), {"measure": key})
    assert (page.context["chosen"].key, "0.4%" in page.content.decode()) == (key, quoted)


def test_cohort_in_which_nobody_chose_from_the_library_is_told_what_to_do(sign_in):
    page = sign_in(make.staff()).get(url("together", running_cohort().pk)).content.decode()
    assert "No two homes count the same yet" in page


def test_unknown_measure_shows_the_one_most_used(sign_in):
    cohort = running_cohort()
    for _ in range(2):
        counting(cohort, (2, 7, 12))
    page = sign_in(make.staff()).get(url("together", cohort.pk), {"measure": "no-such"})
    assert page.context["chosen"].key == WALKED


def test_measure_whose_entry_left_the_library_is_still_shown(sign_in, monkeypatch):
    cohort = running_cohort()
    for _ in range(2):
        counting(cohort, (2, 7, 12))
    monkeypatch.setattr(library, "find", lambda key: None)
    page = sign_in(make.staff()).get(url("together", cohort.pk))
    assert (page.status_code, page.context["chosen"].name) == (200, "Walked today")
