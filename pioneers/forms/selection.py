"""Forms of staff's work on applications, Pioneers and mentors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from cohorts.enums import CareSetting, JobRole
from cohorts.models import Borough
from core import clock
from core.errors import Refused
from core.forms import Helper
from pioneers.enums import ApplicationState, Decision, DeclineReason
from pioneers.models import Criterion, Mentor, Review
from pioneers.models.review import HIGHEST, LOWEST

SCORES = [(str(n), str(n)) for n in range(LOWEST, HIGHEST + 1)]
SCORE_WORDS = f"{LOWEST} is weak, {HIGHEST} is strong"
NOT_DECIDED = "Not decided"

# What one select of the list of decisions offers: a "no" says its reason at once.
QUICK_CHOICES = [
    (Decision.OFFER.value, Decision.OFFER.label),
    (Decision.RESERVE.value, Decision.RESERVE.label),
]
QUICK_REASONS = [
    (f"{Decision.DECLINE.value}:{value}", label) for value, label in DeclineReason.choices
]


class FilterForm(forms.Form):
    q = forms.CharField(label="Name or home", required=False, max_length=80)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), *ApplicationState.choices]
    )
    borough = forms.ModelChoiceField(
        label="Borough", required=False, queryset=Borough.objects.none(), empty_label="Any"
    )
    setting = forms.ChoiceField(
        label="Setting", required=False, choices=[("", "Any"), *CareSetting.choices]
    )
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any"), *JobRole.choices])
    order = forms.ChoiceField(
        label="Order", required=False, choices=[("", "Newest first"), ("score", "Best score first")]
    )

    def __init__(self, *args: Any, boroughs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["borough"].queryset = boroughs  # type: ignore[attr-defined]
        self.helper = Helper()

    def wanted(self) -> dict[str, Any]:
        """The filters that make sense; one that does not is left out, and said on the form."""
        self.is_valid()
        return self.cleaned_data


class ReviewForm(forms.Form):
    """A score for each criterion, and a note."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For the team. What would you say about this application in two sentences?",
    )

    def __init__(
        self, *args: Any, criteria: Iterable[Criterion], review: Review | None, **kwargs: Any
    ) -> None:
        self.criteria = list(criteria)
        given = {s.criterion_id: str(s.value) for s in review.scores.all()} if review else {}
        initial = {self.name_of(row): given.get(row.pk, "") for row in self.criteria}
        initial["note"] = review.note if review else ""
        super().__init__(*args, **{**kwargs, "initial": initial})
        for row in self.criteria:
            self.fields[self.name_of(row)] = forms.ChoiceField(
                label=row.title,
                choices=SCORES,
                error_messages={
                    "required": f"Choose a score. {SCORE_WORDS}.",
                    "invalid_choice": f"Choose a score from {LOWEST} to {HIGHEST}.",
                },
            )
        self.helper = Helper()

    @staticmethod
    def name_of(criterion: Criterion) -> str:
        return f"score-{criterion.pk}"

    def rows(self) -> list[tuple[Criterion, forms.BoundField]]:
        return [(row, self[self.name_of(row)]) for row in self.criteria]

    def scores(self) -> dict[Criterion, int]:
        return {row: int(self.cleaned_data[self.name_of(row)]) for row in self.criteria}


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="Decision", required=False, choices=[("", NOT_DECIDED), *Decision.choices]
    )
    decline_reason = forms.ChoiceField(
        label="Reason, if there is no place",
        required=False,
        choices=[("", "Choose a reason"), *DeclineReason.choices],
        help_text="The applicant is told this reason.",
    )
    reserve_rank = forms.IntegerField(
        label="Rank on the reserve list",
        required=False,
        min_value=1,
        max_value=999,
        help_text="1 is asked first. Only for the reserve list.",
        error_messages={"min_value": "The first rank is 1."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


def quick_value(decision: str, reason: str) -> str:
    """A decision as the value of the list's select."""
    return f"{decision}:{reason}" if decision == Decision.DECLINE else decision


def changed_decisions(data: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    """{application: (decision, reason)} of the rows that were changed on this page.

    A row that was left alone is not saved: somebody else may have decided it meanwhile.
    """
    known = {"", *(value for value, _ in QUICK_CHOICES + QUICK_REASONS)}
    changed = {}
    for name, before in data.items():
        pk = name.removeprefix("was-")
        if name == pk or not pk.isdigit():
            continue
        now = data.get(f"decision-{pk}", before)
        if now not in known:
            raise Refused("Choose each decision from its list.")
        if now != before:
            decision, _, reason = now.partition(":")
            changed[int(pk)] = (decision, reason)
    return changed


class PairForm(forms.Form):
    mentor = forms.ModelChoiceField(
        label="Mentor",
        queryset=Mentor.objects.none(),
        empty_label="Choose a mentor",
        error_messages={"required": "Choose a mentor."},
        help_text="Only mentors who can take one more are listed.",
    )

    def __init__(self, *args: Any, mentors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mentor"]
        field.queryset = mentors
        field.label_from_instance = _room
        self.helper = Helper()


def _room(mentor: Mentor) -> str:
    return f"{mentor} (has {mentor.mentees} of {mentor.capacity})"  # type: ignore[attr-defined]


class MentorForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address")
    capacity = forms.IntegerField(
        label="How many Pioneers they can mentor at once", min_value=1, max_value=20, initial=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()


class MeetingForm(forms.Form):
    met_on = forms.DateField(
        label="When did you meet?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Say on which day you met.",
            "invalid": "Write the day as in 23/7/2025.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met_on"].initial = clock.today
        self.helper = Helper()
