"""Forms of signing in and of one's own details, and the helper that all crispy forms use."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from crispy_forms.helper import FormHelper
from django import forms

from core import people


class Helper(FormHelper):
    """No <form> tag and no buttons: the page's form component draws both, the same everywhere."""

    form_tag = False
    disable_csrf = True
    form_show_errors = True


class RequestCodeForm(RequestLoginCodeForm):
    """One form for people we know and people we do not: both get a code, and the same answer.

    So nobody can find out here who has an account, and an applicant need not "sign up" first.
    """

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email:
            people.person(email)
        return super().clean_email()


class DetailsForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=120)
    phone = forms.CharField(
        label="Telephone", max_length=40, required=False, help_text="Only staff can see it."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
