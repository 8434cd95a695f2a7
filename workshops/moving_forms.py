"""The forms of a session that is moved or cancelled."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core.forms import Helper
from workshops.enums import SessionMode
from workshops.models import Session

ONLY_THE_SET = "Only the set’s members and facilitator can see it once it is saved."
IS_SAVED = (
    "A link is saved. Only the set’s members and facilitator can see it. "
    "Leave this empty to keep it, or type a new one."
)


class SessionForm(forms.Form):
    """One session's day, times, place and link, by the clock on the wall."""

    title = forms.CharField(max_length=120)
    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day like 23/07/2025."},
    )
    starts = forms.TimeField(
        label="Starts", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label="Ends", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    mode = forms.ChoiceField(
        label="How people take part", choices=SessionMode, widget=forms.RadioSelect
    )
    place = forms.CharField(
        max_length=200, required=False, help_text="A room and its address. Not needed online."
    )
    online_link = forms.URLField(
        label="Joining link",
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text="It can follow later. Not needed in person.",
        error_messages={"invalid": "Copy the whole link, beginning with https://"},
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if session.learning_set_id:
            saved = bool(session.online_link)
            self.fields["online_link"].help_text = IS_SAVED if saved else ONLY_THE_SET
        self.helper = Helper()
        self.helper.layout = Layout(
            "title",
            Div("day", "starts", "ends", css_class="form-row"),
            "mode",
            Div("place", css_class="only-place"),
            Div("online_link", css_class="only-online"),
        )

    def hidden(self) -> list[tuple[str, str]]:
        """What was typed, for the button that confirms it."""
        return [(name, str(self.data.get(name, ""))) for name in self.fields]


class WhyForm(forms.Form):
    why = forms.CharField(
        label="A line of your own in this mail, if you like",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as why. Nothing about anybody’s health, please.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
