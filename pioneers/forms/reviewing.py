"""A reviewer's scores."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import Helper
from pioneers.forms.light import box
from pioneers.models import Criterion
from pioneers.models.review import HIGHEST, LOWEST

SCORES = [(str(n), str(n)) for n in range(LOWEST, HIGHEST + 1)]
SCORE_WORDS = f"{LOWEST} is weak, {HIGHEST} is strong"


class ReviewForm(forms.Form):
    """A score for each criterion, and a note; `review` is the reader's own, as seen_by gives it."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For the team. What would you say about this application in two sentences?",
    )

    def __init__(
        self, *args: Any, criteria: Iterable[Criterion], review: Any, **kwargs: Any
    ) -> None:
        self.criteria = list(criteria)
        given = {s.criterion_id: str(s.value) for s in review.given} if review else {}
        initial = {self.name_of(row): given.get(row.pk, "") for row in self.criteria}
        initial["note"] = review.note if review else ""
        super().__init__(*args, **{**kwargs, "initial": initial})
        for row in self.criteria:
            self.fields[self.name_of(row)] = forms.ChoiceField(
                label=row.title,
                choices=SCORES if not row.optional else [*SCORES, ("", "Leave open")],
                required=not row.optional,
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

    def drawn_note(self) -> Any:
        return box(self["note"], "mb-3")

    def scores(self) -> dict[Criterion, int]:
        given = {row: self.cleaned_data[self.name_of(row)] for row in self.criteria}
        return {row: int(value) for row, value in given.items() if value}


class HideWordsForm(forms.Form):
    words = forms.CharField(
        label="Words to hide, one word or phrase on each line",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=(
            "Names, addresses and the home are taken out by themselves. Add what is left: a "
            "nickname, an award, a colleague. Capitals do not matter."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()
