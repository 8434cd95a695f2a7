from __future__ import annotations

from typing import Any

from django import forms

from qi_projects.enums import Focus
from qi_projects.forms.fields import CrispyForm

PICTURES = "image/jpeg,image/heic,image/png,image/webp"


def alt_text() -> forms.CharField:
    return forms.CharField(
        label="What does it show?",
        max_length=200,
        help_text="For people who cannot see it, such as “The new drinks trolley in the lounge”.",
    )


def focus() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Which part must stay when it is cropped?",
        choices=Focus.choices,
        initial=Focus.CENTRE,
        widget=forms.RadioSelect,
    )


class PhotoForm(CrispyForm):
    file = forms.FileField(
        label="A photograph",
        help_text=(
            "A picture that ends in .jpg, .heic, .png or .webp, up to 20 MB. "
            "We remove where and when it was taken."
        ),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    alt_text = alt_text()
    focus = focus()
    consent = forms.BooleanField(
        label="Everyone in it has agreed to be shown on the poster",
        required=False,
        help_text="For a resident who cannot decide this, ask whoever speaks for them.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # No browser keeps a chosen file when a page comes back.
            words = self.fields["file"].help_text
            self.fields["file"].help_text = f"Please choose the photograph again. {words}"


class EditPhotoForm(CrispyForm):
    alt_text = alt_text()
    focus = focus()
    on_poster = forms.BooleanField(label="Show it on the poster", required=False)
