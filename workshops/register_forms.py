"""Forms of signing in, and of a guest whom staff add."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Helper
from core.templatetags.words import day
from workshops.models import Session
from workshops.services import sign_in


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code of the session",
        max_length=20,
        help_text="Six letters and numbers: on the wall, on the sheet, or ask who leads it.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-field",
            }
        ),
        error_messages={"required": f"Type the {sign_in.LENGTH} letters and numbers of the code."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class MeetingField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.learning_set}, {day(obj.starts_at)}"


class MakeUpForm(forms.Form):
    """Both lists come from the view: what there is to choose depends on the Pioneer."""

    session = MeetingField(label="Which meeting did they come to?", queryset=None, empty_label=None)
    makes_up_for = MeetingField(
        label="In place of which of their own?", queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, meetings: Any, missed: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Session.objects.filter(pk__in=[one.pk for one in missed])
        self.fields["session"].queryset = meetings  # type: ignore[attr-defined]
        self.fields["makes_up_for"].queryset = rows.select_related(  # type: ignore[attr-defined]
            "learning_set"
        )
        self.helper = Helper()
