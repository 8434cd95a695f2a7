"""Forms of what a session leaves behind: own actions and materials."""

from __future__ import annotations

from typing import Any

from django import forms

from core.errors import Refused
from core.forms import Helper
from core.uploads import Upload
from workshops.services.materials import ACCEPTS


class OwnActionForm(forms.Form):
    """One own action. `id` is drawn by the page, so that one text is one row."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="What I will do by the next set",
        max_length=500,
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 2, "maxlength": 500, "autocomplete": "off", "class": "form-control"}
        ),
        help_text="One action, in a line or two. No names of residents, please.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class MaterialForm(forms.Form):
    """A file or a link, with a title."""

    title = forms.CharField(
        label="What is it?",
        max_length=120,
        help_text="Such as “Slides” or “Worksheet on huddles”.",
        error_messages={"required": "Say what it is, such as “Slides”."},
    )
    file = forms.FileField(label="A file", required=False, help_text=f"{ACCEPTS.words}.")
    link = forms.URLField(
        label="Or a link",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Copy the whole link, beginning with https://"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(ACCEPTS.endings)
        self.helper = Helper()

    def clean_file(self) -> Upload | None:
        upload = self.cleaned_data["file"]
        try:
            return ACCEPTS.take(upload) if upload else None
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError("A link begins with https://")
        return link

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if {"file", "link"} & set(self.errors):
            return values
        if bool(values.get("file")) == bool(values.get("link")):
            both = values.get("file") and values.get("link")
            self.add_error(
                "file",
                "Choose a file or give a link, not both. Please choose the file again."
                if both
                else "Choose a file, or give a link below.",
            )
        return values
