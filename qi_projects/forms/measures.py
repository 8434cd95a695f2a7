from __future__ import annotations

from django import forms

from core import clock
from qi_projects.enums import Direction, MeasureKind
from qi_projects.forms.fields import CrispyForm, NumberField, day_input, text


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


class MeasureForm(CrispyForm):
    name = forms.CharField(label="What do you count?", max_length=120)
    definition = forms.CharField(
        label="Exactly how",
        widget=text(3),
        required=False,
        help_text="What is counted, who counts it, how and when: so that anybody could do it.",
    )
    kind = forms.ChoiceField(label="What kind of number is it?", choices=MeasureKind)
    unit = forms.CharField(
        label="Counted in", max_length=60, required=False, help_text="Such as “drinks a day”."
    )
    direction = forms.ChoiceField(
        label="Which way is better?", choices=Direction, widget=forms.RadioSelect
    )
    target = NumberField(
        label="The number you aim for",
        required=False,
        help_text="Drawn as a line across the chart. Leave it empty if you have none.",
    )
