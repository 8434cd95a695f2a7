from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core import clock
from qi_projects.enums import Direction, MeasureKind, MeasurePurpose
from qi_projects.forms.fields import CrispyForm, NumberField, day_input, text
from qi_projects.models import Measure
from qi_projects.services.numbers import Number


class NumberForm(CrispyForm):
    """One number: the smallest thing a Pioneer can add, between two shifts."""

    value = NumberField(label="The number")
    on = forms.DateField(label="Counted on", widget=day_input(), initial=clock.today)
    note = forms.CharField(
        label="Anything to know about this day?",
        max_length=200,
        required=False,
        help_text="Such as “outbreak” or “two agency staff”. It is shown on the chart.",
    )

    def number(self) -> Number:
        return Number(**self.cleaned_data)


class ShareForm(NumberForm):
    """So many out of so many; what that comes to is worked out."""

    value = None  # type: ignore[assignment]
    events = NumberField(label="How many")
    out_of = NumberField(label="Out of how many")

    field_order = ["events", "out_of", "on", "note"]

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["out_of"].label = f"Out of how many {measure.out_of_what}"
        self.helper.layout = Layout(
            Div("events", "out_of", css_class="form-row form-row-share"), "on", "note"
        )

    def number(self) -> Number:
        return Number(value=None, **self.cleaned_data)


def number_form(measure: Measure, *args: Any, **kwargs: Any) -> NumberForm:
    """The boxes that a number of this measure needs: one, or two where it is out of so many."""
    if measure.is_shared_out:
        return ShareForm(*args, measure=measure, **kwargs)
    return NumberForm(*args, **kwargs)


class MeasureForm(CrispyForm):
    name = forms.CharField(label="What do you count?", max_length=120)
    definition = forms.CharField(
        label="Exactly how",
        widget=text(3),
        required=False,
        help_text="What is counted, who counts it, how and when: so that anybody could do it.",
    )
    purpose = forms.ChoiceField(
        label="What does it tell you?",
        choices=MeasurePurpose,
        initial=MeasurePurpose.OUTCOME,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label="What kind of number is it?", choices=MeasureKind)
    unit = forms.CharField(
        label="Counted in", max_length=60, required=False, help_text="Such as “drinks a day”."
    )
    out_of_what = forms.CharField(
        label="For a percentage or a rate: out of what?",
        max_length=60,
        required=False,
        help_text="Such as “residents asked” or “resident days”. Then you type two numbers, and "
        "what they come to is worked out. Leave it empty to type the percentage itself.",
    )
    per = forms.IntegerField(
        label="For a rate: per how many of these?",
        min_value=1,
        max_value=1_000_000,
        initial=1,
        required=False,
        help_text="Such as 1000, for falls per 1,000 resident days.",
    )
    direction = forms.ChoiceField(
        label="Which way is better?", choices=Direction, widget=forms.RadioSelect
    )
    target = NumberField(
        label="The number you aim for",
        required=False,
        help_text="Drawn as a line across the chart. Leave it empty if you have none.",
    )

    def clean_per(self) -> int:
        return self.cleaned_data["per"] or 1
