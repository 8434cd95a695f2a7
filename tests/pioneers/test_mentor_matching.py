"""Who might mentor whom: worked out from plain facts, and explained."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from pioneers.mentor_matching import (
    NEVER,
    Mentee,
    MentorWithRoom,
    assign,
    may_pair,
    suggest,
)

FEW = st.sampled_from(["", "a", "b", "c"])
MENTEES = st.lists(
    st.builds(
        Mentee,
        key=st.integers(0, 99).map(str),
        provider=FEW,
        borough=FEW,
        setting=FEW,
        wishes=st.lists(FEW.filter(bool), unique=True, max_size=2).map(tuple),
        parted=st.frozensets(st.integers(0, 9).map(str), max_size=3),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)
MENTORS = st.lists(
    st.builds(
        MentorWithRoom,
        key=st.integers(0, 9).map(str),
        capacity=st.integers(0, 4),
        has=st.integers(0, 5),
        provider=FEW,
        borough=FEW,
        settings=st.lists(FEW.filter(bool), unique=True).map(tuple),
        areas=st.lists(FEW.filter(bool), unique=True).map(tuple),
    ),
    max_size=6,
    unique_by=lambda one: one.key,
)


@given(MENTEES, MENTORS)
def test_nobody_is_paired_within_a_provider_or_again_and_no_mentor_gets_too_many(mentees, mentors):
    found = suggest(mentees, mentors)
    by_key = {one.key: one for one in mentors}
    for mentee in mentees:
        if mentee.key in found.pairs:
            assert may_pair(mentee, by_key[found.pairs[mentee.key]])
    taken = list(found.pairs.values())
    assert all(taken.count(one.key) <= one.room for one in mentors)
    assert set(found.pairs) | set(found.without) == {one.key for one in mentees}
    assert set(found.pairs) & set(found.without) == set()


@given(MENTEES, MENTORS, st.randoms())
def test_the_order_in_which_people_come_changes_nothing(mentees, mentors, chance):
    shuffled = [chance.sample(people, len(people)) for people in (mentees, mentors)]
    assert suggest(*shuffled) == suggest(mentees, mentors)


@given(
    st.integers(1, 5).flatmap(
        lambda rows: st.lists(
            st.lists(st.one_of(st.integers(-50, 50), st.just(NEVER)), min_size=5, max_size=5),
            min_size=rows,
            max_size=rows,
        )
    )
)
def test_the_assignment_is_as_good_as_the_best_of_all(costs):
    chosen = assign(costs)
    assert len(set(chosen)) == len(costs)
    best = min(
        sum(row[column] for row, column in zip(costs, way, strict=True))
        for way in permutations(range(5), len(costs))
    )
    assert sum(row[column] for row, column in zip(costs, chosen, strict=True)) == best


def test_what_a_pioneer_asked_for_counts_more_than_the_borough_and_is_said():
    ngozi = Mentee(
        key="1", provider="P1", borough="Croydon", setting="Nursing", wishes=("Dementia",)
    )
    near = MentorWithRoom(key="near", capacity=3, provider="P2", borough="Croydon")
    asked = MentorWithRoom(key="asked", capacity=3, has=1, provider="P3", areas=("Dementia",))
    found = suggest([ngozi], [near, asked])
    assert found.pairs == {"1": "asked"}
    assert found.reasons["1"] == (
        "Can help with what they asked for: Dementia.",
        "They work for different providers.",
        "Has 1 of 3 Pioneers now.",
    )


def test_as_many_as_possible_get_a_mentor_even_where_each_pair_is_worse():
    # The one mentor who suits both is needed for the one whom nobody else may take.
    first = Mentee(key="1", provider="P1", wishes=("Dementia",))
    second = Mentee(key="2", provider="P2")
    good = MentorWithRoom(key="good", capacity=1, provider="P9", areas=("Dementia",))
    other = MentorWithRoom(key="other", capacity=1, provider="P2")
    assert suggest([first, second], [good, other]).pairs == {"1": "other", "2": "good"}


def test_mentors_get_evenly_many_where_nothing_else_differs():
    mentees = [Mentee(key=str(n)) for n in range(4)]
    mentors = [MentorWithRoom(key="a", capacity=4), MentorWithRoom(key="b", capacity=4)]
    assert sorted(suggest(mentees, mentors).pairs.values()) == ["a", "a", "b", "b"]


def test_why_there_is_no_suggestion_is_said():
    mentee = Mentee(key="1", provider="P1")
    words = {
        "none": suggest([mentee], []),
        "full": suggest([mentee], [MentorWithRoom(key="a", capacity=2, has=2)]),
        "same": suggest([mentee], [MentorWithRoom(key="a", capacity=2, provider="P1")]),
        "short": suggest([mentee, Mentee(key="0")], [MentorWithRoom(key="a", capacity=1)]),
    }
    assert {name: next(iter(found.without.values())) for name, found in words.items()} == {
        "none": "There are no mentors yet.",
        "full": "Every mentor has as many Pioneers as they can take.",
        "same": "Those who have room work for the same provider, or did not suit before.",
        "short": "There are more Pioneers than the mentors can take.",
    }
