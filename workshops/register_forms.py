"""Forms of signing in."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Helper
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
