"""Where one's application stands, what was sent, its files, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import View

from cohorts.enums import CohortState
from core import clock, uploads
from core.access import signed_in, visible_or_404
from core.views import ActionPage, ListPage, Page
from core.views.pages import Guarded
from pioneers import permissions
from pioneers.asking import asked, in_words, is_frozen, question_pages
from pioneers.completeness import first_unfinished, pages_of, problems
from pioneers.dates import changed_since_yes, changes_since_yes
from pioneers.eligibility import rules_of
from pioneers.enums import APPLICATION_MOVES, ApplicationState
from pioneers.models import Answer, Application, Question
from pioneers.selectors import applications as rows
from pioneers.services import amending
from pioneers.services import applications as services


class Applications(ListPage):
    rule = signed_in
    template_name = "pioneers/applications.html"
    title = "Your applications"

    def get_rows(self) -> Any:
        return rows.own(self.request.user)


class OwnApplication(Page):
    """Where it stands, in words, and everything that was sent."""

    rule = permissions.own_application
    template_name = "pioneers/application.html"

    def get_subject(self) -> Application:
        return visible_or_404(rows.for_applicant(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.subject
        questions = rows.questions_of(application.cohort)
        answers = rows.answers_of(application)
        can_change = amending.can_change(application)
        found = problems(application, questions, answers) if can_change else {}
        date_changes = (
            changes_since_yes(application) if can_change and changed_since_yes(application) else []
        )
        late = amending.late_questions(application, questions, answers)
        files_of = rows.files_of(application)
        return super().get_context_data(
            title=f"Your application to {application.cohort.name}",
            state=application.shown_state,
            stages=stages(application),
            sections=sections(application, questions, answers, found, files_of),
            can_send=services.can_send(application),
            can_change=can_change,
            last_moment=services.last_moment(application),
            resume_page=first_unfinished(found),
            date_changes=date_changes,
            late=late_lines(late, questions, answers),
            needs_more=bool(date_changes)
            or any(not answers.get(question.key) for question in late),
            just_saved=self.request.session.pop("application_page_saved", ""),
            may_withdraw=ApplicationState.WITHDRAWN in APPLICATION_MOVES[application.shown_state],
            **kwargs,
        )


def stages(application: Application) -> list[dict[str, str]]:
    """Sent, being read, answered: by what the applicant may know, and nothing more."""
    state = application.shown_state
    if state in (ApplicationState.DRAFT, ApplicationState.WITHDRAWN):
        return []
    closed = application.cohort.state != CohortState.OPEN or clock.now() >= application.closes_at
    here = 2 if state != ApplicationState.SUBMITTED else int(closed)
    return [
        {
            "label": label,
            "state": "current" if number == here else "done" if number < here else "todo",
        }
        for number, label in enumerate(("Sent", "Being read", "Answered"))
    ]


def late_lines(
    late: Sequence[Question], questions: Sequence[Question], answers: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Questions with a day of their own: what is needed, by when, and where."""
    page_of = {
        question.pk: name for name, found in question_pages(questions).items() for question in found
    }
    return [
        {
            "text": question.text,
            "by": question.required_from,
            "overdue": question.required_from <= clock.today(),
            "page": page_of[question.pk],
            "answered": bool(answers.get(question.key)),
        }
        for question in late
        if question.required_from is not None
    ]


class AnswerFile(Guarded, View):
    """A file of an answer has no public address: each request is judged."""

    rule = permissions.reads_answer_file

    def get_subject(self) -> Answer:
        return visible_or_404(
            rows.answer_files(self.request.user),
            application=self.kwargs["pk"],
            question=self.kwargs["question_pk"],
        )

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            file = self.subject.file.open()
        except FileNotFoundError:
            raise Http404("This file is no longer there.") from None
        return uploads.download(file, self.subject.text)


class WithdrawApplication(ActionPage):
    rule = permissions.own_application
    title = "Take back your application"
    button = "Yes, take it back"
    danger = True

    def get_subject(self) -> Application:
        return visible_or_404(rows.for_applicant(self.request.user), pk=self.kwargs["pk"])

    @property
    def question(self) -> str:  # type: ignore[override]
        what = (
            f"You leave the reserve list for {self.subject.cohort.name}"
            if self.subject.shown_state == ApplicationState.RESERVE
            else f"Your application to {self.subject.cohort.name} will no longer be read"
        )
        return (
            f"{what}, and you cannot send another one to this call. What you "
            "wrote stays here for you to read."
        )

    def act(self) -> str:
        services.withdraw(self.subject, by=self.request.user)
        messages.success(self.request, "Your application is taken back. Thank you for telling us.")
        return self.back()

    def back(self) -> str:
        return reverse("pioneers:application", args=[self.subject.pk])


def _rules_answered(application: Application) -> list[tuple[str, str]]:
    words = {True: "Yes", False: "No", None: ""}
    answered = application.rules_answered
    return [
        (rule.question, words[answered.get(str(rule.pk))]) for rule in rules_of(application.cohort)
    ]


def sections(
    application: Application,
    questions: Sequence[Question],
    answers: Mapping[str, str],
    found: Mapping[str, list[str]],
    files_of: Mapping[str, Answer],
) -> list[dict[str, Any]]:
    """The application as it reads, page by page, with what each page still needs."""
    home = application.home
    facts = {True: "Yes", False: f"No. {application.facts_note}".strip(), None: ""}
    items: dict[str, list[tuple[str, Any]]] = {
        "you": [
            ("Name", application.name),
            ("E-mail", application.applicant.email),
            ("Telephone", application.phone),
            ("Role", application.get_role_display()),
            ("Years in this role", application.years_in_role),
            *_rules_answered(application),
        ],
        "home": [
            ("Home", application.home_name),
            ("Address", home.full_address if home else ""),
            ("Borough", application.borough),
            ("Kind of place", application.get_setting_display()),
            *([("The register is right", facts[application.facts_right])] if home else []),
        ],
        "dates": [
            ("I can come to the dates", "Yes" if application.agrees_to_dates else ""),
            ("Line manager", application.manager_name),
            ("Line manager’s e-mail", application.manager_email),
        ],
    }
    shown = asked(questions, answers)
    written = {
        name: [
            {
                "text": question.text,
                "answer": in_words(question, answers.get(question.key, "")),
                "file": files_of.get(question.key),
                "frozen": is_frozen(question),
            }
            for question in on_page
            if question in shown
        ]
        for name, on_page in question_pages(questions).items()
    }
    return [
        {
            "page": page,
            "title": title,
            "items": items.get(page),
            "answers": written.get(page),
            "problems": found.get(page, []),
        }
        for page, title in pages_of(questions, answers).items()
        if page != "check"
    ]
