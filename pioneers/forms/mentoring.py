"""Mentors, whom they mentor, and when they met."""

from __future__ import annotations

from typing import Any

from django import forms

from core import clock
from core.forms import Helper
from pioneers.models import Mentor


class PairForm(forms.Form):
    mentor = forms.ModelChoiceField(
        label="Mentor",
        queryset=Mentor.objects.none(),
        empty_label="Choose a mentor",
        error_messages={"required": "Choose a mentor."},
        help_text="Only mentors who can take one more are listed.",
    )

    def __init__(self, *args: Any, mentors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mentor"]
        field.queryset = mentors
        field.label_from_instance = _room
        self.helper = Helper()


def _room(mentor: Mentor) -> str:
    return f"{mentor} (has {mentor.mentees} of {mentor.capacity})"  # type: ignore[attr-defined]


class MentorForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address")
    capacity = forms.IntegerField(
        label="How many Pioneers they can mentor at once", min_value=1, max_value=20, initial=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class MeetingForm(forms.Form):
    met_on = forms.DateField(
        label="When did you meet?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Say on which day you met.",
            "invalid": "Write the day as in 23/7/2025.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met_on"].initial = clock.today
        self.helper = Helper()
