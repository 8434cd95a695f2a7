"""Forms of the set composer: how many sets, who is kept apart, who can lead when."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from cohorts.enums import Weekday
from core.forms import Helper
from pioneers.models import Pioneer
from workshops.services.composing import MOST_SETS


class ComposeForm(forms.Form):
    number = forms.IntegerField(
        label="How many sets", min_value=1, max_value=MOST_SETS, required=False
    )
    size = forms.IntegerField(
        label="Or: people in each, at most",
        min_value=2,
        max_value=60,
        required=False,
        help_text="If you fill this in, we work out how many sets that makes.",
    )
    keep = forms.BooleanField(
        label="Keep those who are in a set where they are", required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
        self.helper.layout = Layout(Div("number", "size", css_class="form-row"), "keep")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not (values.get("number") or values.get("size")):
            self.add_error("number", "Say how many sets you want, or how many people in each.")
        return values


class ApartForm(forms.Form):
    """Two people by name. Nothing asks why: that is not written down."""

    one = forms.ModelChoiceField(
        label="This person", queryset=Pioneer.objects.none(), empty_label="Choose"
    )
    other = forms.ModelChoiceField(
        label="is not to sit with", queryset=Pioneer.objects.none(), empty_label="Choose"
    )

    def __init__(self, *args: Any, pioneers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.fields[name].queryset = pioneers  # type: ignore[attr-defined]
        self.helper = Helper()
        self.helper.layout = Layout(Div("one", "other", css_class="form-row"))


class FacilitatorDaysForm(forms.Form):
    """A row of weekdays for each facilitator, and room for one more facilitator."""

    def __init__(self, *args: Any, facilitators: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facilitators = facilitators
        rows: list[Any] = []
        for one in facilitators:
            self.fields[f"days_{one.pk}"] = _weekdays(f"{one.name} can lead on")
            rows.append(Div(f"days_{one.pk}", css_class="boxes-in-a-row"))
        self.fields["name"] = forms.CharField(
            label="One more facilitator: their name", max_length=120, required=False
        )
        self.fields["email"] = forms.EmailField(
            label="Their e-mail address", max_length=254, required=False
        )
        self.fields["days_new"] = _weekdays("They can lead on")
        self.helper = Helper()
        self.helper.layout = Layout(
            *rows,
            Div("name", "email", css_class="form-row"),
            Div("days_new", css_class="boxes-in-a-row"),
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        new = [bool(values.get(name)) for name in ("name", "email", "days_new")]
        if any(new) and not all(new) and not self.errors:
            self.add_error("email", "Give a name, an e-mail address and at least one day.")
        return values

    def days(self) -> dict[Any, list[int]]:
        return {one: self.cleaned_data[f"days_{one.pk}"] for one in self.facilitators}


def _weekdays(label: str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=Weekday,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
