from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Helper
from qi_projects.forms.fields import RESIDENTS, CrispyForm, text
from qi_projects.forms.recognising import AsksWhoIsRecognised
from qi_projects.models import Poster
from qi_projects.poster_content import WORDS_FIT


class PhotoForm(CrispyForm):
    file = forms.FileField(
        label="A photograph",
        help_text=(
            "A picture that ends in .jpg, .png or .webp, up to 20 MB. "
            "We remove where and when it was taken."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt_text = forms.CharField(
        label="What does it show?",
        max_length=200,
        help_text="For people who cannot see it, such as “The new drinks trolley in the lounge”.",
    )
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


class PosterForm(AsksWhoIsRecognised, forms.ModelForm):
    class Meta:
        model = Poster
        fields = (
            "headline",
            "results",
            "learning",
            "what_did_not_work",
            "next_steps",
            "quotation",
            "quotation_from",
            "thanks",
        )
        labels = {
            "headline": "Title of the poster",
            "results": "What happened",
            "learning": "What we learned",
            "what_did_not_work": "What did not work",
            "next_steps": "What comes next",
            "quotation": "A quotation",
            "quotation_from": "Who said it (role only)",
            "thanks": "Thanks",
        }
        help_texts = {
            "headline": "Leave it empty to use the project’s title.",
            "results": RESIDENTS,
            "what_did_not_work": "Worth as much to others as what did.",
            "quotation_from": "Such as “senior carer” or “daughter of a resident”. No names.",
        }
        widgets = {
            "results": text(4),
            "learning": text(4),
            "what_did_not_work": text(3),
            "next_steps": text(3),
            "quotation": text(2),
            "thanks": text(2),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
        for name, room in WORDS_FIT.items():
            if name in self.fields:
                words = self.fields[name].help_text
                self.fields[name].help_text = f"About {room} words fit. {words}".strip()

    def _post_clean(self) -> None:
        """The service changes the row; the form only reads what was typed."""


class DeclareForm(CrispyForm):
    declared = forms.BooleanField(
        label="Nothing here lets anybody recognise a resident: no names, no birthdays, no rooms",
        required=False,
    )


class CommentForm(CrispyForm):
    comment = forms.CharField(
        label="What should change?", widget=text(4), help_text="The Pioneer gets it by e-mail."
    )
