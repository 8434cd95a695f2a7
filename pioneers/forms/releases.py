"""A line manager's answer; and whom an applicant names as their manager."""

from __future__ import annotations

from typing import Any

from django import forms

COVER = "Tell us who covers. If you do not know yet, write: not known yet."
CONCERN = "Tell us in a few words what worries you."


class ReleaseForm(forms.Form):
    answer = forms.ChoiceField(
        label="Can you let them come?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two answers."},
    )
    cover = forms.CharField(
        label="If yes: who covers while they are away?",
        max_length=250,
        required=False,
        help_text="A name or a role, such as: the deputy. Not known yet? Write that.",
        error_messages={"max_length": "Please say it in 250 letters or fewer."},
    )
    concern = forms.CharField(
        label="If you have a concern: what worries you?",
        max_length=5000,
        required=False,
        help_text="Please write nothing about anybody’s health.",
        widget=forms.Textarea({"rows": "3"}),
        error_messages={"max_length": "Please say it in 5,000 letters or fewer."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, applicant: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["answer"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            ("yes", f"Yes, I agree to release {applicant} for these dates"),
            ("concern", "I have a concern"),
        ]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("answer") == "yes" and "cover" in given and not given["cover"]:
            self.add_error("cover", COVER)
        if given.get("answer") == "concern" and "concern" in given and not given["concern"]:
            self.add_error("concern", CONCERN)
        return given


class ManagerForm(forms.Form):
    manager_name = forms.CharField(
        label="Your line manager’s name",
        max_length=120,
        error_messages={"required": "Give your line manager’s name."},
    )
    manager_email = forms.EmailField(
        label="Your line manager’s e-mail address",
        max_length=254,
        help_text="We write to this address when you save. The link in older mails then closes. "
        "If you own the home, give your own.",
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"required": "Give your line manager’s e-mail address."},
    )
