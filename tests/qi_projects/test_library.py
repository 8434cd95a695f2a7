"""The measure library: whole, by theme, safe, and fit for the database."""

from __future__ import annotations

import json
import re

import pytest

from qi_projects import library
from qi_projects.enums import Direction, MeasureKind, MeasurePurpose, Theme
from qi_projects.models import Measure

ENTRIES = list(library.entries().values())
ids = [entry.key for entry in ENTRIES]


def test_no_key_and_no_name_stands_twice():
    rows = json.loads(library.FILE.read_text("utf-8"))
    assert len({row["key"] for row in rows}) == len(rows) == len(ENTRIES)
    assert len({row["name"].casefold() for row in rows}) == len(rows)


def test_every_theme_has_four_to_six_and_more_than_one_purpose():
    for theme in Theme:
        found = library.of_theme(theme)
        assert 4 <= len(found) <= 6, theme
        assert "outcome" in {entry.purpose for entry in found}
        assert len({entry.purpose for entry in found}) > 1, theme


@pytest.mark.parametrize("entry", ENTRIES, ids=ids)
def test_entry_is_whole_and_fits_a_measure(entry):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.key)
    assert entry.theme in Theme.values
    assert entry.kind in MeasureKind.values
    assert entry.direction in Direction.values
    assert entry.purpose in MeasurePurpose.values
    assert entry.every in library.EVERY
    assert 2 <= len(entry.steps) <= 4
    assert 60 <= len(entry.definition) <= 400
    for name, most in (("key", 60), ("name", 120), ("unit", 60), ("out_of_what", 60)):
        assert Measure._meta.get_field("library_key" if name == "key" else name).max_length == most
        assert len(getattr(entry, name)) <= most
    words = (entry.name, entry.definition, entry.unit, *entry.steps)
    assert [text for text in words if not text or text != text.strip()] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=ids)
def test_only_shares_and_rates_are_out_of_something(entry):
    divided = entry.kind in (MeasureKind.PERCENT, MeasureKind.RATE)
    assert bool(entry.out_of_what) is divided
    assert (entry.per > 1) is (entry.kind == MeasureKind.RATE)
    assert entry.unit.startswith("% ") is (entry.kind == MeasureKind.PERCENT)


def test_events_that_are_rare_are_counted_in_days_and_get_better_upwards():
    rare = [entry for entry in ENTRIES if entry.kind == MeasureKind.TIME_BETWEEN]
    assert {(entry.every, entry.direction) for entry in rare} == {("event", "increase")}
    assert ["rare" in entry.warning for entry in rare] == [True] * len(rare)


def test_averages_of_answers_are_given_without_a_name_and_wait_for_five():
    asked = [entry for entry in ENTRIES if entry.kind == MeasureKind.SCALE]
    assert len(asked) >= 4
    for entry in asked:
        assert "ithout a name" in entry.definition or "No names" in entry.definition
        assert "fewer than five" in entry.warning


def test_programmes_figures_stand_only_beside_what_they_are_about():
    assert {entry.key for entry in ENTRIES if entry.context} == {
        "taken-by-ambulance",
        "nights-in-hospital",
    }


def test_every_entry_is_offered_once_under_its_theme():
    listed = [key for _, group in library.choices() for key, _ in group]
    assert sorted(listed) == sorted(ids)
    assert [label for label, _ in library.choices()] == list(Theme.labels)


def test_unknown_key_finds_nothing():
    assert library.find("no-such-measure") is None
    assert library.find("") is None
