"""The filters of the staff's list of applications."""

from __future__ import annotations

from typing import Any

from django import forms

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Borough
from core.forms import Helper
from pioneers.enums import ApplicationState


class FilterForm(forms.Form):
    q = forms.CharField(label="Name or home", required=False, max_length=80)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), *ApplicationState.choices]
    )
    borough = forms.ModelChoiceField(
        label="Borough", required=False, queryset=Borough.objects.none(), empty_label="Any"
    )
    setting = forms.ChoiceField(
        label="Setting", required=False, choices=[("", "Any"), *CareSetting.choices]
    )
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any"), *JobRole.choices])
    order = forms.ChoiceField(
        label="Order", required=False, choices=[("", "Newest first"), ("score", "Best score first")]
    )

    def __init__(self, *args: Any, boroughs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["borough"].queryset = boroughs  # type: ignore[attr-defined]
        self.helper = Helper()

    def wanted(self) -> dict[str, Any]:
        """The filters that make sense; one that does not is left out, and said on the form."""
        self.is_valid()
        return self.cleaned_data
