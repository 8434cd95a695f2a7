"""How was it? One press on one of five, by the link in the mail or signed in. And what was said."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from cohorts.permissions import staff
from cohorts.views import CohortPage
from core import access, links
from core.access import visible_or_404
from core.errors import Refused
from core.views import Page
from workshops import feedback, feedback_mails
from workshops.models import Session
from workshops.services import feedback as services
from workshops.views.own_actions import Unkept


class Faces(Unkept, Page):
    """Five buttons. Opening the page changes nothing."""

    template_name = "workshops/feedback.html"
    title = "How was it?"
    subject: Any

    def who(self) -> Any:
        return self.request.user

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.give(self.subject, mark=request.POST.get("mark"), by=self.who())
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(refused=str(refusal)))
        return self.thank()

    def thank(self) -> HttpResponse:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        open_ones = feedback.to_answer(self.who())
        is_open = open_ones.filter(pk=self.subject.pk).exists()
        given = not is_open and services.has_given(self.subject, self.who())
        return super().get_context_data(
            session=self.subject,
            faces=feedback.FACES,
            is_open=is_open,
            trouble="" if is_open else services.SAID if given else services.why_not(self.subject),
            **kwargs,
        )


class Feedback(Faces):
    rule = access.signed_in

    def get_subject(self) -> Session:
        rows = feedback.came_to(self.request.user).select_related("cohort", "learning_set")
        return visible_or_404(rows, pk=self.kwargs["pk"])

    def thank(self) -> HttpResponse:
        messages.success(self.request, "Thank you. Your answer is counted.")
        return HttpResponseRedirect(reverse("reports:home"))


class FeedbackByLink(Faces):
    """The page behind the link of the mail. The link is not marked as used: that has a time."""

    rule = access.anyone

    def get_subject(self) -> Session | None:
        self.trouble, self.status = "", 410
        try:
            self.link = links.find(self.kwargs["token"], feedback_mails.LINK)
            links.check(self.link)
        except links.LinkRefused as refusal:
            self.trouble = str(refusal)
            self.status = 410 if hasattr(self, "link") else 404
            return None
        rows = feedback.came_to(self.who()).select_related("cohort", "learning_set")
        session = rows.filter(pk=int(self.link.subject_id)).first()
        if session is None:
            self.trouble = "The register does not say that you came. If it is wrong, write to us."
        return session

    def who(self) -> Any:
        return self.link.person

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._sorry() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._sorry() or super().post(request, **kwargs)

    def _sorry(self) -> HttpResponse | None:
        if not self.trouble:
            return None
        context = {"title": "This link cannot be used", "trouble": self.trouble}
        return render(self.request, "workshops/feedback_trouble.html", context, status=self.status)

    def thank(self) -> HttpResponse:
        return self.render_to_response(self.get_context_data(thanks=True))


class CohortFeedback(CohortPage, Page):
    """What was said of every workshop, and of each set's meetings together."""

    rule = staff
    template_name = "workshops/cohort_feedback.html"
    title = "Feedback"
    tab = "feedback"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(figures=feedback.figures(self.cohort), **kwargs)
