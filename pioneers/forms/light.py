"""Fields drawn without a template for each choice, on the two pages that staff open all day.

The list's filter with eighteen fields and sixty choices takes longer to draw than the fifty rows
below it, if every choice is a template of its own; and the four fields beside one application take
a quarter of its page. The look is that of the form component.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NOTHING = SafeString("")
REQUIRED = SafeString('<span class="asteriskField">*</span>')


def box(field: BoundField, kind: str = "") -> SafeString:
    """Label, field, what is wrong with it and what helps; `kind` is a class for what holds them."""
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
    wrong, told = _wrong(field), field.help_text
    if hasattr(widget, "choices"):
        inside = _select(field, widget, wrong)
    elif isinstance(widget, forms.Textarea):
        inside = _text(field, widget, wrong)
    else:
        inside = _input(field, wrong)
    return format_html(
        '<div{}><label class="form-label" for="id_{}">{}{}</label>{}{}{}</div>',
        format_html(' class="{}"', kind) if kind else NOTHING,
        name,
        field.label,
        REQUIRED if field.field.required else NOTHING,
        inside,
        format_html('<p class="invalid-feedback d-block" id="error_{}">{}</p>', name, wrong)
        if wrong
        else NOTHING,
        format_html('<div class="form-text" id="help_{}">{}</div>', name, told)
        if told
        else NOTHING,
    )


def _wrong(field: BoundField) -> str:
    return " ".join(str(words) for words in field.errors)


def _marks(field: BoundField, wrong: str, kind: str) -> SafeString:
    name = field.html_name
    described = [f"error_{name}"] if wrong else []
    described += [f"help_{name}"] if field.help_text else []
    return format_html(
        'class="{}{}" name="{}" id="id_{}"{}{}',
        kind,
        " is-invalid" if wrong else "",
        name,
        name,
        SafeString(' aria-invalid="true"') if wrong else NOTHING,
        format_html(' aria-describedby="{}"', " ".join(described)) if described else NOTHING,
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
    value = field.value()
    return format_html(
        '<input type="{}" {} value="{}"{}>',
        "number" if number else "text",
        _marks(field, wrong, "form-control"),
        "" if value is None else value,
        _limits(field),
    )


def _text(field: BoundField, widget: Any, wrong: str) -> SafeString:
    return format_html(
        '<textarea rows="{}" {}{}>\n{}</textarea>',
        widget.attrs.get("rows", 3),
        _marks(field, wrong, "form-control"),
        _limits(field),
        field.value() or "",
    )


def _limits(field: BoundField) -> SafeString:
    """As the form's own widget says them."""
    attrs = field.field.widget.attrs
    limits = [(name, attrs[name]) for name in ("min", "max", "maxlength") if name in attrs]
    return format_html_join("", ' {}="{}"', limits) if limits else NOTHING


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
