"""Behind the link in a reminder: one button that goes on with the draft. See pioneers.resuming."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core import access, links
from core.errors import Refused
from core.views import Page
from pioneers import resuming
from pioneers.completeness import first_unfinished, problems
from pioneers.models import Application
from pioneers.selectors import applications as rows
from pioneers.services import resuming as services

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Resume(Page):
    rule = access.anyone
    template_name = "pioneers/resume.html"
    title = "Go on with your application"
    subject: Application | None

    def get_subject(self) -> Application | None:
        """The draft that the link can open now; without one, the page says what to do."""
        self.trouble = ""
        self.behind: Application | None = None
        try:
            self.link = links.find(self.kwargs["token"], resuming.ACTION)
            self.behind = resuming.draft_of(self.link)
            return services.check(self.link)
        except Refused as refusal:
            self.trouble = str(refusal)
            return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.behind is not None and self.behind.applicant_id == request.user.pk:
            return HttpResponseRedirect(self.where(self.behind))
        if self.subject is None:
            return self._sorry()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.subject is None:
            return self._sorry()
        try:
            draft = services.use(self.link)
        except Refused as refusal:
            self.trouble = str(refusal)
            return self._sorry()
        login(request, draft.applicant, backend=BACKEND)
        return HttpResponseRedirect(self.where(draft))

    def where(self, application: Application) -> str:
        """Straight to the page where they stopped."""
        if not application.is_draft:
            return reverse("pioneers:application", args=[application.pk])
        found = problems(
            application, rows.questions_of(application.cohort), rows.answers_of(application)
        )
        return reverse("pioneers:edit_application", args=[application.pk, first_unfinished(found)])

    def _sorry(self) -> HttpResponse:
        """The sign-in page by a code is one press away, with the way back to the application."""
        back = reverse("pioneers:applications")
        if self.behind is not None:
            back = reverse("pioneers:application", args=[self.behind.pk])
        context: dict[str, Any] = self.get_context_data(
            trouble=self.trouble, sign_in_next=back, known=self.behind is not None
        )
        return render(self.request, "core/sign_in_instead.html", context, status=410)
