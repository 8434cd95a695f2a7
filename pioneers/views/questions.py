"""Staff say what a cohort asks, and see the form as an applicant does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import FormPage, Page
from pioneers import permissions
from pioneers.asking import asked, question_pages
from pioneers.forms.answers import AnswersForm
from pioneers.forms.questions import QuestionForm, initial_of
from pioneers.models import Application, Question
from pioneers.selectors import questions as rows
from pioneers.services import questions as services


class QuestionsMixin(CohortPage):
    rule = permissions.asks_questions
    tab = "questions"

    def url(self, name: str = "questions", *args: Any) -> str:
        return reverse(f"pioneers:{name}", args=[self.cohort.pk, *args])

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"label": "Questions", "url": self.url()}]

    def own_question(self) -> Question:
        return visible_or_404(rows.of_cohort(self.cohort), pk=self.kwargs["pk"])


class Questions(QuestionsMixin, Page):
    template_name = "pioneers/cohort_questions.html"
    title = "Questions of the application"

    def crumbs(self) -> list[dict[str, str]]:
        return CohortPage.crumbs(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        questions = list(rows.of_cohort(self.cohort))
        return super().get_context_data(
            pages=list(question_pages(questions).values()),
            retired=[question for question in questions if question.retired],
            **kwargs,
        )


class AddQuestion(QuestionsMixin, FormPage):
    template_name = "pioneers/edit_question.html"
    form_class = QuestionForm
    title = "Add a question"
    button = "Add the question"
    question: Question | None = None

    def get_initial(self) -> dict[str, Any]:
        return {"page": self.request.GET.get("page", "")[:60], "kind": "long"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "earlier": rows.can_come_before(self.cohort, self.question),
        }

    def save(self, form: Any) -> str:
        question = services.add(self.cohort, by=self.request.user, **form.values())
        messages.success(self.request, f"“{question}” is asked from now on.")
        return self.url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            question=self.question,
            sent_already=rows.sent_already(self.cohort),
            back=self.url(),
            **kwargs,
        )


class EditQuestion(AddQuestion):
    title = "Change a question"
    button = "Save"

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.question = self.own_question()
        return cohort

    def get_initial(self) -> dict[str, Any]:
        assert self.question is not None
        return initial_of(self.question)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "answered": bool(self._answered())}

    def _answered(self) -> int:
        return getattr(self.question, "answered", 0)

    def save(self, form: Any) -> str:
        assert self.question is not None
        services.change(self.question, by=self.request.user, **form.values())
        messages.success(self.request, "The question is changed.")
        return self.url()


class ArrangeQuestion(QuestionsMixin, Page):
    """The small buttons of the list: one place up or down, retired or asked again."""

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.question = self.own_question()
        return cohort

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act(self.kwargs["what"])
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(f"{self.url()}#question-{self.question.pk}")

    def act(self, what: str) -> None:
        by = self.request.user
        match what:
            case "up" | "down":
                services.move(self.question, by=by, up=what == "up")
            case "page-up" | "page-down":
                services.move_page(self.question, by=by, up=what == "page-up")
            case "retire":
                services.retire(self.question, by=by)
                messages.success(
                    self.request, "It is no longer asked. What was answered stays readable."
                )
            case _:
                services.bring_back(self.question, by=by)
                messages.success(self.request, "It is asked again.")


class PreviewQuestions(QuestionsMixin, Page):
    """Every page of the questions with its boxes; nothing typed here is kept anywhere."""

    template_name = "pioneers/preview_questions.html"
    title = "The questions, as an applicant sees them"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        questions = list(rows.of_cohort(self.cohort))
        shown = {question.pk for question in asked(questions, {})}
        return super().get_context_data(
            forms=[self._form(on_page, shown) for on_page in question_pages(questions).values()],
            **kwargs,
        )

    def _form(self, on_page: list[Question], shown: set[int]) -> tuple[str, AnswersForm]:
        """A question that waits for one of another page is there, and says for which."""
        here = {question.pk for question in on_page}
        waiting = [row for row in on_page if row.shown_if_id and row.shown_if_id not in here]
        form = AnswersForm(
            application=Application(cohort=self.cohort),
            questions=on_page,
            answers={},
            shown=shown | {question.pk for question in waiting},
            auto_id=f"id_{on_page[0].pk}_%s",
        )
        for question in waiting:
            form.fields[f"q-{question.key}"].help_text += format_html(
                " (Asked only of who answers “{}” to “{}”.)",
                question.shown_if_answer,
                question.shown_if,
            )
        return on_page[0].page, form
