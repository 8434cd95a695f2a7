"""The applicant's own pages: filling in, sending, seeing where it stands, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst

from core.access import signed_in, visible_or_404
from core.errors import Refused
from core.views import ActionPage, ListPage, Page
from pioneers import permissions
from pioneers.completeness import PAGES, first_unfinished, problems
from pioneers.dates import known_dates
from pioneers.enums import APPLICATION_MOVES, ApplicationState
from pioneers.forms.application import (
    AnswersForm,
    DatesForm,
    FindHomeForm,
    HomeForm,
    YouForm,
)
from pioneers.models import Application
from pioneers.selectors import applications as rows
from pioneers.selectors import homes, public
from pioneers.services import applications as services
from pioneers.views.drafts import DraftMixin, DraftPage, SaveMixin


class Applications(ListPage):
    rule = signed_in
    template_name = "pioneers/applications.html"
    title = "Your applications"

    def get_rows(self) -> Any:
        return rows.own(self.request.user)


class YouPage(DraftPage):
    form_class = YouForm
    page = "you"
    lead = "Who you are, and how we reach you."


class HomePage(DraftPage):
    """Found in the register by name or postcode; or typed, where it is not there."""

    form_class = HomeForm
    template_name = "pioneers/edit_home.html"
    page = "home"
    lead = "Search for the place where you work. We know its address already."

    @property
    def searching(self) -> bool:
        return self.subject.home is None or "change" in self.request.GET

    def get_template_names(self) -> list[str]:
        if self.request.htmx and "q" in self.request.GET:
            return ["pioneers/_homes.html"]
        return [self.template_name]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "boroughs": public.boroughs(),
            "chosen": not self.searching,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subject.is_draft and "home" in request.POST:
            return self.choose(request.POST["home"])
        return super().post(request, *args, **kwargs)

    def choose(self, pk: str) -> HttpResponse:
        home = visible_or_404(homes.in_scope().select_related("borough"), pk=pk)
        fields: dict[str, Any] = {"home": home}
        if home.borough:
            fields["borough"] = home.borough
        if not self.subject.setting and home.setting in self.subject.cohort.settings:
            fields["setting"] = home.setting
        services.save_page(self.subject, by=self.request.user, fields=fields)
        return HttpResponseRedirect(self.url_of("home"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "")
        return super().get_context_data(
            searching=self.searching,
            find=FindHomeForm({"q": text}) if text else FindHomeForm(),
            q=text.strip(),
            found=homes.find_homes(text) if text else [],
            **kwargs,
        )


class AnswersPage(DraftPage):
    form_class = AnswersForm
    page = "answers"
    lead = "Write as you would speak. Nobody marks spelling."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "questions": self.questions,
            "answers": self.answers,
        }


class DatesPage(DraftPage):
    form_class = DatesForm
    template_name = "pioneers/edit_dates.html"
    page = "dates"
    lead = "Please look at every date before you say yes."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(dates=known_dates(self.subject.cohort), **kwargs)


class SaveYou(SaveMixin, YouPage):
    pass


class SaveHome(SaveMixin, HomePage):
    pass


class SaveAnswers(SaveMixin, AnswersPage):
    pass


class SaveDates(SaveMixin, DatesPage):
    pass


class CheckPage(DraftMixin, Page):
    """Everything on one page, what is missing, and the button that sends it."""

    template_name = "pioneers/check_application.html"
    page = "check"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.submit(self.subject, by=request.user)
        except Refused as refusal:
            return self.render_to_response(
                self.get_context_data(refused=str(refusal), page_has_errors=True)
            )
        messages.success(request, "Your application is sent. We have mailed you a receipt.")
        return HttpResponseRedirect(reverse("pioneers:application", args=[self.subject.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sections=sections(self.subject, self.questions, self.answers, self.found),
            can_send=services.can_send(self.subject),
            last_moment=services.last_moment(self.subject),
            **kwargs,
        )


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
        found = problems(application, questions, answers) if application.is_draft else {}
        return super().get_context_data(
            title=f"Your application to {application.cohort.name}",
            sections=sections(application, questions, answers, found),
            can_send=services.can_send(application),
            last_moment=services.last_moment(application),
            resume_page=first_unfinished(found),
            may_withdraw=ApplicationState.WITHDRAWN in APPLICATION_MOVES[application.state],
            **kwargs,
        )


class WithdrawApplication(ActionPage):
    rule = permissions.own_application
    title = "Take back your application"
    button = "Yes, take it back"
    danger = True

    def get_subject(self) -> Application:
        return visible_or_404(rows.for_applicant(self.request.user), pk=self.kwargs["pk"])

    @property
    def question(self) -> str:  # type: ignore[override]
        return (
            f"Your application to {self.subject.cohort.name} will no longer be read, and you "
            "cannot send another one to this call. What you wrote stays here for you to read."
        )

    def act(self) -> str:
        services.withdraw(self.subject, by=self.request.user)
        messages.success(self.request, "Your application is taken back. Thank you for telling us.")
        return self.back()

    def back(self) -> str:
        return reverse("pioneers:application", args=[self.subject.pk])


def _as_offered(question: Any, answer: str) -> str:
    """A choice is stored in lower case, and reads as the form showed it."""
    return capfirst(answer) if question.choices else answer


def sections(application: Any, questions: Any, answers: Any, found: Any) -> list[dict[str, Any]]:
    """The application as it reads, page by page, with what each page still needs."""
    home = application.home
    items: dict[str, list[tuple[str, Any]]] = {
        "you": [
            ("Name", application.name),
            ("E-mail", application.applicant.email),
            ("Telephone", application.phone),
            ("Role", application.get_role_display()),
            ("Years in this role", application.years_in_role),
        ],
        "home": [
            ("Home", application.home_name),
            ("Address", home.full_address if home else ""),
            ("Borough", application.borough),
            ("Kind of place", application.get_setting_display()),
        ],
        "answers": [
            (question.text, _as_offered(question, answers.get(question.key, "")))
            for question in questions
        ],
        "dates": [
            ("I can come to the dates", "Yes" if application.agrees_to_dates else ""),
            ("Line manager", application.manager_name),
            ("Line manager’s e-mail", application.manager_email),
        ],
    }
    return [
        {
            "page": page,
            "title": PAGES[page],
            "items": pairs,
            "problems": found.get(page, []),
            "long": page == "answers",
        }
        for page, pairs in items.items()
    ]
