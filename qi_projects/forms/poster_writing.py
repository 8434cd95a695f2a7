"""The words of a poster in their boxes, and what staff would like to see changed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms

from core.forms import Helper
from pioneers.forms.application import fingerprint
from qi_projects.enums import PosterDesign
from qi_projects.forms.fields import RESIDENTS, CrispyForm, text
from qi_projects.forms.recognising import AsksWhoIsRecognised
from qi_projects.models import Poster, Project
from qi_projects.poster.content import WORDS_FIT
from qi_projects.poster.versions import COMMENTED
from qi_projects.selectors import own_words, proposed_words
from qi_projects.selectors.poster_words import OWN

BOXES = {
    "headline": ("Title of the poster", "", 1),
    "results": ("What happened", RESIDENTS, 4),
    "learning": ("What we learned", "", 4),
    "what_did_not_work": ("What did not work", "Worth as much to others as what did.", 3),
    "next_steps": ("What comes next", "", 3),
    "quotation": ("A quotation", "What somebody said, in their words.", 2),
    "quotation_from": (
        "Who said it (role only)",
        "Such as “senior carer” or “daughter of a resident”. No names.",
        1,
    ),
    "thanks": ("Thanks", "", 2),
}
FITS = {**WORDS_FIT, "headline": WORDS_FIT["title"]}


def _mark(words: str) -> str:
    plain = words.replace("\r\n", "\n").strip()
    return hashlib.sha256(plain.encode()).hexdigest()[:10]


class PosterForm(AsksWhoIsRecognised, forms.Form):
    """The poster's own words, each box filled from the record until somebody writes in it.

    A box that still says what the record proposes is no word of one's own: it goes on following
    the record. `filled` remembers what was proposed when the page was opened.
    """

    # The mark of what this tab was shown, and the tab's own name: see views.poster_writing.
    names_staff = ("thanks",)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    filled = forms.CharField(required=False, widget=forms.HiddenInput)
    design = forms.ChoiceField(
        label="The design", choices=PosterDesign.choices, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        self.project = project
        self.proposed = proposed_words(project)
        self.stored = {**own_words(project), "design": project.poster.design}
        shown = {name: self.stored[name] or self.proposed[name] for name in OWN}
        marks = {name: _mark(words) for name, words in self.proposed.items() if words}
        kwargs["initial"] = {
            **shown,
            "design": self.stored["design"],
            "seen": fingerprint(self.stored),
            "filled": json.dumps(marks),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        for name, (label, help_text, rows) in BOXES.items():
            self.fields[name] = self._box(name, label, help_text, rows)
        for comment in self.comments:
            self.fields[f"done_{comment.pk}"] = forms.BooleanField(
                label="Done", required=False, initial=comment.is_done
            )
        self.helper = Helper()

    def _box(self, name: str, label: str, help_text: str, rows: int) -> forms.CharField:
        column: Any = Poster._meta.get_field(name)
        box = text(rows) if rows > 1 else forms.TextInput()
        if name in FITS:
            box.attrs["data-fits"] = FITS[name]
        return forms.CharField(
            label=label,
            help_text=help_text,
            max_length=column.max_length,
            required=False,
            widget=box,
        )

    @property
    def comments(self) -> list[Any]:
        return list(self.project.poster.comments.all())

    def own(self) -> dict[str, str]:
        """What was typed, but for what the record proposes; also of a form with errors."""
        self.full_clean()
        typed = {name: self.cleaned_data.get(name, self._raw(name)) for name in OWN}
        return {
            name: "" if self._is_proposed(name, words) else words for name, words in typed.items()
        }

    def to_save(self) -> dict[str, str]:
        """Words and design, without what is wrong."""
        words = {name: value for name, value in self.own().items() if name not in self.errors}
        design = self.cleaned_data.get("design")
        return {**words, "design": design} if design else words

    def done(self) -> dict[int, bool]:
        """Which comments have been seen to, of those that the page showed."""
        return {
            comment.pk: bool(self.cleaned_data.get(f"done_{comment.pk}"))
            for comment in self.comments
        }

    def _raw(self, name: str) -> str:
        return (self.data.get(name) or "").replace("\x00", "").strip()

    def _is_proposed(self, name: str, words: str) -> bool:
        if _mark(words) == _mark(self.proposed[name]):
            return True
        try:
            return json.loads(self._raw("filled")).get(name) == _mark(words)
        except (ValueError, AttributeError):
            return False

    def _texts(self) -> list[tuple[str, str]]:
        """The words, and not the marks in hidden fields."""
        return [(name, text) for name, text in super()._texts() if name in BOXES]

    # What KeepsWhatIsTyped asks for.
    def to_show_again(self, saved: bool) -> dict[str, str]:
        return {}


class SendForm(CrispyForm):
    """Sending the poster: the promise, and whether everybody may see it."""

    declared = forms.BooleanField(
        label="Nothing here lets anybody recognise a resident: no names, no birthdays, no rooms",
        required=False,
    )
    public = forms.BooleanField(
        label="Show it to everybody on our public pages once it is approved",
        required=False,
        help_text="You choose. You can take it off the public pages at any time, at once.",
    )

    def __init__(self, *args: Any, is_owner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_owner:
            del self.fields["public"]
        elif self.initial.get("public"):
            self.fields[
                "public"
            ].help_text = "You said yes to this before. Take the tick out if you no longer want it."


class ChangesForm(CrispyForm):
    """What should change: in general, and beside each section that the poster has."""

    comment = forms.CharField(
        label="What should change?",
        widget=text(3),
        required=False,
        help_text="The Pioneer gets it by e-mail.",
    )

    def __init__(self, *args: Any, sections: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        for key in sections:
            self.fields[f"at_{key}"] = forms.CharField(
                label=f"Comment on “{COMMENTED[key]}”",
                widget=text(2),
                required=False,
                max_length=1000,
            )

    def at(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"at_{key}"] for key in self.sections}

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"label": COMMENTED[key], "words": words, "field": self[f"at_{key}"]}
            for key, words in self.sections.items()
        ]
