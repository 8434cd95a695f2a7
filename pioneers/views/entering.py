"""Staff type an application in for somebody, hand it over, move it, or give it more time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.templatetags.words import moment
from core.views import FormPage, Page
from pioneers import permissions
from pioneers.completeness import first_unfinished, problems
from pioneers.deadlines import last_moment
from pioneers.forms.entry import DeadlineForm, EnterForm, MoveForm
from pioneers.models import Application
from pioneers.selectors import applications, entry
from pioneers.services import applications as sending
from pioneers.services import deadlines
from pioneers.services import entering as services
from pioneers.views.own import sections


class EnterApplication(CohortPage, FormPage):
    rule = permissions.lets_in
    tab = "invitations"
    template_name = "pioneers/enter_application.html"
    form_class = EnterForm
    title = "Enter an application for somebody"
    button = "Begin"

    def save(self, form: Any) -> str:
        made = services.enter(self.cohort, by=self.request.user, **form.cleaned_data)
        return reverse("pioneers:edit_application", args=[made.pk, "you"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back=reverse("pioneers:invitations", args=[self.cohort.pk]), **kwargs
        )


class OnePage(CohortPage):
    """A page about one application of one's cohorts: who, never what a draft says."""

    rule = permissions.lets_in
    tab = "applications"
    subject: Application

    def get_subject(self) -> Application:
        application: Application = visible_or_404(
            entry.let_in(self.request.user), pk=self.kwargs["application_pk"]
        )
        self.cohort = application.cohort
        return application

    @property
    def who(self) -> str:
        """Whose it is; what a draft says, the name among it, is its writer's until it is sent."""
        return str(self.subject.applicant if self.subject.is_draft else self.subject)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"label": "Applications", "url": self.list_url()}]

    def list_url(self) -> str:
        return reverse("pioneers:staff_applications", args=[self.cohort.pk])

    def own_url(self) -> str:
        return reverse("pioneers:staff_application", args=[self.subject.pk])


class EnteredApplication(OnePage, Page):
    """What was typed so far, and the button that hands it over."""

    rule = permissions.enters_application
    tab = "invitations"
    template_name = "pioneers/entered_application.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.subject
        questions = applications.questions_of(application.cohort)
        answers = applications.answers_of(application)
        found = problems(application, questions, answers)
        files = applications.files_of(application)
        return super().get_context_data(
            **{
                "title": f"For {application}",
                "sections": sections(application, questions, answers, found, files),
                "resume_page": first_unfinished(found),
                "can_send": sending.can_send(application),
                "last_moment": last_moment(application),
                **kwargs,
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.hand_over(self.subject, by=request.user)
        except Refused as refusal:
            return self.render_to_response(
                self.get_context_data(refused=str(refusal), page_has_errors=True)
            )
        messages.success(
            request,
            f"It is {self.subject}’s now. The mail with the link is in the outbox, "
            "and you can no longer change it.",
        )
        # Who has begun to read the cohort blind may hand over, and see no invitations.
        knows = permissions.lets_in(request.user, self.cohort)
        back = "pioneers:invitations" if knows else "pioneers:staff_applications"
        return HttpResponseRedirect(reverse(back, args=[self.cohort.pk]))


class MoveDeadline(OnePage, FormPage):
    template_name = "pioneers/move_deadline.html"
    form_class = DeadlineForm
    button = "Move the deadline"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"A deadline for {self.who}"

    def get_initial(self) -> dict[str, Any]:
        return {"deadline_at": self.subject.closes_at}

    def save(self, form: Any) -> str:
        moved = deadlines.move(
            self.subject, until=form.cleaned_data["deadline_at"], by=self.request.user
        )
        messages.success(
            self.request,
            f"{self.who} has until {moment(moved.closes_at)}. The mail that says so is queued.",
        )
        return self.own_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back=self.own_url(),
            can_move=deadlines.can_move(self.subject),
            last_moment=last_moment(self.subject),
            **kwargs,
        )


class MoveApplication(OnePage, FormPage):
    template_name = "pioneers/move_application.html"
    form_class = MoveForm
    button = "Move it to this address"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Another address for {self.who}"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.subject.applicant.name}

    def save(self, form: Any) -> str:
        moved = services.move_to(self.subject, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"The application belongs to {moved.applicant.email} now.")
        return self.list_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.own_url(), **kwargs)
