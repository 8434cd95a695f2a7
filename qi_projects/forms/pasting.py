from __future__ import annotations

from django import forms

from qi_projects.forms.fields import RESIDENTS, CrispyForm, text
from qi_projects.pasting import LONGEST_TEXT, MOST_ROWS, TOO_MUCH


class PasteForm(CrispyForm):
    """The box that numbers are pasted into. A file is read into the box, where all is put right."""

    numbers = forms.CharField(
        label="Paste the cells here",
        required=False,  # a file will do
        widget=text(8),
        max_length=LONGEST_TEXT,
        strip=False,
        help_text=RESIDENTS,
        error_messages={"max_length": TOO_MUCH},
    )
    file = forms.FileField(
        label="Or choose a file",
        required=False,
        help_text="A spreadsheet (.xlsx, .ods or .csv) up to 2 MB. Its first sheet is read into "
        "the box, where you can change it.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,text/csv"}),
    )

    def clean_numbers(self) -> str:
        numbers: str = self.cleaned_data["numbers"]
        if not numbers.strip():
            raise forms.ValidationError("Paste some cells, or choose a file.")
        if sum(bool(line.strip()) for line in numbers.splitlines()) > MOST_ROWS + 1:
            raise forms.ValidationError(TOO_MUCH)
        return numbers
