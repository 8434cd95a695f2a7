"""Mentors, whom they mentor, and when they met."""

from __future__ import annotations

from typing import Any

from django import forms

from cohorts.enums import CareSetting
from cohorts.models import Borough
from core import clock
from core.forms import Helper
from pioneers.enums import MentorArea, PairingEnd
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
    """Who mentors, where they work and what they know: the facts that a match is made by."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address", max_length=254)
    capacity = forms.IntegerField(
        label="How many Pioneers they can mentor at once", min_value=1, max_value=20, initial=3
    )
    provider_name = forms.CharField(
        label="The provider they work for",
        max_length=200,
        required=False,
        help_text="As CQC’s register writes it. Nobody is paired within one provider.",
    )
    borough = forms.ModelChoiceField(
        label="Borough", queryset=Borough.objects.none(), required=False, empty_label="Not given"
    )
    settings = forms.MultipleChoiceField(
        label="Care settings they know",
        choices=CareSetting,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.MultipleChoiceField(
        label="What they can help with",
        choices=MentorArea,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, boroughs: Any, providers: Any, known: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        borough: Any = self.fields["borough"]
        borough.queryset = boroughs
        self.providers = providers
        if known:
            del self.fields["name"], self.fields["email"]
        self.helper = Helper()

    def clean(self) -> dict[str, Any]:
        """The provider by its name in the register; a name that is not there is kept as typed."""
        values = super().clean() or {}
        typed = (values.get("provider_name") or "").strip()
        found = self.providers(typed) if typed else None
        values["provider_id"], values["provider_name"] = found or ("", typed)
        return values


class WishForm(forms.Form):
    areas = forms.MultipleChoiceField(
        label="What would you like a mentor to help with?",
        choices=MentorArea,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what matters most to you now. You can change it later.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why",
        choices=PairingEnd,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why: it decides whether the two may be paired again."},
        help_text="Only staff see this. Who did not suit is not suggested again.",
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
