"""Forms of learning sets and sessions."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from cohorts.enums import Weekday
from core.forms import Helper
from workshops.enums import ApologyReason
from workshops.models import LearningSet


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class SetForm(forms.Form):
    name = forms.CharField(
        label="Name of the set", max_length=60, help_text="Such as Wandle, for the Wandle set."
    )
    facilitator_name = forms.CharField(label="Facilitator’s name", max_length=120, required=False)
    facilitator_email = forms.EmailField(
        label="Facilitator’s e-mail address",
        max_length=254,
        required=False,
        help_text="They sign in with a code that we mail them, and see only their own sets.",
    )
    weekday = forms.TypedChoiceField(label="Meets on a", choices=Weekday, coerce=int)
    starts = forms.TimeField(label="Starts", widget=_time())
    ends = forms.TimeField(label="Ends", widget=_time())
    place = forms.CharField(
        label="Where it meets",
        max_length=200,
        required=False,
        help_text="A room and address, or “Online”.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
        self.helper.layout = Layout(
            "name",
            Div("facilitator_name", "facilitator_email", css_class="form-row"),
            Div("weekday", "starts", "ends", css_class="form-row"),
            "place",
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        named = values.get("facilitator_name") and not values.get("facilitator_email")
        if named and "facilitator_email" not in self.errors:
            self.add_error("facilitator_email", "Write the facilitator’s e-mail address, too.")
        return values


class MoveForm(forms.Form):
    learning_set = forms.ModelChoiceField(
        label="Into which set?",
        queryset=LearningSet.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why (staff can read this)",
        max_length=300,
        required=False,
        help_text="Such as “Asked for the afternoon”. Nothing about anybody’s health, please.",
    )

    def __init__(self, *args: Any, sets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learning_set"].queryset = sets  # type: ignore[attr-defined]
        self.helper = Helper()


class ApologiesForm(forms.Form):
    reason = forms.ChoiceField(
        choices=ApologyReason,
        error_messages={"required": "Please choose why: it helps us to plan."},
    )
