from __future__ import annotations

import secrets
from typing import Any

from django import forms

from core import clock
from qi_projects.forms.fields import RESIDENTS, CrispyForm, NumberField, day_input, text
from qi_projects.models import Measure
from qi_projects.services.numbers import Number
from qi_projects.services.progress import Picture

NOTHING = "Write a number or a sentence, or choose a photograph: one is enough."


def new_key() -> str:
    """Names one update, so that the form sent twice makes it once."""
    return secrets.token_urlsafe(16)


class UpdateForm(CrispyForm):
    """The sixty-second update: a number, a sentence, a photograph; each may be left out.

    `measure` is what the number is of; of one counted out of so many, both numbers are asked.
    """

    client_key = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput, initial=new_key
    )
    value = NumberField(required=False)
    events = NumberField(label="How many", required=False)
    out_of = NumberField(label="Out of how many", required=False)
    on = forms.DateField(
        label="Counted on", widget=day_input(), initial=clock.today, required=False
    )
    text = forms.CharField(
        label="One sentence",
        max_length=1000,
        required=False,
        widget=text(2),
        help_text=f"What went well, what got in the way, what is next. {RESIDENTS}",
    )
    photo = forms.FileField(
        label="A photograph",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    alt_text = forms.CharField(
        label="What does it show?",
        max_length=200,
        required=False,
        help_text="For people who cannot see it. Such as “The new drinks trolley by the window”.",
    )
    consent = forms.BooleanField(
        label="Everybody in it has agreed to be shown, and no resident’s name can be read",
        required=False,
    )

    def __init__(self, *args: Any, measure: Measure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        both = bool(measure and measure.is_shared_out)
        unwanted = ["value", "events", "out_of", "on"]
        if measure:
            unwanted = ["value"] if both else ["events", "out_of"]
            self.fields["value"].label = measure.name
            self.fields["out_of"].label = f"Out of how many {measure.out_of_what}".strip()
        for name in unwanted:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.measure and self.measure.is_shared_out:
            self._want_both(data)
        if data.get("photo"):
            if not data.get("alt_text", "").strip():
                self.add_error("alt_text", "Please say what the photograph shows.")
            if not data.get("consent"):
                self.add_error(
                    "consent",
                    "Please ask everybody in the photograph first, and tick that they agree.",
                )
        told = data.get("text", "").strip() or data.get("photo") or self._has_number(data)
        if not told and not self.errors:
            raise forms.ValidationError(NOTHING)
        return data

    def _want_both(self, data: dict[str, Any]) -> None:
        events, out_of = data.get("events"), data.get("out_of")
        if "events" in self.errors or "out_of" in self.errors:
            return
        if events is not None and out_of is None:
            self.add_error("out_of", "Out of how many? Please write both numbers.")
        elif out_of is not None and events is None:
            self.add_error("events", "How many of them? Please write both numbers.")

    def _has_number(self, data: dict[str, Any]) -> bool:
        return data.get("value") is not None or data.get("events") is not None

    def told(self) -> dict[str, Any]:
        """What was written, as `services.write_update` takes it."""
        data = self.cleaned_data
        number = picture = None
        if self.measure and self._has_number(data):
            number = Number(
                on=data["on"] or clock.today(),
                value=data.get("value"),
                events=data.get("events"),
                out_of=data.get("out_of"),
            )
        if data.get("photo"):
            picture = Picture(data["photo"], data["alt_text"], data["consent"])
        return {
            "text": data["text"],
            "measure": self.measure if number else None,
            "number": number,
            "picture": picture,
            "client_key": data["client_key"],
        }


class ProjectCommentForm(CrispyForm):
    text = forms.CharField(
        label="Your comment", max_length=1000, widget=text(2), help_text=RESIDENTS
    )


class MoveReportForm(CrispyForm):
    due_on = forms.DateField(
        label="Due on",
        widget=day_input(),
        help_text="Reminders and lists follow. A report that is late can be moved, too.",
    )


class SkipReportForm(CrispyForm):
    reason = forms.CharField(
        label="Why is it not needed?",
        max_length=100,
        help_text="Such as “on leave that month”. Whoever can see the project can read it.",
    )
