"""Staff write a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms

from core.forms import Helper
from pioneers.enums import QuestionKind
from pioneers.models import Question

EVERYBODY = [("", "Everybody")]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class QuestionForm(forms.Form):
    page = forms.CharField(
        label="Heading of the page it is on",
        max_length=60,
        help_text="Questions with the same heading stand on one page. Keep pages short.",
        error_messages={"required": "Give the page a heading, such as “Your answers”."},
    )
    text = forms.CharField(
        label="The question",
        max_length=300,
        widget=forms.Textarea({"rows": "2"}),
        error_messages={"required": "Write the question."},
    )
    help_text = forms.CharField(
        label="A line of help under it", max_length=300, required=False, widget=forms.TextInput()
    )
    kind = forms.ChoiceField(
        label="What sort of answer", choices=QuestionKind.choices, widget=forms.RadioSelect
    )
    choices = forms.CharField(
        label="The choices",
        required=False,
        help_text="One on each line. For “one of several” and “any of several”.",
        widget=forms.Textarea({"rows": "4"}),
    )
    max_words = forms.IntegerField(
        label="At most how many words",
        required=False,
        min_value=1,
        max_value=5000,
        help_text="For short and long answers.",
        widget=forms.TextInput({"inputmode": "numeric", "class": "field-short"}),
    )
    only_after = forms.ChoiceField(
        label="Who is asked",
        required=False,
        help_text="Everybody, or only who gave this answer to an earlier question.",
    )
    required = forms.BooleanField(label="It must be answered", required=False, initial=True)
    required_from = forms.DateField(
        label="… but only from this day",
        required=False,
        widget=day_input(),
        help_text="Until then it may be left empty. Who sent an application before is asked too.",
    )
    frozen_from = forms.DateField(
        label="Frozen from this day",
        required=False,
        widget=day_input(),
        help_text="From then on nobody can change the answer.",
    )
    for_reviewers = forms.BooleanField(
        label="Reviewers see the answer",
        required=False,
        initial=True,
        help_text="Leave it out for what does not belong in the choice, such as access needs.",
    )
    tells_who = forms.BooleanField(
        label="The answer may tell who it is",
        required=False,
        help_text="Then it is hidden where reviewers read without names.",
    )

    def __init__(
        self, *args: Any, earlier: Sequence[Question], answered: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {str(question.pk): question for question in earlier}
        only_after = self.fields["only_after"]
        assert isinstance(only_after, forms.ChoiceField)
        only_after.choices = [
            *EVERYBODY,
            *(
                (
                    question.text,
                    [
                        (f"{question.pk}:{number}", f"Only who answers “{choice}”")
                        for number, choice in enumerate(question.choices)
                    ],
                )
                for question in earlier
            ),
        ]
        if answered:
            # Shown as they are; the service refuses, too.
            self.fields["kind"].disabled = self.fields["choices"].disabled = True
            self.fields["kind"].help_text = (
                "People have answered it, so its kind and choices stay. "
                "To ask otherwise, retire it and add another."
            )
        self.helper = Helper()
        self.helper.layout = Layout(
            "page",
            "text",
            "help_text",
            HTML('<h2 class="h3 mt-4">The answer</h2>'),
            "kind",
            "choices",
            "max_words",
            HTML('<h2 class="h3 mt-4">Who, and when</h2>'),
            "only_after",
            "required",
            Div("required_from", "frozen_from", css_class="form-row"),
            HTML('<h2 class="h3 mt-4">Who reads it</h2>'),
            "for_reviewers",
            "tells_who",
        )

    def clean_choices(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]

    def values(self) -> dict[str, Any]:
        """As `services.questions` takes them."""
        values = dict(self.cleaned_data)
        pk, _, number = values.pop("only_after").partition(":")
        parent = self.earlier.get(pk)
        values["shown_if"] = parent
        values["shown_if_answer"] = parent.choices[int(number)] if parent else ""
        return values


def initial_of(question: Question) -> dict[str, Any]:
    names = ("page", "text", "help_text", "kind", "max_words", "required", "required_from")
    values = {name: getattr(question, name) for name in names}
    parent, wanted = question.shown_if, question.shown_if_answer
    known = parent is not None and wanted in parent.choices
    return values | {
        "frozen_from": question.frozen_from,
        "for_reviewers": question.for_reviewers,
        "tells_who": question.tells_who,
        "choices": "\n".join(question.choices),
        "only_after": f"{parent.pk}:{parent.choices.index(wanted)}" if parent and known else "",
    }
