"""The filters of the staff's list of applications, and what can be done with what they find."""

from __future__ import annotations

from typing import Any

from django import forms

from cohorts.enums import CareSetting, JobRole
from core.forms import Helper
from pioneers.enums import ApplicationState, Decision
from pioneers.forms.light import box
from pioneers.selectors.list_columns import COLUMNS

ANY = ("", "Any")
MOST = 2**31  # no id is larger; a database takes no number of any length
STATES = ApplicationState.choices
RELEASES = [
    ANY,
    ("missing", "Not promised"),
    ("agreed", "Promised"),
    ("asked", "Asked, no answer"),
    ("concern", "Concern"),
    ("none", "Never asked"),
]
ANSWERED = [("", "Contains these words"), ("is", "Is exactly"), ("empty", "Is not answered")]
ORDERS = [
    ("", "Newest first"),
    ("name", "By name"),
    ("score", "Best score first"),
    ("apart", "Readers furthest apart"),
    ("untouched", "Longest untouched"),
]


class FilterForm(forms.Form):
    """An id that nobody offers simply finds nothing: what may be chosen is known only later, as
    it comes in one query with the counts of what these filters find (see `offer`)."""

    q = forms.CharField(label="Name or home", required=False, max_length=80)
    state = forms.ChoiceField(label="State", required=False, choices=[ANY, *STATES])
    borough = forms.IntegerField(
        label="Borough", required=False, max_value=MOST, widget=forms.Select
    )
    setting = forms.ChoiceField(
        label="Setting", required=False, choices=[ANY, *CareSetting.choices]
    )
    role = forms.ChoiceField(label="Role", required=False, choices=[ANY, *JobRole.choices])
    order = forms.ChoiceField(label="Order", required=False, choices=ORDERS)
    provider = forms.CharField(label="Provider", required=False, max_length=80)
    funding = forms.IntegerField(
        label="Funder’s boroughs", required=False, max_value=MOST, widget=forms.Select
    )
    decision = forms.ChoiceField(
        label="Decision, private",
        required=False,
        choices=[ANY, ("none", "Not decided"), *Decision.choices],
    )
    release = forms.ChoiceField(label="Manager’s release", required=False, choices=RELEASES)
    untouched = forms.IntegerField(
        label="Drafts untouched for days",
        required=False,
        min_value=1,
        max_value=400,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Write the days as a number from 1 to 400."
        ),
    )
    unread = forms.BooleanField(label="Without my scores", required=False)
    # Up to three questions, all of which must hold; see __init__.
    QUESTIONS = ("", "2", "3")
    columns = forms.MultipleChoiceField(
        label="Columns (tick none for the usual ones)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    FIRST = ("q", "state", "borough", "setting", "role", "order")
    # What would tell a blind reviewer who it is.
    TELL_WHO = ("provider",)
    # What a colleague who sees names may have put into a view that is shared.
    COLLEAGUES_WORDS = ("q", "provider", "answer", "answer2", "answer3", "order")

    def __init__(self, data: Any, *, blind: bool = False) -> None:
        super().__init__(data)
        for ending in self.QUESTIONS:
            for name, field in _question(ending).items():
                self.fields[f"{name}{ending}"] = field
        self.fields["columns"] = self.fields.pop("columns")
        shown: Any = self.fields["columns"]
        shown.valid_value = lambda value: True  # what nobody offers is simply not shown
        self.blind = blind
        if blind:
            for name in self.TELL_WHO:
                del self.fields[name]
            self.fields["q"].label = "Number"
            # The order of names would give away the alphabet.
            order: Any = self.fields["order"]
            order.choices = [choice for choice in ORDERS if choice[0] != "name"]
        self.helper = Helper()

    def offer(self, options: dict[str, list[tuple[int, str, int]]]) -> None:
        """What may be chosen, by kind: (id, words, how many)."""
        counts = {words: n for _, words, n in options.get("state", [])}
        self._choose(
            "state",
            [
                (value, _counted(label, counts.get(value, 0)))
                for value, label in ApplicationState.choices
            ],
        )
        for name in ("borough", "funding"):
            self._choose(name, [(pk, words) for pk, words, _ in options.get(name, [])])
        questions = [(pk, words) for pk, words, _ in options.get("question", [])]
        for ending in self.QUESTIONS:
            self._choose(f"question{ending}", questions, ("", "Choose a question"))
        self.fields["columns"].widget.choices = [
            (column.key, column.label)
            for column in COLUMNS
            if not (self.blind and column.tells_who)
        ] + [(f"q{pk}", words) for pk, words in questions]

    def chosen_columns(self) -> list[str]:
        return self.cleaned_data.get("columns", []) if self.is_valid() else []

    def _choose(self, name: str, found: list[Any], first: tuple[str, str] = ANY) -> None:
        self.fields[name].widget.choices = [first, *found]

    def first(self) -> list[Any]:
        return [box(self[name]) for name in self.FIRST]

    def more(self) -> list[Any]:
        return [box(self[name]) for name in self.fields if name not in self.FIRST]

    def clean(self) -> dict[str, Any]:
        # Words that no question belongs to would be left out, and the list look like their answer.
        for ending in self.QUESTIONS:
            given = self.cleaned_data
            asked = given.get(f"how{ending}") == "empty" or given.get(f"answer{ending}")
            if asked and f"question{ending}" in given and not given[f"question{ending}"]:
                self.add_error(f"question{ending}", "Choose the question that this is about.")
        return self.cleaned_data

    def wanted(self) -> dict[str, Any]:
        """The filters that make sense; one that does not is left out, and said on the form."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value and name not in ("columns", "how", "how2", "how3")
        } | {
            name: self.cleaned_data[name]
            for name in ("how", "how2", "how3")
            if self.cleaned_data.get(name.replace("how", "question")) and name in self.cleaned_data
        }

    def wants_more(self) -> bool:
        return any(name not in self.FIRST for name in self.wanted()) or any(
            name not in self.FIRST for name in self.errors
        )


def _question(ending: str) -> dict[str, forms.Field]:
    also = " (and)" if ending else ""
    return {
        "question": forms.IntegerField(
            label=f"Answer to{also}", required=False, max_value=MOST, widget=forms.Select
        ),
        "how": forms.ChoiceField(label=f"The answer{also}", required=False, choices=ANSWERED),
        "answer": forms.CharField(label=f"These words{also}", required=False, max_length=120),
    }


def _counted(label: str, n: int) -> str:
    return f"{label} ({n:,})" if n else label


class SaveViewForm(forms.Form):
    name = forms.CharField(
        label="Name of the view",
        max_length=60,
        help_text="Such as: Croydon, no release yet",
        error_messages={"required": "Give the view a name."},
    )
    shared = forms.BooleanField(label="Everybody on the team sees it", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
