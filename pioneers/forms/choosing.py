"""Decisions, what a cohort should look like, ranks, and more days for an offer."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import Helper
from pioneers import wishes
from pioneers.enums import Decision, DeclineReason
from pioneers.forms.light import box

NOT_DECIDED = "Not decided"
# Said in so many words: a form that arrives empty takes nothing back.
TAKE_BACK = "none"
# The reason of one who was in reserve is given when the list is closed, not here.
REASONS = [
    (value, label) for value, label in DeclineReason.choices if value != DeclineReason.NOT_NEEDED
]
CHOOSE = "Choose: offer, reserve list, no place, or not decided."


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="Decision",
        choices=[(TAKE_BACK, NOT_DECIDED), *Decision.choices],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    decline_reason = forms.ChoiceField(
        label="Reason, if there is no place",
        required=False,
        choices=[("", "Choose a reason"), *REASONS],
        help_text="The applicant is told this reason.",
        error_messages={"invalid_choice": "Choose a reason from the list."},
    )
    reserve_rank = forms.IntegerField(
        label="Rank on the reserve list",
        required=False,
        min_value=1,
        max_value=999,
        help_text="1 is asked first. Only for the reserve list; left empty, it is the last.",
        error_messages={"min_value": "The first rank is 1."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = dict(kwargs.get("initial") or {})
        kwargs["initial"]["decision"] = kwargs["initial"].get("decision") or TAKE_BACK
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def drawn(self) -> list[Any]:
        return [box(field, "mb-3") for field in self]

    def clean_decision(self) -> str:
        decision = self.cleaned_data["decision"]
        return "" if decision == TAKE_BACK else decision


class RankForm(forms.Form):
    to = forms.IntegerField(
        label="Rank",
        min_value=1,
        max_value=9999,
        error_messages={
            "required": "Write the rank as a number.",
            "invalid": "Write the rank as a number.",
            "min_value": "The first rank is 1.",
        },
    )


class DaysForm(forms.Form):
    days = forms.IntegerField(
        label="How many more days",
        min_value=1,
        max_value=60,
        initial=7,
        error_messages={
            "required": "Write how many more days.",
            "invalid": "Write the days as a number.",
            "min_value": "Give at least one day.",
            "max_value": "Give at most 60 days.",
        },
    )


class WishesForm(forms.Form):
    """One box for each borough, setting and role: how many at least."""

    offer_days = forms.IntegerField(
        label="Days to answer an offer",
        min_value=1,
        max_value=60,
        help_text="Counted from the day on which the letters are released.",
        error_messages={
            "required": "Write how many days people have to answer.",
            "invalid": "Write the days as a number.",
        },
    )
    promotes_by_itself = forms.BooleanField(
        label="Offer a place that becomes free to the next in reserve at once",
        required=False,
        help_text="Otherwise we tell you, and you offer it with one press.",
    )

    def __init__(self, *args: Any, labels: dict[str, str], plan: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "offer_days": plan.offer_days,
            "promotes_by_itself": plan.promotes_by_itself,
            **{self.box(key): n for key, n in plan.targets.items()},
        }
        super().__init__(*args, **kwargs)
        self.keys = labels
        for key, label in labels.items():
            self.fields[self.box(key)] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=999,
                error_messages={"invalid": f"{label}: write a whole number, or leave it empty."},
            )
        self.helper = Helper()

    @staticmethod
    def box(key: str) -> str:
        return "least-" + key.replace(":", "-")

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The boxes under the words of their kind."""
        return [
            (title, [self[self.box(key)] for key in self.keys if key.partition(":")[0] == kind])
            for kind, title in wishes.KINDS.items()
        ]

    def targets(self) -> dict[str, int]:
        found = {key: self.cleaned_data[self.box(key)] for key in self.keys}
        return {key: n for key, n in found.items() if n}
