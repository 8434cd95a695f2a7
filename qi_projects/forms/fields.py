"""What the forms of projects share: boxes for numbers, days and words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crispy_forms.layout import HTML
from django import forms

from core.forms import Helper
from qi_projects.forms.recognising import AsksWhoIsRecognised
from qi_projects.models.project import plain
from qi_projects.reading import tidy_number
from qi_projects.services.numbers import LARGEST

RESIDENTS = "Please write nothing that would let anybody recognise a resident."


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def heading(words: str) -> HTML:
    return HTML(f'<h2 class="h4 question-heading">{words}</h2>')


def text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NumberField(forms.DecimalField):
    """A number as people type it: “62%”, “1,200”. Wrong or not, a text box keeps it."""

    widget = forms.TextInput
    default_error_messages = {
        "required": "Please write the number.",
        "invalid": "Write it as a number, such as 12 or 12.5.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"inputmode": "decimal", "autocomplete": "off", "class": "form-control number-input"}
        )

    def to_python(self, value: Any) -> Any:
        number = super().to_python(tidy_number(str(value or "")))
        if number is None or not number.is_finite():
            return number
        if abs(number) > LARGEST:
            raise forms.ValidationError(
                "This is larger than we can draw. Is there a digit too many?"
            )
        return number.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal) else value


class CrispyForm(AsksWhoIsRecognised, forms.Form):
    """The base of every form here that is not of a model; those add AsksWhoIsRecognised."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
