"""The rule of completion and the two figures, as truth tables without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workshops.world import moment
from workshops import completion, figures
from workshops.completion import Rule
from workshops.records import Entry

DAY = moment(2026, 10, 7, 10)
WORKSHOP = Entry("workshop", "present", DAY, noted=True, over=True)
MEETING = replace(WORKSHOP, kind="learning_set")
COMING = replace(MEETING, state="expected", noted=False, over=False)
ALL = Rule()


@pytest.mark.parametrize(
    ("entry", "of", "attended", "answered"),
    [
        (MEETING, 1, 1, 1),
        (replace(MEETING, state="part"), 1, 1, 1),
        (replace(MEETING, state="absent"), 1, 0, 0),
        (replace(MEETING, state="expected"), 1, 0, 0),
        (replace(MEETING, state="apologies"), 1, 0, 1),
        (replace(MEETING, state="excused"), 0, 0, 0),
        # Made up for in another set, whatever was said beforehand.
        (replace(MEETING, state="apologies", instead="present"), 1, 1, 1),
        (replace(MEETING, state="absent", instead="part"), 1, 1, 1),
        (replace(MEETING, state="excused", instead="present"), 1, 1, 1),
        # A place elsewhere that was not used makes up for nothing.
        (replace(MEETING, state="apologies", instead="expected"), 1, 0, 1),
        (replace(MEETING, state="absent", instead="absent"), 1, 0, 0),
        # Without a register nothing is known.
        (replace(MEETING, state="apologies", noted=False), 0, 0, 0),
        (COMING, 0, 0, 0),
    ],
)
def test_what_one_session_adds_to_the_two_figures(entry, of, attended, answered):
    assert figures.of_entries([entry]) == figures.Figures(of, attended, answered)


def test_shares_are_whole_percent_and_nothing_is_no_share():
    assert figures.Figures(3, 2, 3).percent_attended == 67
    assert figures.Figures(3, 2, 3).percent_answered == 100
    assert figures.Figures().percent_attended is None


@pytest.mark.parametrize(
    ("entry", "part_counts", "make_ups_count", "counts"),
    [
        ("present", True, True, True),
        ("present", False, False, True),
        ("part", True, True, True),
        ("part", False, True, False),
        ("absent", True, True, False),
        ("apologies", True, True, False),
        ("excused", True, True, False),
        ("expected", True, True, False),
        ("apologies+present", True, True, True),
        ("apologies+present", True, False, False),
        ("absent+part", True, True, True),
        ("absent+part", False, True, False),
        ("excused+present", True, True, True),
        ("apologies+expected", True, True, False),
        ("apologies+apologies", True, True, False),
        # Came for part, and to the whole of another set's meeting.
        ("part+present", False, True, True),
    ],
)
def test_what_counts_as_done(entry, part_counts, make_ups_count, counts):
    state, _, instead = entry.partition("+")
    rule = Rule(part_counts=part_counts, make_ups_count=make_ups_count)
    assert completion.counts(replace(MEETING, state=state, instead=instead), rule) is counts


@pytest.mark.parametrize(
    ("states", "wanted", "meets", "behind", "needed"),
    [
        (["present"] * 3, None, True, False, 3),
        (["present", "present", "absent"], None, False, True, 3),
        (["present", "present", "absent"], 2, True, False, 2),
        (["present", "present", "coming"], None, False, False, 3),
        (["present", "absent", "coming"], 3, False, True, 3),
        (["present", "absent", "coming"], 2, False, False, 2),
        # Excused: of all, one fewer is asked; of a number, the number stays.
        (["present", "present", "excused"], None, True, False, 2),
        (["present", "present", "excused"], 3, False, True, 3),
        (["present", "excused", "coming"], 2, False, False, 2),
        # Whose register is not taken yet may still turn out to have come.
        (["present", "present", "unknown"], None, False, False, 3),
        # A place at another meeting may still make up.
        (["present", "present", "booked"], 3, False, False, 3),
        (["excused"] * 3, None, False, False, 0),
        ([], None, False, False, 0),
        ([], 2, False, True, 2),
    ],
)
def test_who_meets_a_rule_and_who_is_behind(states, wanted, meets, behind, needed):
    kinds = {
        "coming": COMING,
        "unknown": replace(COMING, over=True),
        "booked": replace(
            MEETING, state="apologies", instead="expected", instead_at=DAY + timedelta(3)
        ),
    }
    entries = [kinds.get(state) or replace(MEETING, state=state) for state in states]
    found = completion.standing(entries, Rule(workshops=0, set_meetings=wanted))
    assert (found.meets, found.behind, found.parts[1].needed) == (meets, behind, needed)


def test_every_kind_that_the_rule_names_is_needed():
    rule = Rule(set_meetings=1, celebration=True)
    party = replace(WORKSHOP, kind="celebration")
    assert completion.standing([WORKSHOP, MEETING, party], rule).meets
    assert not completion.standing([MEETING, party, replace(WORKSHOP, state="absent")], rule).meets
    assert not completion.standing([WORKSHOP, party], rule).meets
    assert not completion.standing([WORKSHOP, MEETING, replace(party, state="absent")], rule).meets
    without = replace(rule, celebration=False)
    assert completion.standing([WORKSHOP, MEETING, replace(party, state="absent")], without).meets


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([MEETING, COMING], ["1 more set meeting; the next is Wednesday 7 October 2026"]),
        (
            [replace(MEETING, state="absent"), COMING],
            ["2 more set meetings, and only 1 to come; the next is Wednesday 7 October 2026"],
        ),
        (
            [MEETING, replace(MEETING, state="absent")],
            ["1 more set meeting, and none to come. Ask us what can be done"],
        ),
        ([MEETING, MEETING], []),
    ],
)
def test_what_is_missing_in_words(entries, words):
    assert completion.standing(entries, Rule(workshops=0, set_meetings=2)).missing == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (ALL, "All workshops and all set meetings. A meeting made up for in another set counts."),
        (Rule(1, 7, True), "1 workshop, 7 set meetings and the celebration. A meeting"),
        (Rule(make_ups_count=False), "in another set does not count. Coming for part counts."),
    ],
)
def test_a_rule_in_words(rule, words):
    assert words in completion.in_words(rule)


@pytest.mark.parametrize(("meetings", "needed"), [(9, 7), (6, 4), (3, 1), (2, None), (0, None)])
def test_without_a_rule_all_workshops_and_all_meetings_but_two(meetings, needed):
    assert completion.default_rule(meetings) == Rule(set_meetings=needed)
