"""Forms of planning: wishes for the timetable, another day, the composer's choices."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from cohorts.enums import Weekday
from cohorts.models import Cohort
from core.forms import Helper
from workshops.models import LearningSet, TimetableWish
from workshops.services.sets import times_of
from workshops.set_filling import HALF_DAYS
from workshops.set_reading import half_day
from workshops.timetable_reading import avoided

WRITTEN_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
HOW_TO_WRITE = (
    "One day or one stretch to a line, and why if you like: 24/12/2026, "
    "or 15/02/2027 to 19/02/2027 half-term."
)


def _days() -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        choices=Weekday, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )


def _numbers(count: int, word: str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        choices=[(n, f"{word} {n}") for n in range(1, count + 1)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class WishesForm(forms.Form):
    """What staff want of the timetable: days, halves of the day, online or not, days kept free."""

    def __init__(self, *args: Any, cohort: Cohort, sets: list[LearningSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sets = sets
        fields = self.fields
        fields["workshop_weekdays"] = _days()
        fields["workshop_weekdays"].label = "Workshops may be on"
        fields["online_workshops"] = _numbers(cohort.workshop_count, "Workshop")
        fields["online_workshops"].label = "Workshops that are online"
        for one in sets:
            fields[f"weekday_{one.pk}"] = forms.TypedChoiceField(
                label=f"The {one} meets on a", choices=Weekday, coerce=int
            )
            fields[f"half_{one.pk}"] = forms.ChoiceField(
                label=f"The {one} meets in the",
                choices=[(key, words.capitalize()) for key, words in HALF_DAYS.items()],
            )
        fields["online_meetings"] = _numbers(cohort.set_meeting_count, "Meeting")
        fields["online_meetings"].label = "Learning set meetings that are online"
        fields["gap_days"] = forms.IntegerField(
            label="Days from one session to the next, at least",
            min_value=1,
            max_value=60,
            help_text="For each person, so that nobody is away from home twice in a few days.",
        )
        fields["avoid"] = forms.CharField(
            label="Days to keep free",
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=HOW_TO_WRITE,
        )
        self.helper = Helper()
        self.helper.layout = Layout(
            Fieldset("Workshops", _boxes("workshop_weekdays"), _boxes("online_workshops")),
            Fieldset(
                "Learning sets",
                *(Div(f"weekday_{one.pk}", f"half_{one.pk}", css_class="form-row") for one in sets),
                _boxes("online_meetings"),
            ),
            Fieldset("Everybody", "gap_days", "avoid"),
        )

    @staticmethod
    def of(wish: TimetableWish, sets: list[LearningSet]) -> dict[str, Any]:
        """What stands in the form at first."""
        values: dict[str, Any] = {
            name: getattr(wish, name)
            for name in ("workshop_weekdays", "gap_days", "online_workshops", "online_meetings")
        }
        values["avoid"] = "\n".join(_written(*stretch) for stretch in avoided(wish))
        for one in sets:
            values[f"weekday_{one.pk}"] = one.weekday
            values[f"half_{one.pk}"] = half_day(one)
        return values

    def clean_avoid(self) -> list[tuple[date, date, str]]:
        lines = self.cleaned_data["avoid"].splitlines()
        return [_stretch(line.strip()) for line in lines if line.strip()]

    def set_times(self) -> dict[LearningSet, dict[str, Any]]:
        """What is to be changed of each set; its times only if it changes its half of the day."""
        found: dict[LearningSet, dict[str, Any]] = {}
        for one in self.sets:
            values: dict[str, Any] = {"weekday": self.cleaned_data[f"weekday_{one.pk}"]}
            half = self.cleaned_data[f"half_{one.pk}"]
            if half != half_day(one):
                values |= times_of(one.cohort, half)
            if any(getattr(one, name) != value for name, value in values.items()):
                found[one] = values
        return found


def _boxes(name: str) -> Div:
    return Div(name, css_class="boxes-in-a-row")


def _written(first: date, last: date, why: str) -> str:
    days = f"{first:%d/%m/%Y}" + (f" to {last:%d/%m/%Y}" if last != first else "")
    return f"{days} {why}".strip()


def _stretch(line: str) -> tuple[date, date, str]:
    """(first day, last day, why) of one line."""
    written = WRITTEN_DAY.match(line)
    if not written:
        raise forms.ValidationError(f"“{line}” does not begin with a day. {HOW_TO_WRITE}")
    first = last = _day(written[0])
    rest = line[written.end() :].strip()
    until = re.match(r"(?:to|until|-|–)\s*(\d{1,2}/\d{1,2}/\d{4})", rest)
    if until:
        last, rest = _day(until[1]), rest[until.end() :].strip()
    if last < first:
        raise forms.ValidationError(f"In “{line}” the last day comes before the first.")
    if last - first > timedelta(days=366):
        raise forms.ValidationError(f"“{line}” is longer than a year. Check the years.")
    return first, last, rest.strip(" :,()")[:60]


def _day(words: str) -> date:
    try:
        return datetime.strptime(words, "%d/%m/%Y").date()
    except ValueError:
        raise forms.ValidationError(f"There is no day {words}.") from None


class AnotherDayForm(forms.Form):
    """A day typed, or one of the buttons: so many working days or weeks from where it is."""

    day = forms.DateField(
        required=False, error_messages={"invalid": "Write the day like 23/07/2025."}
    )
    days = forms.IntegerField(required=False, min_value=-5, max_value=5)
    weeks = forms.IntegerField(required=False, min_value=-8, max_value=8)
