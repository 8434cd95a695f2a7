"""Choosing, fact by fact, what is kept of two records of one person."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Helper
from core.merging import Choice


class SearchForm(forms.Form):
    q = forms.CharField(label="Name, e-mail or home", required=False, max_length=120)


class JoinForm(forms.Form):
    """One radio for each fact that differs; what is the same in both needs no choice."""

    keeps_address = forms.BooleanField(
        label="They can still sign in with the other e-mail address",
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
        self.differing = [choice for choice in choices if choice.stays != choice.goes]
        for choice in self.differing:
            self.fields[choice.key] = forms.ChoiceField(
                label=choice.label,
                choices=[("stays", choice.stays), ("goes", choice.goes)],
                initial=choice.takes,
                required=False,
            )

    def rows(self) -> list[tuple[Choice, str, str]]:
        """(choice, name of its radio, what is chosen)."""
        return [
            (choice, choice.key, self[choice.key].value() or choice.takes)
            for choice in self.differing
        ]

    def chosen(self) -> dict[str, str]:
        return {
            choice.key: self.cleaned_data[choice.key] or choice.takes for choice in self.differing
        }
