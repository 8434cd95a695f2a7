"""Sharing Pioneers out among learning sets."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshops.set_filling import Person, SetToFill, fill

MORNING = SetToFill(key="morning", half_day="am")
AFTERNOON = SetToFill(key="afternoon", half_day="pm")
TWO = (SetToFill(key="a"), SetToFill(key="b"))
BOROUGHS = ["Croydon", "Lambeth", "Merton", "Sutton"]
SETTINGS = ["Nursing home", "Residential home", "Supported living"]
ROLES = ["Manager", "Deputy manager", "Senior nurse"]


def cohort(number, seed=1):
    """A cohort in which some people share a home or a provider."""
    chance = random.Random(seed)
    return [
        Person(
            key=f"p{place:02}",
            home=f"home {chance.randrange(number)}",
            provider=f"provider {chance.randrange(number)}",
            borough=chance.choice(BOROUGHS),
            setting=chance.choice(SETTINGS),
            role=chance.choice(ROLES),
            preference=chance.choice(["am", "pm", ""]),
        )
        for place in range(number)
    ]


def set_of(filling, person_key):
    return next(key for key, members in filling.members.items() if person_key in members)


def test_two_people_from_one_home_are_in_different_sets():
    people = [Person(key=key, home=home) for key, home in zip("abcd", "xxyy", strict=True)]
    filling = fill(people, TWO)
    assert set_of(filling, "a") != set_of(filling, "b")
    assert set_of(filling, "c") != set_of(filling, "d")
    assert filling.reasons["a"] == ("From the same home: 1 other, none in this set.",)


def test_people_of_one_provider_are_kept_apart_where_possible():
    people = [Person(key=key, home=key, provider="x" if key in "ad" else "") for key in "abcd"]
    filling = fill(people, TWO)
    assert set_of(filling, "a") != set_of(filling, "d")
    assert filling.reasons["a"] == ("From the same provider: 1 other, none in this set.",)


def test_more_people_from_one_home_than_sets_is_said():
    filling = fill([Person(key=key, home="x") for key in "abc"], TWO)
    assert filling.members == {"a": ("a", "c"), "b": ("b",)}
    assert filling.reasons["a"] == (
        "From the same home: 2 others, 1 in this set, as no better place was found.",
    )
    assert filling.reasons["b"] == ("From the same home: 2 others, none in this set.",)


def test_unknown_homes_and_boroughs_are_not_shared_ones():
    filling = fill([Person(key=key) for key in "abcd"], TWO)
    assert set(filling.reasons.values()) == {()}


def test_each_person_meets_in_the_half_of_the_day_asked_for():
    people = [Person(key=key, preference=half) for key, half in (("a", "pm"), ("b", "am"))]
    filling = fill(people, [MORNING, AFTERNOON])
    assert filling.members == {"morning": ("b",), "afternoon": ("a",)}
    assert filling.reasons == {
        "a": ("Meets in the afternoon, as asked.",),
        "b": ("Meets in the morning, as asked.",),
    }


def test_a_preference_counts_more_than_even_sizes_when_the_sets_have_room():
    people = [Person(key=key, preference="am") for key in "abcd"]
    assert fill(people, [MORNING, AFTERNOON], size=4).members["morning"] == ("a", "b", "c", "d")


def test_a_full_half_of_the_day_is_said():
    people = [Person(key=key, preference="am") for key in "abcd"]
    filling = fill(people, [MORNING, AFTERNOON])
    assert [len(members) for members in filling.members.values()] == [2, 2]
    late = filling.members["afternoon"][0]
    assert filling.reasons[late] == ("Asked for the morning, but there is no room then.",)


def test_a_half_of_the_day_in_which_no_set_meets_is_said():
    filling = fill([Person(key="a", preference="am")], [AFTERNOON])
    assert filling.reasons["a"] == ("Asked for the morning, but no set meets then.",)


def test_one_home_is_kept_apart_even_against_a_preference():
    people = [Person(key=key, home="x", preference="am") for key in "ab"]
    filling = fill(people, [MORNING, AFTERNOON], size=2)
    late = filling.members["afternoon"][0]
    assert filling.reasons[late] == (
        "Asked for the morning, but would meet somebody from the same home then.",
        "From the same home: 1 other, none in this set.",
    )


def test_boroughs_settings_and_roles_are_spread_over_the_sets():
    people = [
        Person(key=f"{place:02}", borough=borough, setting=setting, role=role)
        for place, (borough, setting, role) in enumerate(
            (BOROUGHS[n // 3], SETTINGS[n % 3], ROLES[(n + n // 3) % 3]) for n in range(12)
        )
    ]
    by_key = {person.key: person for person in people}
    filling = fill(people, [SetToFill(key=key) for key in "abc"])
    for members in filling.members.values():
        here = [by_key[key] for key in members]
        assert Counter(one.borough for one in here) == dict.fromkeys(BOROUGHS, 1)
        assert max(Counter(one.setting for one in here).values()) <= 2
        assert max(Counter(one.role for one in here).values()) <= 2
    assert filling.reasons["00"][0] == "Croydon: 1 of 4 in this set."


def test_a_real_size_of_cohort_is_mixed_better_than_by_any_of_many_shuffles():
    people = [
        Person(key=one.key, borough=one.borough, setting=one.setting, role=one.role)
        for one in cohort(34)
    ]
    sets = [SetToFill(key=key) for key in "abcd"]
    by_key = {person.key: person for person in people}

    def pairs_alike(groups):
        return sum(
            count * (count - 1) // 2
            for group in groups
            for what in ("borough", "setting", "role")
            for count in Counter(getattr(one, what) for one in group).values()
        )

    ours = pairs_alike(
        [[by_key[key] for key in members] for members in fill(people, sets).members.values()]
    )
    chance = random.Random(2)
    shuffles = []
    for _ in range(300):
        chance.shuffle(people)
        shuffles.append(pairs_alike([people[:9], people[9:18], people[18:26], people[26:]]))
    assert ours < min(shuffles)


def test_people_beyond_the_places_are_unplaced_and_told_why():
    people = [Person(key=key) for key in "edcba"]
    filling = fill(people, TWO, size=2)
    assert filling.unplaced == ("a",)
    assert filling.reasons["a"] == ("All 4 places are taken.",)
    assert [len(members) for members in filling.members.values()] == [2, 2]


def test_without_sets_everybody_is_unplaced():
    filling = fill([Person(key="a")], [])
    assert (filling.members, filling.unplaced) == ({}, ("a",))
    assert filling.reasons == {"a": ("There are no learning sets yet.",)}


def test_without_people_the_sets_are_empty():
    assert fill([], TWO).members == {"a": (), "b": ()}


@pytest.mark.parametrize(
    ("people", "sets", "size", "words"),
    [
        ("a", "a", 0, "A learning set needs room for at least one person."),
        ("aa", "a", None, "Somebody is in the list twice."),
        ("a", "aa", None, "A learning set is in the list twice."),
    ],
)
def test_lists_that_make_no_sense_are_refused_in_words(people, sets, size, words):
    with pytest.raises(ValueError) as refused:
        fill([Person(key=key) for key in people], [SetToFill(key=key) for key in sets], size)
    assert str(refused.value) == words


some_people = st.builds(cohort, st.integers(0, 24), st.integers(0, 10**6))
some_sets = st.lists(st.sampled_from(["am", "pm", ""]), min_size=1, max_size=4).map(
    lambda half_days: [SetToFill(key=str(n), half_day=half) for n, half in enumerate(half_days)]
)


@given(people=some_people, sets=some_sets, size=st.none() | st.integers(1, 8))
@settings(deadline=None)
def test_everybody_is_in_one_set_or_unplaced_and_no_set_is_too_full(people, sets, size):
    filling = fill(people, sets, size)
    placed = [key for members in filling.members.values() for key in members]
    assert sorted([*placed, *filling.unplaced]) == [person.key for person in people]
    assert sorted(filling.reasons) == [person.key for person in people]
    most = size or -(-len(people) // len(sets))
    assert all(len(members) <= most for members in filling.members.values())
    assert len(filling.unplaced) == max(0, len(people) - most * len(sets))


@given(people=some_people, sets=some_sets)
@settings(deadline=None)
def test_one_home_never_meets_in_a_set_while_there_are_sets_enough(people, sets):
    filling = fill(people, sets)
    homes = {person.key: person.home for person in people}
    in_all = Counter(homes.values())
    for members in filling.members.values():
        for home, count in Counter(homes[key] for key in members).items():
            assert count == 1 or in_all[home] > len(sets)


@given(people=some_people, number=st.integers(1, 5))
@settings(deadline=None)
def test_without_preferences_colleagues_or_a_size_the_sets_are_even(people, number):
    people = [Person(key=one.key, borough=one.borough, role=one.role) for one in people]
    sizes = [
        len(members)
        for members in fill(people, [SetToFill(key=str(n)) for n in range(number)]).members.values()
    ]
    assert max(sizes) - min(sizes) <= 1


@given(people=some_people, sets=some_sets, seed=st.integers(0, 10**6))
@settings(deadline=None)
def test_the_order_of_the_people_changes_nothing_where_all_find_a_place(people, sets, seed):
    shuffled = random.Random(seed).sample(people, len(people))
    # "Unplaced" is empty here, and it alone keeps the order of the list.
    assert fill(shuffled, sets) == fill(people, sets)
