"""Forms of the outbox: rules, words, and what staff write themselves."""

from __future__ import annotations

import secrets
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from cohorts import mail_rules
from cohorts.mail_rules import RuleKind
from core.forms import Helper


class RuleForm(forms.Form):
    is_on = forms.BooleanField(label="This mail goes out", required=False)
    days = forms.IntegerField(
        min_value=0,
        max_value=mail_rules.MOST_DAYS,
        error_messages={"required": "Give a number of days; 0 is the day itself."},
    )
    at = forms.TimeField(
        label="At",
        widget=forms.TimeInput(
            attrs={"type": "time", "min": "07:00", "max": "19:30"}, format="%H:%M"
        ),
        help_text="From 7am to 7:30pm, as clocks in London show it.",
        error_messages={"required": "Give a time, such as 10:00."},
    )

    def __init__(self, *args: Any, kind: RuleKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = self.fields["days"]
        days.label = f"Days {'after' if kind.after else 'before'} {kind.anchor}"
        days.help_text = f"Usually {kind.days}, at {kind.at:%H:%M}."
        if kind.needed:
            self.fields["is_on"].disabled = True
            self.fields["is_on"].help_text = "It is needed: somebody could lose their place."
        self.helper = Helper()
        self.helper.layout = Layout("is_on", Div("days", "at", css_class="form-row"))


class WriteForm(forms.Form):
    """Staff's own words to many people."""

    subject = forms.CharField(
        label="Subject",
        max_length=200,
        error_messages={"required": "Write a subject: it is what people see first."},
    )
    body = forms.CharField(
        label="Your words",
        max_length=10_000,
        widget=forms.Textarea({"rows": 12}),
        error_messages={"required": "Write what you want to tell them."},
    )
    hold = forms.BooleanField(
        label="Let the mails wait in the outbox until I release them", required=False, initial=True
    )
    # Made once with the form, so that a second press, or a page reloaded, sends nothing twice.
    writing = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["writing"].initial = lambda: secrets.token_hex(8)
        self.helper = Helper()
