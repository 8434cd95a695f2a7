"""Days and times that staff type, on the two nights on which the wall clock is not enough."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms

from core.moments import MomentField

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-10-25T01:30", "1:30am comes twice on Sunday 25 October 2026"),
        ("2026-10-25T01:00", "1am comes twice on Sunday 25 October 2026"),
        ("2027-03-28T01:30", "There is no 1:30am on Sunday 28 March 2027"),
        ("2027-03-28T01:00", "There is no 1am on Sunday 28 March 2027"),
        ("soon", "Give a day and a time"),
        ("", "Please fill this in."),
    ],
)
def test_an_hour_that_is_missing_or_comes_twice_is_refused_in_words(typed, words):
    with pytest.raises(forms.ValidationError) as caught:
        MomentField().clean(typed)
    assert caught.value.messages[0].startswith(words)


@pytest.mark.parametrize(
    "typed",
    ["2026-10-25T00:59", "2026-10-25T02:00", "2027-03-28T00:59", "2027-03-28T02:00"],
)
def test_the_minutes_around_it_are_what_the_wall_clock_says(typed):
    naive = datetime.fromisoformat(typed)
    assert MomentField().clean(typed) == naive.replace(tzinfo=LONDON)
