"""One page of the cohort's own questions: every kind with its own sort of box."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from core.errors import Refused
from core.templatetags.words import day
from pioneers import files
from pioneers.asking import NOT_IN_LIST, answer_problem, asked_later, is_frozen, lines, must_answer
from pioneers.enums import QuestionKind
from pioneers.forms.application import PageForm
from pioneers.models import Answer, Application, Question

ACCEPT = ",".join(files.ACCEPTS.endings)
LOCKED = "This answer can no longer be changed."


def name_of(question: Question) -> str:
    return f"q-{question.key}"


class AnswersForm(PageForm):
    """The questions of one page, by their keys.

    A question that waits for an earlier answer is there, hidden, so that its answer is kept and
    static/js/questions.js can show it at once. `extra` are questions of other pages that must be
    answered together with these.
    """

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        answers: Mapping[str, str],
        application: Application,
        shown: Collection[int] = (),
        locked: Collection[int] = (),
        extra: Sequence[Question] = (),
        stored_files: Mapping[str, Answer] | None = None,
        takes_files: bool = True,
        **kwargs: Any,
    ) -> None:
        self.questions = {name_of(question): question for question in [*questions, *extra]}
        self.extra = {name_of(question) for question in extra}
        self.answers, self.locked = answers, locked
        self.stored_files = stored_files or {}
        self.takes_files = takes_files
        # Files that came with this form, by the name of their field.
        self.came: dict[str, files.Stored] = {}
        super().__init__(*args, application=application, **kwargs)
        for name, question in self.questions.items():
            self.add_question(name, question)
        self.show(shown)

    @property
    def marked(self) -> list[str]:
        return [name for name in self.stored if name not in self.extra]

    def read(self) -> dict[str, Any]:
        return {name: self._read(question) for name, question in self.questions.items()}

    def _read(self, question: Question) -> Any:
        answer = self.stored_files.get(question.key)
        if question.kind == QuestionKind.FILE:
            return files.Stored(str(answer.file), answer.text) if answer else ""
        return self.answers.get(question.key, "")

    def add_question(self, name: str, question: Question) -> None:
        field = self.fields[name] = field_of(question)
        stored = self.stored[name]
        if question.kind == QuestionKind.SEVERAL:
            self.initial[name] = lines(stored)
        if question.pk in self.locked:
            field.disabled = True
            field.help_text = LOCKED
        if question.kind == QuestionKind.FILE:
            self.initial[name] = None
            if stored:
                field.help_text = self._now(stored, question, str(field.help_text))
            if question.pk not in self.locked:
                self.fields[f"{name}-held"] = forms.CharField(
                    required=False, widget=forms.HiddenInput
                )
                if stored:
                    self.fields[f"{name}-remove"] = forms.BooleanField(
                        label=f"Remove {stored.name}", required=False
                    )

    def _now(self, stored: files.Stored, question: Question, help_text: str) -> str:
        url = reverse("pioneers:answer_file", args=[self.application.pk, question.pk])
        link = format_html('<a href="{}">{}</a>', url, stored.name)
        if question.pk in self.locked:
            return format_html("We have {}. {}", link, LOCKED)
        return format_html(
            "We have {}. Choose another to replace it. {}", link, mark_safe(help_text)
        )

    def show(self, shown: Collection[int]) -> None:
        """Which questions are to be seen; the others are there, but hidden."""
        self.shown = shown
        boxes = (self._box(name, question) for name, question in self.questions.items())
        self.helper.layout = Layout("seen", "tab", *boxes)

    def _box(self, name: str, question: Question) -> Any:
        names = [name, *(f"{name}{end}" for end in ("-held", "-remove"))]
        attrs: dict[str, str] = {}
        parent = question.shown_if
        if parent is not None:
            if question.pk not in self.shown and name not in self.extra:
                attrs["hidden"] = "hidden"
            if name_of(parent) in self.questions:
                attrs["data_shown_if"] = name_of(parent)
                attrs["data_shown_if_answer"] = question.shown_if_answer
                attrs["data_question"] = str(question.pk)
        return Div(*(one for one in names if one in self.fields), **attrs)

    def typed(self, name: str) -> str:
        question = self.questions.get(name)
        if question is not None and question.kind == QuestionKind.SEVERAL:
            given = self._all(name)
            return "\n".join(choice for choice in question.choices if choice in given)
        return super().typed(name)

    def _all(self, name: str) -> list[str]:
        if hasattr(self.data, "getlist"):
            return list(self.data.getlist(name))
        value = self.data.get(name) or []
        return [value] if isinstance(value, str) else list(value)

    def clean(self) -> dict[str, Any]:
        for name, question in self.questions.items():
            if question.pk in self.locked:
                continue
            if question.kind == QuestionKind.FILE:
                self._take(name)
            elif name not in self.errors and (
                problem := answer_problem(question, self.typed(name))
            ):
                self.add_error(name, problem)
        return self.cleaned_data

    def _take(self, name: str) -> None:
        upload = self.files.get(name) if self.takes_files else None
        if upload is not None and name not in self.came:
            try:
                self.came[name] = files.keep(upload)
            except Refused as refused:
                self.add_error(name, str(refused))
        if name not in self.came and self.takes_files:
            back = files.hand_back(self.typed(f"{name}-held"), self.application.pk)
            if back is not None:
                self.came[name] = back

    def to_keep(self) -> tuple[dict[str, Any], list[str]]:
        self.full_clean()
        keep = {name: self._value(name) for name in self.stored}
        left = [
            name
            for name in self.errors
            if name in self.questions and self.questions[name].kind == QuestionKind.FILE
        ]
        return keep, left

    def _value(self, name: str) -> Any:
        question = self.questions[name]
        if question.pk in self.locked:
            return self.stored[name]
        if question.kind != QuestionKind.FILE:
            return self.typed(name)
        if name in self.came:
            return self.came[name]
        removed = self.takes_files and self.data.get(f"{name}-remove")
        return "" if removed else self.stored[name]

    def split(self, keep: Mapping[str, Any]) -> dict[str, Any]:
        return {"answers": {self.questions[name].key: value for name, value in keep.items()}}

    def to_show_again(self, saved: bool) -> dict[str, str]:
        """A file that came and could not be saved is handed back by the page itself."""
        marks = {}
        for name in self.questions:
            stored = None if saved else self.came.get(name)
            if f"{name}-held" in self.fields:
                marks[f"{name}-held"] = (
                    files.held(stored, self.application.pk) if stored is not None else ""
                )
            if stored is not None:
                self.fields[name].help_text = format_html(
                    "{} is here. It is saved when you press the button below.", stored.name
                )
        return marks


def field_of(question: Question) -> forms.Field:
    """The box of one question, as an applicant sees it."""
    # Forms show help as HTML; what staff wrote is words.
    words = escape(question.help_text)
    common: dict[str, Any] = {
        "label": _label(question),
        "help_text": words,
        "required": False,
    }
    choices = [(choice, choice[:1].upper() + choice[1:]) for choice in question.choices]
    wrong = {"invalid_choice": NOT_IN_LIST}
    match question.kind:
        case QuestionKind.CHOICE:
            return forms.ChoiceField(
                **common, choices=choices, widget=forms.RadioSelect, error_messages=wrong
            )
        case QuestionKind.SEVERAL:
            common["help_text"] = f"{words} Choose as many as you like.".strip()
            return forms.MultipleChoiceField(
                **common, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=wrong
            )
        case QuestionKind.FILE:
            common["help_text"] = f"{words} {files.ACCEPTS.words}.".strip()
            return forms.FileField(
                **common, widget=forms.FileInput({"accept": ACCEPT}), allow_empty_file=True
            )
        case QuestionKind.NUMBER:
            attrs = {"inputmode": "numeric", "class": "field-short", "autocomplete": "off"}
            return forms.CharField(**common, widget=forms.TextInput(attrs))
    attrs = {}
    if question.max_words:
        attrs["data-words"] = str(question.max_words)
        common["help_text"] = f"{words} At most {question.max_words:,} words.".strip()
    if question.kind == QuestionKind.LONG:
        return forms.CharField(**common, widget=forms.Textarea({"rows": "5", **attrs}))
    return forms.CharField(**common, widget=forms.TextInput(attrs))


def _label(question: Question) -> str:
    if must_answer(question) or is_frozen(question):
        return question.text
    if asked_later(question):
        return f"{question.text} (needed by {day(question.required_from)})"
    return f"{question.text} (if you like)"
