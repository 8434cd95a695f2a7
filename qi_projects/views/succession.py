"""Handing a project on at the home, and the page behind the link in that mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core import access, links
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, Page
from qi_projects import permissions, services
from qi_projects.forms import SuccessorForm
from qi_projects.models import Project, Successor
from qi_projects.services import succession
from qi_projects.views.base import ProjectMixin, SmallForm


class InviteSuccessor(SmallForm):
    rule = permissions.hands_on
    form_class = SuccessorForm
    title = "Who carries it on?"
    button = "Send the invitation"

    def save(self, form: Any) -> str:
        successor = services.invite_successor(
            self.subject, by=self.request.user, **form.cleaned_data
        )
        messages.success(
            self.request, f"{successor} is invited. The mail with the link is on its way."
        )
        return f"{self.back()}#handing-on"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead=(
                "They get a mail with a link, and write here once they have said yes. "
                f"{self.subject.pioneer.person.name} stays named as who began it."
            ),
            **kwargs,
        )


class ChangeSuccession(ProjectMixin, ActionPage):
    """Send the invitation again, or end it: waiting or accepted, at once."""

    rule = permissions.hands_on

    def get_subject(self) -> Project:
        project = super().get_subject()
        self.successor = visible_or_404(
            project.successors.current(), pk=self.kwargs["successor_pk"]
        )
        if self.kwargs["what"] not in ("end", "resend"):
            raise Http404("There is nothing else to do with an invitation.")
        return project

    @property
    def ends(self) -> bool:
        return self.kwargs["what"] == "end"

    def act(self) -> str:
        user = self.request.user
        if self.ends:
            services.end_succession(self.successor, by=user)
            messages.success(self.request, f"{self.successor} no longer sees the project.")
        else:
            services.send_again(self.successor, by=user)
            messages.success(self.request, "A new mail with a new link is on its way.")
        return f"{self.back()}#handing-on"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        who = self.successor
        if not self.ends:
            title, button = "Send the invitation again", "Send it again"
            question = f"{who} gets a new link at {who.email}; the old one stops working."
        elif who.accepted_at:
            title, button = f"End carrying on by {who}?", "End it"
            question = "They no longer see the project, from now. What they did stays named."
        else:
            title, button = "Take the invitation back?", "Take it back"
            question = f"The link that was mailed to {who.email} stops working."
        return super().get_context_data(
            **{
                **kwargs,
                "title": title,
                "question": question,
                "button": button,
                "danger": self.ends,
            }
        )


class CarryOn(Page):
    """Behind the link: one button. Opening the page changes nothing."""

    rule = access.anyone
    template_name = "qi_projects/carry_on.html"
    title = "Would you carry this project on?"
    trouble: Refused | None = None

    def get_subject(self) -> Successor | None:
        try:
            self.link = links.find(self.kwargs["token"], succession.ACTION)
        except links.LinkRefused as refusal:
            self.trouble = refusal
            return None
        return succession.of_link(self.link)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subject is None:
            return self._sorry(404)
        if self._accepted():
            return HttpResponseRedirect(self._project())
        try:
            succession.check(self.subject)
            links.check(self.link)
        except Refused as refusal:
            self.trouble = refusal
            return self._sorry(410)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.subject is None or not request.user.is_authenticated:
            return self.get(request, **kwargs)
        try:
            succession.accept(self.link, by=request.user)
        except Refused as refusal:
            self.trouble = refusal
            return self._sorry(410)
        messages.success(request, "The project is yours to carry on. Thank you.")
        return HttpResponseRedirect(self._project())

    def _accepted(self) -> bool:
        user, subject = self.request.user, self.subject
        return user.is_authenticated and subject.person_id == user.pk and subject.is_carrying_on

    def _project(self) -> str:
        return reverse("qi_projects:project", args=[self.subject.project_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            here=self.request.path,
            other=user.is_authenticated
            and self.subject is not None
            and user.email.lower() != self.subject.email.lower(),
            **kwargs,
        )

    def _sorry(self, status: int) -> HttpResponse:
        context = self.get_context_data(trouble=str(self.trouble), no_account=True)
        return render(self.request, "pioneers/link_trouble.html", context, status=status)
