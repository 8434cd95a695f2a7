"""How a cohort is read: criteria, the plan, and who reads."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Helper
from pioneers.models import Criterion, SelectionPlan


class CriterionForm(forms.ModelForm):
    weight = forms.IntegerField(
        label="Weight",
        min_value=0,
        max_value=10,
        help_text="2 counts twice as much as 1. 0 is asked and does not count.",
        error_messages={"required": "Write a number from 0 to 10."},
    )

    class Meta:
        model = Criterion
        fields = ("title", "guidance", "weight", "optional")
        labels = {
            "title": "What is scored",
            "guidance": "Help for the reader",
            "optional": "A reader may leave it open",
        }
        error_messages = {"title": {"required": "Say what is scored."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class PlanForm(forms.ModelForm):
    reviews_each = forms.IntegerField(
        label="Readers for each application",
        min_value=1,
        max_value=10,
        error_messages={"required": "Write a number from 1 to 10."},
    )
    disagreement = forms.FloatField(
        label="Flag readers who are this far apart",
        min_value=0.1,
        max_value=4,
        help_text="On the scale of the scores. 1.5 flags a 4 beside a 2.5.",
        error_messages={"required": "Write a number such as 1.5."},
    )

    class Meta:
        model = SelectionPlan
        fields = ("blind", "reviews_each", "read_by", "disagreement")
        labels = {"blind": "Blind reading", "read_by": "Scores are due on"}
        help_texts = {
            "blind": (
                "Readers see a number in place of the name, and no home, provider, address, "
                "manager or file. Names are taken out of the answers where we find them; a "
                "nickname can stay. Changing this is written down."
            ),
            "read_by": "Readers are reminded three days before.",
        }
        widgets = {"read_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        error_messages = {"read_by": {"invalid": "Write the day as in 23/7/2025."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class ReviewerForm(forms.Form):
    """One of the team, or somebody from outside by name and address."""

    member: Any = forms.ModelChoiceField(
        label="One of the team",
        queryset=None,
        required=False,
        empty_label="Somebody from outside",
    )
    name = forms.CharField(label="Name, if from outside", max_length=120, required=False)
    email = forms.EmailField(
        label="E-mail address, if from outside",
        required=False,
        error_messages={"invalid": "Write the whole address, such as ruth@example.org."},
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
        self.helper = Helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("member"):
            return data
        if not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Choose one of the team, or write an e-mail address.")
        if not data.get("name"):
            self.add_error("name", "Write their name, so that the team knows who it is.")
        return data

    def person(self) -> dict[str, str]:
        member = self.cleaned_data["member"]
        if member:
            return {"email": member.email, "name": member.name}
        return {"email": self.cleaned_data["email"], "name": self.cleaned_data["name"]}


class ConflictForm(forms.Form):
    reason = forms.CharField(
        label="Why, if you want to say", max_length=250, required=False, strip=True
    )
