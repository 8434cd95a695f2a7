"""The cohort as it takes shape: targets, funders, what would be missing, what to look at twice."""

from __future__ import annotations

from itertools import product

import pytest

from cohorts.models import Borough, Funding
from core.errors import Refused
from pioneers import wishes
from pioneers.allotting import Purse, allot
from pioneers.models import ReleaseAgreement, SelectionPlan
from pioneers.plans import plan_of
from pioneers.proposing import Candidate, propose
from pioneers.selectors.shape import shape_of
from pioneers.services import selection
from tests import factories as make

CLOSED = {"state": "selecting"}


def chosen(cohort, **fields):
    """An application with an offer noted."""
    row = make.application(cohort, **fields)
    selection.decide(row, decision="offer", by=make.staff())
    return row


def purse(pk, places, *boroughs):
    return Purse(pk, places, frozenset(boroughs))


# Funders


@pytest.mark.parametrize(
    ("boroughs", "purses", "expected"),
    [
        ([], [purse(1, 5)], []),
        ([1, 2], [], [None, None]),
        # A shared borough is counted once.
        ([1, 1], [purse(1, 5, 1), purse(2, 5, 1, 2)], [1, 1]),
        # Full there, the next goes to the other.
        ([1, 1], [purse(1, 1, 1), purse(2, 5, 1, 2)], [2, 1]),
        # Of few boroughs first, of any borough last.
        ([1], [purse(1, 5), purse(2, 5, 1, 2), purse(3, 5, 1)], [3]),
        # Nobody pays for borough 9.
        ([9], [purse(1, 5, 1)], [None]),
        ([None], [purse(1, 5, 1), purse(2, 5)], [2]),
        # The first moves over so that the second is paid for too.
        ([1, 3], [purse(1, 1, 1, 3), purse(2, 1, 1, 2)], [2, 1]),
        ([2, 2, 2], [purse(1, 2, 2)], [1, 1, None]),
    ],
)
def test_each_place_counts_for_one_funder(boroughs, purses, expected):
    assert allot(boroughs, purses) == expected


def test_as_many_places_are_paid_for_as_any_sharing_out_could():
    """Against trying every way, for all triples of people over three boroughs."""
    purses = [purse(1, 1, 1, 2), purse(2, 1, 2, 3), purse(3, 1, 3)]
    for boroughs in product((1, 2, 3), repeat=3):
        most = 0
        for way in product((None, *purses), repeat=3):
            paid = [one for one in way if one]
            fits = all(one is None or one.covers(at) for one, at in zip(way, boroughs, strict=True))
            if fits and len({one.pk for one in paid}) == len(paid):
                most = max(most, len(paid))
        found = allot(boroughs, purses)
        assert len([pk for pk in found if pk]) == most, (boroughs, found)


@pytest.mark.django_db
def test_the_funders_on_the_board_share_the_boroughs_that_both_pay_for():
    cohort = make.cohort(**CLOSED)
    for name, places, boroughs in (("SWL", 1, ["Croydon", "Sutton"]), ("SEL", 2, ["Croydon"])):
        funding = Funding.objects.create(
            cohort=cohort, funder=make.funder(name), places=places, credit_line="Thanks"
        )
        funding.boroughs.set(Borough.objects.filter(name__in=boroughs))
    for borough in ("Croydon", "Sutton", "Croydon", "Bexley"):
        chosen(cohort, borough=make.borough(borough))
    shape = shape_of(cohort)
    assert [(paid.funder, paid.used, paid.places) for paid in shape.funders] == [
        ("SWL", 1, 1),
        ("SEL", 2, 2),
    ]
    assert shape.not_funded == 1


# Counts, targets, what is missing


@pytest.mark.django_db
def test_who_has_a_place_and_who_is_to_be_offered_one_count_and_nobody_else():
    cohort = make.cohort(places=5, **CLOSED)
    make.application(cohort, state="confirmed", role="manager")
    make.application(cohort, state="offered", role="deputy")
    chosen(cohort, role="deputy")
    for state in ("submitted", "reserve", "draft", "declined", "withdrawn", "lapsed"):
        make.application(cohort, state=state, role="senior_nurse")
    left = make.pioneer(cohort, state="withdrawn")
    shape = shape_of(cohort)
    roles = {line.key: line.n for _, lines in shape.groups for line in lines if "role:" in line.key}
    assert (shape.taken, shape.chosen, shape.left, shape.undecided, shape.in_reserve) == (
        2,
        3,
        2,
        1,
        1,
    )
    assert roles == {"role:manager": 1, "role:deputy": 2, "role:senior_nurse": 0}
    assert left.application not in shape.chosen_rows


@pytest.mark.django_db
def test_what_would_be_missing_is_said_in_words():
    cohort = make.cohort(places=3, roles=["manager", "deputy"], **CLOSED)
    croydon, sutton = make.borough("Croydon"), make.borough("Sutton")
    cohort.boroughs.set([croydon, sutton])
    SelectionPlan.objects.create(
        cohort=cohort, targets={f"borough:{croydon.pk}": 2, "role:deputy": 1, "role:manager": 1}
    )
    funding = Funding.objects.create(
        cohort=cohort, funder=make.funder("SWL ICB"), places=2, credit_line="Thanks"
    )
    funding.boroughs.set([sutton, croydon])
    chosen(cohort, borough=croydon)
    assert shape_of(cohort).missing == [
        "1 more from Croydon: at least 2 wanted, 1 chosen.",
        "1 more deputy manager: at least 1 wanted, none chosen.",
        "Nobody from Sutton.",
        "1 of 2 places of SWL ICB would not be used.",
        "2 places would be free.",
    ]


@pytest.mark.parametrize(
    ("key", "least", "said"),
    [
        ("role:deputy", 1, "1 more deputy manager"),
        ("role:senior_nurse", 3, "3 more senior nurses"),
        ("setting:older_nursing", 2, "2 more from an older person’s nursing home"),
        ("setting:learning_disability", 1, "1 more from a learning disability care setting"),
    ],
)
@pytest.mark.django_db
def test_what_is_missing_reads_as_a_sentence(key, least, said):
    named = wishes.labels(make.cohort())
    assert wishes.unmet({key: least}, {}, named) == [
        f"{said}: at least {least} wanted, none chosen."
    ]


@pytest.mark.django_db
def test_a_full_list_that_meets_every_target_misses_nothing():
    cohort = make.cohort(places=1, **CLOSED)
    cohort.boroughs.set([make.borough("Croydon")])
    SelectionPlan.objects.create(cohort=cohort, targets={"role:manager": 1})
    chosen(cohort)
    assert (shape_of(cohort).missing, shape_of(cohort).warnings) == ([], [])


@pytest.mark.django_db
def test_what_to_look_at_twice():
    cohort = make.cohort(places=3)
    home = make.care_home("Elm Court", provider_id="P1", provider_name="Elm Care")
    sister = make.care_home("Oak Court", provider_id="P1", provider_name="Elm Care")
    rows = [chosen(cohort, home=home, name=name) for name in ("Ada Obi", "Ben Kerr")]
    rows += [chosen(cohort, home=sister, name="Cleo Diaz"), chosen(cohort, name="Dan Ely")]
    ReleaseAgreement.objects.create(
        application=rows[3],
        manager_email="m@homes.example",
        state="concern",
        answered_at=rows[3].submitted_at,
    )
    assert shape_of(cohort).warnings == [
        "More offers than places: 1 too many. They cannot be applied like this.",
        "The call is still open: more people may apply.",
        "Ada Obi and Ben Kerr work at the same home, Elm Court.",
        "3 people work for one provider, Elm Care.",
        "The line manager of Dan Ely has a concern about letting them come.",
    ]


@pytest.mark.django_db
def test_reasons_are_counted_over_what_is_applied_and_what_is_meant():
    cohort = make.cohort(**CLOSED)
    make.application(cohort, state="declined", decline_reason="dates")
    for reason in ("dates", "places"):
        row = make.application(cohort)
        selection.decide(row, decision="decline", decline_reason=reason, by=make.staff())
    assert shape_of(cohort).reasons == [
        ("More good applications than places", 1),
        ("Cannot come to the dates", 2),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("targets", "days", "who", "words"),
    [
        ({"role:deputy": 31}, 14, "staff", "is too many"),
        ({"planet:mars": 1}, 14, "staff", "boroughs, settings and roles"),
        ({"role:deputy": 0}, 14, "staff", "whole numbers from 1"),
        ({}, 0, "staff", "between 1 and 60 days"),
        ({}, 14, "stranger", "Only staff"),
    ],
)
def test_wishes_are_refused(targets, days, who, words):
    cohort = make.cohort()
    by = make.staff() if who == "staff" else make.person()
    with pytest.raises(Refused, match=words):
        selection.save_wishes(
            cohort, targets=targets, offer_days=days, promotes_by_itself=True, by=by
        )
    assert plan_of(cohort).pk is None


# The proposal


def one(pk, home=None, *keys):
    return Candidate(pk, f"N{pk}", home, frozenset(keys))


LABELS = {"borough:1": "Croydon", "role:deputy": "Deputy manager"}


def picked(ranked, n, chosen=(), **targets):
    named = {key.replace("_", ":"): least for key, least in targets.items()}
    return propose(ranked, chosen=chosen, n=n, targets=named, labels=LABELS)


def pks(lines):
    return [line.candidate.pk for line in lines]


def test_the_best_are_proposed_and_nobody_is_passed_over():
    found = picked([one(1), one(2), one(3)], 2)
    assert (pks(found.picks), found.passed, found.missing) == ([1, 2], [], [])
    assert [line.why for line in found.picks] == ["Number 1 by score.", "Number 2 by score."]


def test_a_second_person_of_a_home_is_passed_over_with_the_reason():
    found = picked([one(1, 7), one(2, 7), one(3, 8)], 2, chosen=[one(9, 8)])
    assert pks(found.picks) == [1]
    ranked = [one(1, 7), one(2, 7), one(3, 9)]
    found = picked(ranked, 2)
    assert pks(found.picks) == [1, 3]
    assert [(line.candidate.pk, line.why) for line in found.passed] == [
        (2, "From the same home as N1.")
    ]


def test_for_a_target_the_best_who_meets_it_comes_in_for_the_lowest_and_both_are_told_why():
    ranked = [one(1), one(2), one(3), one(4, None, "borough:1"), one(5, None, "borough:1")]
    found = picked(ranked, 2, borough_1=1)
    assert [(line.candidate.pk, line.why) for line in found.picks] == [
        (1, "Number 1 by score."),
        (4, "For “at least 1 from Croydon”: number 4 by score, instead of N2 (number 2)."),
    ]
    assert [(line.candidate.pk, line.why) for line in found.passed] == [
        (2, "Gave way to N4: at least 1 from Croydon."),
        (3, "The places were given to others."),
    ]


def test_nobody_whom_another_target_needs_gives_way():
    ranked = [one(1), one(2, None, "role:deputy"), one(3, None, "borough:1")]
    found = picked(ranked, 2, borough_1=1, role_deputy=1)
    assert (pks(found.picks), found.missing) == ([2, 3], [])


def test_who_is_chosen_already_counts_for_the_targets():
    found = picked([one(1), one(2, None, "borough:1")], 1, [one(9, None, "borough:1")], borough_1=1)
    assert pks(found.picks) == [1]


def test_a_target_that_nobody_can_meet_is_said():
    found = picked([one(1), one(2)], 1, borough_1=2)
    assert (pks(found.picks), found.missing) == (
        [1],
        ["2 more from Croydon: at least 2 wanted, none chosen."],
    )


def test_more_than_there_are_proposes_all_and_none_proposes_nobody():
    assert pks(picked([one(1), one(2)], 9).picks) == [1, 2]
    assert pks(picked([one(1)], 0).picks) == []


def test_over_many_lists_targets_that_can_be_met_are_met_and_places_are_kept():
    """Every list of four over two keys: the same twice, never more than n, never missed in vain."""
    kinds = [(), ("borough:1",), ("role:deputy",), ("borough:1", "role:deputy")]
    for combination in product(kinds, repeat=4):
        ranked = [one(pk, None, *keys) for pk, keys in enumerate(combination, start=1)]
        found = picked(ranked, 2, borough_1=1, role_deputy=1)
        again = picked(ranked, 2, borough_1=1, role_deputy=1)
        assert (pks(found.picks), found.missing) == (pks(again.picks), again.missing)
        assert len(found.picks) == 2
        there = {key for keys in combination for key in keys}
        met = {key for line in found.picks for key in line.candidate.keys}
        assert there <= met, (combination, pks(found.picks))


def test_the_words_of_a_target():
    found = [[wishes.words(key, label, n) for n in (1, 2)] for key, label in LABELS.items()]
    assert found == [["from Croydon"] * 2, ["deputy manager", "deputy managers"]]
