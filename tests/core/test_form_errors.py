"""Bad input is answered in words that say what to do, also where a form says nothing itself."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

LETTERS = forms.CharField(max_length=5, min_length=2)
NUMBER = forms.IntegerField(min_value=1, max_value=9)
SEVERAL = forms.MultipleChoiceField(choices=[("a", "A")])


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (LETTERS, "", "Please fill this in."),
        (
            LETTERS,
            "abcdefg",
            "This is too long: it has 7 letters, and 5 fit. Please shorten it.",
        ),
        (LETTERS, "a", "This is too short: it has 1 letters, and needs 2."),
        (
            LETTERS,
            "a\x00b",
            "There is a character in this that cannot be kept. It often comes from copying: "
            "please type the words instead.",
        ),
        (NUMBER, "many", "Write a whole number in figures, such as 4."),
        (NUMBER, "10", "This can be 9 at the most."),
        (NUMBER, "0", "This must be 1 or more."),
        (forms.FloatField(), "x", "Write a number in figures, such as 4 or 4.5."),
        (
            forms.DateField(),
            "12/31/2026",
            "Write the day, the month and the year, such as 31/12/2026.",
        ),
        (forms.TimeField(), "half two", "Write the time like 09:30 or 14:00."),
        (
            forms.EmailField(),
            "joy@home",
            "This e-mail address is not complete. It looks like name@home.org.uk.",
        ),
        (
            forms.URLField(assume_scheme="https"),
            "a page",
            "Copy the whole address of the page, beginning with https://",
        ),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Choose one of the answers on this page.",
        ),
        (SEVERAL, ["b"], "One of these is not among the answers on this page. Choose again."),
        (
            forms.FileField(),
            SimpleUploadedFile("a.txt", b""),
            "This file is empty. Please choose it again.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words_that_help(field, typed, said):
    with pytest.raises(ValidationError) as wrong:
        field.clean(typed)
    assert wrong.value.messages == [said]


@pytest.mark.parametrize("typed", ["2026-04-03", "03/04/2026", "3/4/26"])
def test_a_day_that_is_typed_has_its_day_before_its_month(typed):
    assert forms.DateField().clean(typed) == date(2026, 4, 3)
