"""What a move or a swap costs, in words, and who leads which set."""

from __future__ import annotations

import random
import time as clock_on_the_wall
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workshops.test_set_filling import cohort
from workshops.set_filling import Person, SetToFill, fill
from workshops.set_leading import SetToLead, find_leaders
from workshops.set_weighing import Change, Placing, warnings

ASH = SetToFill(key="a", half_day="am", name="the Ash set")
OAK = SetToFill(key="o", half_day="pm", name="the Oak set")


def person(key, **fields):
    return Person(key=key, name=key.upper(), **fields)


def placing(people, place, sets=(ASH, OAK), size=3):
    return Placing(people, sets, size, place)


def weigh(people, place, change, sets=(ASH, OAK)):
    found = placing(people, place, sets).weigh(change)
    return found.verdict, found.gains, found.costs, found.even


def test_a_swap_says_what_gets_worse_and_what_gets_better():
    people = [
        person("g", borough="Croydon", provider="x"),
        person("h", borough="Merton", provider="y"),
        person("i", borough="Croydon"),
        person("j", borough="Croydon", provider="x"),
        person("k", borough="Lambeth", provider="y"),
    ]
    place = {"g": "a", "h": "a", "i": "o", "j": "o", "k": "o"}

    assert weigh(people, place, Change(who="h", to="o", swap="j")) == (
        "worse",
        (),
        (
            "Two from one provider would meet in the Ash set.",
            "Two from one provider would meet in the Oak set.",
        ),
        (),
    )
    # G comes, J stays: two of one provider would meet, and three from Croydon.
    assert weigh(people, place, Change(who="g", to="o", swap="k"))[2] == (
        "Two from one provider would meet in the Ash set.",
        "Two from one provider would meet in the Oak set.",
        "Croydon now 3 of 3 in the Oak set, 2 before.",
    )


def test_people_who_are_to_be_kept_apart_count_above_all():
    people = [
        person("g", home="x", apart=frozenset("h")),
        person("h", apart=frozenset("g")),
        person("i", home="x"),
    ]
    together = {"g": "a", "h": "a", "i": "o"}

    verdict, gains, costs, _ = weigh(people, together, Change(who="g", to="o"))

    assert verdict == "better"
    assert gains == ("Two who are to be kept apart are no longer together in the Ash set.",)
    assert costs == ("Two from one home would meet in the Oak set.",)
    assert weigh(people, {"g": "o", "h": "a", "i": "a"}, Change(who="g", to="a"))[0] == "worse"
    assert fill(people, [ASH, OAK], size=2).members == {"a": ("g",), "o": ("h", "i")}


@pytest.mark.parametrize(
    ("wish", "place", "to", "words"),
    [
        ("pm", "a", "o", ("better", ("G would meet in the afternoon, as asked.",), ())),
        (
            "am", "a", "o",
            ("worse", (), ("G asked for the morning, when the Oak set does not meet.",)),
        ),
        ("", "a", "o", ("same", (), ())),
    ],
)  # fmt: skip
def test_a_half_of_the_day_asked_for_is_said(wish, place, to, words):
    people = [person("g", preference=wish)]
    verdict, gains, costs, even = weigh(people, {"g": place}, Change(who="g", to=to))
    assert (verdict, gains, costs) == words
    assert even == ("People: the Ash set from 1 to 0, the Oak set from 0 to 1.",)


def test_no_set_is_worse_than_any_set():
    people = [person("g", home="x"), person("h", home="x")]
    assert weigh(people, {"g": "a", "h": "o"}, Change(who="g", to=""))[2] == (
        "G would be in no set.",
    )
    found = placing(people, {"h": "a"}).possible("g")
    assert [(one.change.to, one.verdict) for one in found] == [("o", "better"), ("a", "better")]
    assert found[0].gains == ("G would have a set.",)


def test_every_change_is_offered_once_the_best_first():
    people = cohort(12)
    sets = [ASH, OAK, SetToFill(key="s", name="the Sand set")]
    place = {one.key: "aos"[n % 3] for n, one in enumerate(people)}

    found = placing(people, place, sets).possible("p00")

    assert len(found) == len({one.change for one in found}) == 3 + 8
    assert [one.rise for one in found] == sorted(one.rise for one in found)


def test_what_is_not_as_wanted_in_a_set_is_said():
    people = [
        person("g", home="x", provider="z", apart=frozenset("h")),
        person("h", home="x", provider="z", apart=frozenset("g"), preference="pm"),
    ]
    assert warnings("Ash set", "am", people) == [
        "G and H are to be kept apart.",
        "Two from one home meet.",
        "Two from one provider meet.",
        "H asked for the afternoon.",
    ]
    assert warnings("Ash set", "am", people[:1]) == []


some_people = st.builds(cohort, st.integers(2, 14), st.integers(0, 10**6))


@given(people=some_people, seed=st.integers(0, 10**6), number=st.integers(1, 4))
@settings(deadline=None, max_examples=40)
def test_the_same_people_and_sets_give_the_same_sets_in_whatever_order(people, seed, number):
    chance = random.Random(seed)
    pairs = [chance.sample(people, 2) for _ in range(2)]
    for one, other in pairs:
        people = [
            replace(who, apart=who.apart | {other.key}) if who.key == one.key
            else replace(who, apart=who.apart | {one.key}) if who.key == other.key
            else who
            for who in people
        ]  # fmt: skip
    sets = [SetToFill(key=str(n), half_day="am" if n % 2 else "pm") for n in range(number)]
    shuffled = chance.sample(people, len(people))
    filled = fill(people, sets)
    assert fill(shuffled, sets) == filled
    # No single move or swap is better than what was proposed.
    place = {key: where for where, members in filled.members.items() for key in members}
    size = -(-len(people) // number)
    stands = Placing(people, sets, size, place)
    for one in people:
        for weighed in stands.possible(one.key):
            fits = weighed.change.swap or len(stands.members(weighed.change.to)) < size
            assert weighed.verdict != "better" or not fits


def test_sixty_people_are_placed_and_weighed_in_two_seconds():
    people = cohort(60)
    sets = [SetToFill(key=str(n), half_day="am" if n % 2 else "pm") for n in range(8)]
    began = clock_on_the_wall.process_time()
    filled = fill(people, sets)
    place = {key: where for where, members in filled.members.items() for key in members}
    assert len(Placing(people, sets, 8, place).possible("p00")) == 8 + 52
    assert clock_on_the_wall.process_time() - began < 2


def to_lead(key, weekday, leader="", hour=10):
    return SetToLead(
        key=key, weekday=weekday, starts=time(hour), ends=time(hour + 3), leader=leader
    )


@pytest.mark.parametrize(
    ("sets", "days", "found"),
    [
        ([to_lead("a", 1)], {"jo": [1]}, {"a": "jo"}),
        ([to_lead("a", 1)], {"jo": [2]}, {}),
        ([to_lead("a", 1)], {}, {}),
        # Al could take either; Jo only Tuesday, so Al makes way.
        ([to_lead("a", 1), to_lead("b", 2)], {"al": [1, 2], "jo": [1]}, {"a": "jo", "b": "al"}),
        # Nobody gets a second set while somebody has none.
        ([to_lead("a", 1), to_lead("b", 2)], {"al": [1, 2], "jo": [1, 2]}, {"a": "al", "b": "jo"}),
        ([to_lead("a", 1), to_lead("b", 2)], {"al": [1, 2]}, {"a": "al", "b": "al"}),
        # One person is not in two places at once.
        ([to_lead("a", 1), to_lead("b", 1, hour=11)], {"al": [1]}, {"a": "al"}),
        ([to_lead("a", 1), to_lead("b", 1, hour=14)], {"al": [1]}, {"a": "al", "b": "al"}),
        ([to_lead("a", 1, leader="al"), to_lead("b", 1, hour=11)], {"al": [1]}, {}),
        ([to_lead("a", 3, leader="al"), to_lead("b", 1)], {"al": [1], "jo": [1]}, {"b": "jo"}),
    ],
)
def test_facilitators_are_found_by_the_days_they_can_lead(sets, days, found):
    assert find_leaders(sets, days) == found
    assert find_leaders(sets[::-1], dict(reversed(days.items()))) == found
