"""Forms of what a session leaves behind: own actions and materials."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Helper


class OwnActionForm(forms.Form):
    """One own action. `id` is drawn by the page, so that one text is one row."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="What I will do by the next set",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500, "autocomplete": "off"}),
        help_text="One action, in a line or two. No names of residents, please.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
