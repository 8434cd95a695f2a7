"""Asking whether one may apply: role, place, borough and the cohort's own yes-or-no rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Borough
from core.forms import Helper
from pioneers.models import EligibilityRule

CHOOSE = [("", "Choose one")]
ELSEWHERE = "other"


def rule_name(rule: EligibilityRule) -> str:
    """How a rule of the cohort is named in a form and in an address."""
    return f"rule-{rule.pk}"


def add_rules(form: forms.Form, rules: Sequence[EligibilityRule], *, required: bool) -> None:
    for rule in rules:
        form.fields[rule_name(rule)] = forms.ChoiceField(
            label=rule.question,
            choices=[("yes", "Yes"), ("no", "No")],
            required=required,
            widget=forms.RadioSelect,
            error_messages={"required": "Answer yes or no."},
        )


def rules_in(given: Mapping[str, Any], rules: Sequence[EligibilityRule]) -> dict[str, bool]:
    """What was answered, as Application.rules_answered keeps it."""
    return {
        str(rule.pk): given[rule_name(rule)] == "yes"
        for rule in rules
        if given.get(rule_name(rule)) in ("yes", "no")
    }


class EligibilityForm(forms.Form):
    """Asked before anything else, of anybody, and kept nowhere."""

    role = forms.ChoiceField(
        label="What is your role?",
        choices=[*JobRole.choices, ("other", "Another role")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your role."},
    )
    setting = forms.ChoiceField(
        label="What kind of place do you work in?",
        choices=[*CareSetting.choices, ("other", "Another kind of place")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of place that fits best."},
    )
    borough = forms.ChoiceField(
        label="Which borough is it in?", error_messages={"required": "Choose the borough."}
    )

    def __init__(
        self,
        *args: Any,
        boroughs: Sequence[Borough],
        rules: Sequence[EligibilityRule] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        add_rules(self, rules, required=True)
        self.helper = Helper()
        self.boroughs = {str(borough.pk): borough for borough in boroughs}
        borough_field = self.fields["borough"]
        assert isinstance(borough_field, forms.ChoiceField)
        borough_field.choices = [
            *CHOOSE,
            *((pk, borough.name) for pk, borough in self.boroughs.items()),
            ("other", "Somewhere else"),
        ]
        # The home that was found in the register, if it was: borough and kind came from it.
        self.fields["home"] = forms.CharField(required=False, widget=forms.HiddenInput)


class NextCallForm(forms.Form):
    """An address to tell when a call opens. The answers of the check come with it, hidden."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        error_messages={"required": "Give your e-mail address."},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    role = forms.CharField(required=False, widget=forms.HiddenInput)
    setting = forms.CharField(required=False, widget=forms.HiddenInput)
    borough = forms.CharField(required=False, widget=forms.HiddenInput)
    call = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class RuleForm(forms.Form):
    """One yes-or-no rule of a cohort."""

    question = forms.CharField(
        label="The question",
        max_length=250,
        help_text="One that is answered with yes or no, such as “Has your home a manager?”",
        error_messages={"required": "Write the question."},
    )
    needs_yes = forms.TypedChoiceField(
        label="Who may apply",
        choices=[("yes", "Who answers yes"), ("no", "Who answers no")],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which answer lets somebody apply."},
    )
    explanation = forms.CharField(
        label="What somebody with the other answer is told",
        max_length=300,
        help_text="Say why, and what they could do instead.",
        widget=forms.Textarea({"rows": "2"}),
        error_messages={"required": "Say what they are told: a bare “no” helps nobody."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
