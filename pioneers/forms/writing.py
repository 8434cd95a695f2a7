"""Taking chosen applicants out as a table."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Helper


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
