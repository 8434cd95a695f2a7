"""Forms of signing in and of one's own details, and the helper that all crispy forms use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from crispy_forms.helper import FormHelper
from django import forms

from core import people
from core.consents import Standing


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


class ConsentsForm(forms.Form):
    """The privacy notice with a box to tick, and free choices that may be left open.

    Nothing is ticked beforehand. A field is named for one version of a text, so that an answer
    can never count for words that were published meanwhile.
    """

    def __init__(self, *args: Any, standings: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standings = list(standings)
        for one in self.standings:
            self.fields[self._name(one)] = self._field(one)
        self.helper = Helper()

    def _name(self, one: Standing) -> str:
        return f"consent_{one.text.pk}"

    def _field(self, one: Standing) -> forms.Field:
        if one.kind.is_choice:
            return forms.ChoiceField(
                label=one.kind.question,
                choices=[("yes", "Yes"), ("no", "No")],
                widget=forms.RadioSelect,
                required=False,
            )
        return forms.BooleanField(
            label=one.kind.question,
            error_messages={"required": "Please read the privacy notice and tick the box."},
        )

    def notices(self) -> list[tuple[Standing, forms.BoundField]]:
        return [(one, self[self._name(one)]) for one in self.standings if not one.kind.is_choice]

    def choices(self) -> list[tuple[Standing, forms.BoundField]]:
        return [(one, self[self._name(one)]) for one in self.standings if one.kind.is_choice]

    @property
    def can_wait(self) -> bool:
        """Only free choices are asked: they can be answered another day."""
        return all(one.kind.is_choice for one in self.standings)

    def answers(self) -> dict[int, bool]:
        """{id of the text: yes or no} of those that were answered."""
        return {
            one.text.pk: value in (True, "yes")
            for one in self.standings
            if (value := self.cleaned_data[self._name(one)]) != ""
        }
