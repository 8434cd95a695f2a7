"""Forms of letting one person in: invitations, typing it in for them, their own deadline."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Helper
from core.moments import MomentField

EMAIL = {"required": "Give an e-mail address."}
GRACE_WORDS = "What is begun by then can still be sent for an hour after it."


class EntryForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class InvitationForm(EntryForm):
    email = forms.EmailField(label="E-mail address", max_length=254, error_messages=EMAIL)
    name = forms.CharField(label="Full name", max_length=120, required=False)
    deadline_at = MomentField(
        label="May be sent until",
        help_text=GRACE_WORDS,
        error_messages={"required": "Say until when the application may be sent."},
    )
    waives_eligibility = forms.BooleanField(
        label="May apply whatever their role, kind of place and borough",
        required=False,
        help_text="The cohort’s own yes-or-no rules still hold.",
    )
    note = forms.CharField(
        label="Why, for the team",
        max_length=250,
        required=False,
        help_text="Only the programme team reads this.",
    )


class EnterForm(EntryForm):
    name = forms.CharField(
        label="Full name", max_length=120, error_messages={"required": "Give their name."}
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="The application is handed over to this address.",
        error_messages=EMAIL,
    )
    deadline_at = MomentField(
        label="May be sent until",
        required=False,
        help_text=f"Only if it is later than the call’s own closing date. {GRACE_WORDS}",
    )


class MoveForm(EntryForm):
    """To whom an application belongs that was begun under a wrong address."""

    name = forms.CharField(label="Full name", max_length=120, required=False)
    email = forms.EmailField(label="The right e-mail address", max_length=254, error_messages=EMAIL)


class DeadlineForm(EntryForm):
    deadline_at = MomentField(
        label="May be sent until",
        help_text=GRACE_WORDS,
        error_messages={"required": "Say until when."},
    )
