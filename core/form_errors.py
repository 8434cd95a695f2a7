"""What is wrong with what was typed, in words that say what to do.

Fields say it better where they know more; these stand in for Django's own sentences wherever a
field says nothing.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators

_FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Please fill this in."},
    forms.IntegerField: {"invalid": "Write a whole number in figures, such as 4."},
    forms.FloatField: {"invalid": "Write a number in figures, such as 4 or 4.5."},
    forms.DecimalField: {"invalid": "Write a number in figures, such as 4 or 4.5."},
    forms.DateField: {"invalid": "Write the day, the month and the year, such as 31/12/2026."},
    forms.TimeField: {"invalid": "Write the time like 09:30 or 14:00."},
    forms.DateTimeField: {"invalid": "Write the date and the time, such as 31/12/2026 14:00."},
    forms.URLField: {"invalid": "Copy the whole address of the page, beginning with https://"},
    forms.ChoiceField: {"invalid_choice": "Choose one of the answers on this page."},
    forms.MultipleChoiceField: {
        "invalid_choice": "One of these is not among the answers on this page. Choose again.",
        "invalid_list": "Choose again from the answers on this page.",
    },
    forms.ModelChoiceField: {
        "invalid_choice": "This is no longer among the choices. Choose again from this page."
    },
    forms.ModelMultipleChoiceField: {
        "invalid_list": "Choose again from the answers on this page.",
        "invalid_choice": "One of these is no longer among the choices. Choose again.",
        "invalid_pk_value": "One of these is no longer among the choices. Choose again.",
    },
    forms.FileField: {
        "invalid": "The file did not arrive. Please choose it again.",
        "missing": "The file did not arrive. Please choose it again.",
        "empty": "This file is empty. Please choose it again.",
        "max_length": "The file’s name is too long: %(length)d letters, and %(max)d fit. "
        "Give it a shorter name, and choose it again.",
    },
}

_VALIDATORS: dict[Any, str] = {
    validators.MaxLengthValidator: "This is too long: it has %(show_value)d letters, and "
    "%(limit_value)d fit. Please shorten it.",
    validators.MinLengthValidator: "This is too short: it has %(show_value)d letters, and "
    "needs %(limit_value)d.",
    validators.MaxValueValidator: "This can be %(limit_value)s at the most.",
    validators.MinValueValidator: "This must be %(limit_value)s or more.",
    validators.ProhibitNullCharactersValidator: "There is a character in this that cannot be "
    "kept. It often comes from copying: please type the words instead.",
    validators.EmailValidator: "This e-mail address is not complete. It looks like "
    "name@home.org.uk.",
}


def say_plainly() -> None:
    """Once, when Django starts."""
    for field, messages in _FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **messages}
    for validator, message in _VALIDATORS.items():
        validator.message = message
