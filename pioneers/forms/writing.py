"""Writing to chosen applicants, and taking them out as a table."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms

from core.forms import Helper


class WriteForm(forms.Form):
    subject = forms.CharField(
        label="Subject",
        max_length=200,
        error_messages={"required": "Write a subject: it is what people see first."},
    )
    body = forms.CharField(
        label="Your words",
        max_length=10_000,
        widget=forms.Textarea({"rows": 12}),
        error_messages={"required": "Write what you want to tell them."},
    )
    hold = forms.BooleanField(
        label="Let the mails wait in the outbox until I release them", required=False, initial=True
    )
    # Made once with the form, so that a second press, or a page reloaded, sends nothing twice.
    writing = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["writing"].initial = lambda: secrets.token_hex(8)
        self.helper = Helper()


class ExportForm(forms.Form):
    columns = forms.MultipleChoiceField(
        label="Columns",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one column."},
    )
    kind = forms.ChoiceField(
        label="As",
        choices=[("xlsx", "a spreadsheet (XLSX)"), ("csv", "plain text with commas (CSV)")],
        initial="xlsx",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, columns: list[tuple[str, str, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["columns"]
        field.choices = [(key, words) for key, words, _ in columns]
        field.initial = [key for key, _, usual in columns if usual]
        self.helper = Helper()
