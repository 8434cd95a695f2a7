"""The pages of the application form: they keep what is typed, right or wrong, and say which.

Nothing is required here: what is missing is told on "Check and send", so that one can go on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Borough
from core.forms import Helper
from pioneers.dates import changed_since_yes
from pioneers.eligibility import rules_of
from pioneers.forms.eligibility import add_rules, rule_name, rules_in
from pioneers.models import Application


def fingerprint(values: Mapping[str, Any]) -> str:
    """Short mark of a page's values: another mark means that somebody saved in between."""
    plain = {name: _plain(value) for name, value in values.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:24]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(getattr(value, "pk", value)).replace("\r\n", "\n").strip()


class PageForm(forms.Form):
    """One page of the application. `stored` is what the record holds for it."""

    # The mark of what this tab was shown, and the tab's own name: see views.drafts.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    own_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        self.stored = self.read()
        kwargs["initial"] = {**self.stored, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def read(self) -> dict[str, Any]:
        return {name: getattr(self.application, name) for name in self.own_fields}

    def typed(self, name: str) -> str:
        return (self.data.get(self.add_prefix(name)) or "").replace("\x00", "").strip()

    def to_keep(self) -> tuple[dict[str, Any], list[str]]:
        """(what can be kept, names of what cannot). Wrong words are kept where they fit."""
        self.full_clean()
        keep: dict[str, Any] = {}
        left: list[str] = []
        for name in self.stored:
            if name not in self.errors:
                keep[name] = self.cleaned_data[name]
            elif self.fits(name):
                keep[name] = self.typed(name)
            else:
                left.append(name)
        return keep, left

    def fits(self, name: str) -> bool:
        column: Any = Application._meta.get_field(name)
        limit = getattr(column, "max_length", None)
        if limit is None:
            return column.get_internal_type() == "TextField"
        return not column.choices and len(self.typed(name)) <= limit

    def split(self, keep: Mapping[str, Any]) -> dict[str, Any]:
        """How `services.save_page` takes them."""
        return {"fields": dict(keep)}

    @property
    def marked(self) -> list[str]:
        """Names of the fields whose values make the page's mark."""
        return list(self.stored)

    def mark(self, values: Mapping[str, Any]) -> str:
        return fingerprint({name: values[name] for name in self.marked})

    def to_show_again(self, saved: bool) -> dict[str, str]:
        """Hidden values of the same form, shown again."""
        return {}


class YouForm(PageForm):
    own_fields = ("name", "phone", "role", "years_in_role")
    name = forms.CharField(
        label="Your full name",
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label="Telephone",
        max_length=40,
        required=False,
        help_text="Where we can reach you at work or on your mobile.",
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    role = forms.ChoiceField(
        label="Your role", choices=JobRole.choices, required=False, widget=forms.RadioSelect
    )
    years_in_role = forms.IntegerField(
        label="How many years have you been in this role?",
        min_value=0,
        max_value=60,
        required=False,
        help_text="In whole years, at any home. 0 if it is less than one.",
        widget=forms.TextInput({"inputmode": "numeric", "class": "field-short"}),
        error_messages={
            "invalid": "Write the years as a number, such as 3.",
            "min_value": "Write the years as a number, such as 3.",
            "max_value": "That is more than 60 years. Please look again.",
        },
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.rules = rules_of(application.cohort)
        super().__init__(*args, application=application, **kwargs)
        add_rules(self, self.rules, required=False)

    def read(self) -> dict[str, Any]:
        answered = self.application.rules_answered
        words = {True: "yes", False: "no", None: ""}
        rules = {rule_name(rule): words[answered.get(str(rule.pk))] for rule in self.rules}
        return super().read() | rules

    def fits(self, name: str) -> bool:
        return name in self.own_fields and super().fits(name)

    def split(self, keep: Mapping[str, Any]) -> dict[str, Any]:
        fields = {name: value for name, value in keep.items() if name in self.own_fields}
        if self.rules:
            kept = {name: value for name, value in keep.items() if name not in self.own_fields}
            fields["rules_answered"] = self.application.rules_answered | rules_in(kept, self.rules)
        return {"fields": fields}


class HomeForm(PageForm):
    """What kind of place it is; and its name, while it is not chosen from the register."""

    own_fields = ("facts_right", "facts_note", "setting", "home_as_typed", "borough")
    facts_right = forms.TypedChoiceField(
        label="Is this right?",
        choices=[("yes", "Yes, that is right"), ("no", "No, something is different")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    facts_note = forms.CharField(
        label="What is different?",
        required=False,
        help_text="Only if something is. We look after the rest.",
        widget=forms.Textarea({"rows": "2"}),
    )
    home_as_typed = forms.CharField(
        label="Name and postcode of your home",
        max_length=250,
        required=False,
        help_text="As much as you know. We will find it.",
    )
    borough = forms.ModelChoiceField(
        label="Borough", queryset=Borough.objects.none(), required=False, empty_label="Choose one"
    )
    setting = forms.ChoiceField(
        label="What kind of place is it?",
        choices=CareSetting.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="If it is more than one of these, choose where you spend most of your time.",
    )

    def __init__(
        self, *args: Any, boroughs: Any, chosen: bool, application: Application, **kwargs: Any
    ) -> None:
        self.chosen = chosen
        super().__init__(*args, application=application, **kwargs)
        borough_field = self.fields["borough"]
        assert isinstance(borough_field, forms.ModelChoiceField)
        borough_field.queryset = boroughs
        for name in set(self.own_fields) - set(self.stored):
            del self.fields[name]
        if "facts_right" in self.fields:
            yes_or_no = {True: "yes", False: "no", None: ""}
            self.initial["facts_right"] = yes_or_no[application.facts_right]
        self.helper.layout = Layout(
            "seen",
            "tab",
            *(
                # static/js/questions.js shows the note only after a "No".
                Div(name, data_shown_if="facts_right", data_shown_if_answer="no")
                if name == "facts_note"
                else name
                for name in self.own_fields
                if name in self.fields
            ),
        )

    def read(self) -> dict[str, Any]:
        """The register knows a chosen home's name and, as a rule, its borough."""
        home = self.application.home if self.chosen else None
        known = {"home_as_typed"} if home else {"facts_right", "facts_note"}
        if home and home.borough_id:
            known.add("borough")
        return {
            name: getattr(self.application, name) for name in self.own_fields if name not in known
        }

    def split(self, keep: Mapping[str, Any]) -> dict[str, Any]:
        fields = dict(keep)
        if fields.get("home_as_typed"):
            fields |= {"home": None, "facts_right": None, "facts_note": ""}
        return {"fields": fields}


class DatesForm(PageForm):
    own_fields = ("agrees_to_dates", "manager_name", "manager_email")
    # The dates as this page showed them: a yes is a yes to these, and to no others.
    dates_shown = forms.CharField(required=False, widget=forms.HiddenInput)
    agrees_to_dates = forms.BooleanField(
        label="I have looked at the dates and I can come", required=False
    )
    manager_name = forms.CharField(label="Your line manager’s name", max_length=120, required=False)
    manager_email = forms.EmailField(
        label="Your line manager’s e-mail address",
        max_length=254,
        required=False,
        help_text="The person who agrees to your time away. We write to them when you send this; "
        "they see your name and the dates, nothing else. If you own the home, give your own.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        dates: list[list[str]],
        application: Application,
        own: bool = True,
        **kwargs: Any,
    ) -> None:
        """`own` is False for staff who type it in: the yes to the dates is not theirs to give."""
        self.own = own
        self.mark_of_dates = fingerprint({"dates": dates})
        self.changed = changed_since_yes(application)
        super().__init__(*args, application=application, **kwargs)
        self.initial["dates_shown"] = self.mark_of_dates
        if not own:
            del self.fields["agrees_to_dates"]

    def read(self) -> dict[str, Any]:
        """A yes to other dates than these is no yes to these."""
        values = super().read()
        if not self.own:
            del values["agrees_to_dates"]
            return values
        return values | {"agrees_to_dates": values["agrees_to_dates"] and not self.changed}

    def clean(self) -> dict[str, Any]:
        new = self.cleaned_data.get("agrees_to_dates") and not self.stored["agrees_to_dates"]
        if new and self.typed("dates_shown") != self.mark_of_dates:
            self.add_error(
                "agrees_to_dates",
                "The dates have changed since this page was opened. "
                "Please look at them again, and say yes to the new ones.",
            )
        return self.cleaned_data

    def split(self, keep: Mapping[str, Any]) -> dict[str, Any]:
        """What somebody said yes to stays known until they say yes to the new dates."""
        fields = dict(keep)
        if self.changed and not fields.get("agrees_to_dates"):
            fields.pop("agrees_to_dates", None)
        return {"fields": fields}

    def to_show_again(self, saved: bool) -> dict[str, str]:
        return {"dates_shown": self.mark_of_dates}


class FindHomeForm(forms.Form):
    """A plain GET form that htmx makes quicker."""

    q = forms.CharField(
        label="Name or postcode of your home",
        required=False,
        max_length=100,
        help_text="Two letters or more, such as Rowan or CR0.",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
