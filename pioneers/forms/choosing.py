"""Decisions, one by one and many at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from core.errors import Refused
from core.forms import Helper
from pioneers.enums import Decision, DeclineReason

NOT_DECIDED = "Not decided"

# What one select of the list of decisions offers: a "no" says its reason at once.
QUICK_CHOICES = [
    (Decision.OFFER.value, Decision.OFFER.label),
    (Decision.RESERVE.value, Decision.RESERVE.label),
]
QUICK_REASONS = [
    (f"{Decision.DECLINE.value}:{value}", label) for value, label in DeclineReason.choices
]


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
