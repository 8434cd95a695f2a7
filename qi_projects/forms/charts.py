from __future__ import annotations

from typing import Any

from django import forms

from qi_projects.enums import ChartChoice
from qi_projects.forms.fields import CrispyForm


class ChartForm(CrispyForm):
    chart = forms.ChoiceField(label="Draw the numbers as", widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chart"].choices = [  # type: ignore[attr-defined]
            (
                ChartChoice.AUTO,
                "Whichever fits the number of points: it changes by itself as they grow",
            ),
            *((one["value"], f"{one['name']}. {one['purpose']}") for one in choices),
        ]
        self.fields["chart"].error_messages["invalid_choice"] = (
            "There are not enough numbers for this chart yet. Choose another."
        )


class NewLineForm(CrispyForm):
    on = forms.DateField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="What is done differently now?",
        max_length=200,
        help_text="Such as “The night staff give the first cup”. It is shown on the chart.",
    )
