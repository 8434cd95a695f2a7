"""Fields of a filter drawn without a template for each choice.

A filter with eighteen fields and sixty choices takes longer to draw than the fifty rows below it,
if every choice is a template of its own. The look is that of the form component.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

NOTHING = SafeString("")


def box(field: BoundField) -> SafeString:
    """Label, field and what is wrong with it."""
    widget, name = field.field.widget, field.html_name
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return _several(field, widget)
    if isinstance(widget, forms.CheckboxInput):
        ticked = SafeString(" checked") if field.value() else NOTHING
        return format_html(
            '<div class="form-check"><input type="checkbox" class="form-check-input" name="{}" '
            'id="id_{}"{}><label class="form-check-label" for="id_{}">{}</label></div>',
            name,
            name,
            ticked,
            name,
            field.label,
        )
    wrong = _wrong(field)
    inside = _select(field, widget, wrong) if hasattr(widget, "choices") else _input(field, wrong)
    return format_html(
        '<div><label class="form-label" for="id_{}">{}</label>{}{}</div>',
        name,
        field.label,
        inside,
        format_html('<p class="invalid-feedback d-block" id="error_{}">{}</p>', name, wrong)
        if wrong
        else NOTHING,
    )


def _wrong(field: BoundField) -> str:
    return " ".join(str(words) for words in field.errors)


def _marks(field: BoundField, wrong: str, kind: str) -> SafeString:
    if not wrong:
        return format_html(
            'class="{}" name="{}" id="id_{}"', kind, field.html_name, field.html_name
        )
    return format_html(
        'class="{} is-invalid" name="{}" id="id_{}" aria-invalid="true" '
        'aria-describedby="error_{}"',
        kind,
        *[field.html_name] * 3,
    )


def _select(field: BoundField, widget: Any, wrong: str) -> SafeString:
    chosen = str(field.value() or "")
    # Not with format_html_join, which takes as long as all the rest of the filter.
    options = "".join(
        f'<option value="{escape(str(value))}"{" selected" if str(value) == chosen else ""}>'
        f"{escape(str(words))}</option>"
        for value, words in widget.choices
    )
    return SafeString(f"<select {_marks(field, wrong, 'form-select')}>{options}</select>")


def _input(field: BoundField, wrong: str) -> SafeString:
    number = isinstance(field.field, forms.IntegerField)
    longest = getattr(field.field, "max_length", None)
    return format_html(
        '<input type="{}" {} value="{}"{}>',
        "number" if number else "text",
        _marks(field, wrong, "form-control"),
        field.value() or "",
        format_html(' maxlength="{}"', longest) if longest else NOTHING,
    )


def _several(field: BoundField, widget: Any) -> SafeString:
    chosen = {str(value) for value in field.value() or []}
    name = field.html_name
    boxes = "".join(
        '<div class="form-check"><input type="checkbox" class="form-check-input" '
        f'name="{name}" value="{escape(str(value))}" id="id_{name}_{place}"'
        f"{' checked' if str(value) in chosen else ''}>"
        f'<label class="form-check-label" for="id_{name}_{place}">{escape(str(words))}</label>'
        "</div>"
        for place, (value, words) in enumerate(widget.choices)
    )
    return SafeString(
        '<fieldset class="many-boxes"><legend class="form-label">'
        f"{escape(str(field.label))}</legend>{boxes}</fieldset>"
    )
