"""The form of a cohort's rule of completion."""

from __future__ import annotations

from typing import Any

from django import forms

from cohorts.models import Cohort
from core.forms import Helper
from workshops.completion import Rule

ALL = "all"


class CompletionForm(forms.Form):
    """“All, or how many”: one choice each, so that no number can be too high."""

    workshops = forms.ChoiceField(label="Workshops needed")
    set_meetings = forms.ChoiceField(label="Set meetings needed")
    celebration = forms.BooleanField(label="The celebration is needed too", required=False)
    make_ups_count = forms.BooleanField(
        label="A meeting made up for in another set counts", required=False
    )
    part_counts = forms.BooleanField(label="Coming for part of a session counts", required=False)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counts = {"workshops": cohort.workshop_count, "set_meetings": cohort.set_meeting_count}
        for name, count in counts.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            fewer = [(str(number), f"{number} of {count}") for number in range(count - 1, -1, -1)]
            field.choices = [(ALL, f"All {count}"), *fewer]
        self.helper = Helper()

    @staticmethod
    def initial_of(rule: Rule) -> dict[str, Any]:
        return {
            "workshops": ALL if rule.workshops is None else str(rule.workshops),
            "set_meetings": ALL if rule.set_meetings is None else str(rule.set_meetings),
            "celebration": rule.celebration,
            "make_ups_count": rule.make_ups_count,
            "part_counts": rule.part_counts,
        }

    def rule(self) -> Rule:
        given = dict(self.cleaned_data)
        for name in ("workshops", "set_meetings"):
            given[name] = None if given[name] == ALL else int(given[name])
        return Rule(**given)
