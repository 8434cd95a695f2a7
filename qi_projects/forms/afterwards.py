"""What is told of a project beside its numbers: its end, and who was reached."""

from __future__ import annotations

from django import forms

from core import clock
from qi_projects.enums import Outcome, ReachedGroup
from qi_projects.forms.fields import RESIDENTS, CrispyForm, day_input, text


class EndForm(CrispyForm):
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        help_text="Each of these is a good result: others learn from all three.",
    )
    outcome_words = forms.CharField(
        label="What do you know now?",
        widget=text(4),
        required=False,
        help_text=f"What would you tell another home? {RESIDENTS}",
    )
    ended_on = forms.DateField(label="When did it end?", widget=day_input(), initial=clock.today)


class ReachForm(CrispyForm):
    group = forms.ChoiceField(label="Who?", choices=ReachedGroup.choices, widget=forms.RadioSelect)
    people = forms.IntegerField(
        label="How many people?",
        min_value=1,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "class": "form-control number-input",
            }
        ),
        error_messages={
            "required": "Please write how many, such as 12.",
            "invalid": "Write it as a whole number, such as 12.",
            "min_value": "Please write how many, from 1.",
        },
    )
    how = forms.CharField(
        label="How?",
        max_length=160,
        required=False,
        help_text="Such as “taught at the Tuesday handover” or “families’ evening”.",
    )
    on = forms.DateField(label="When?", widget=day_input(), initial=clock.today)
