"""Handing a project on at the home, and the page behind the link in that mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from core.access import visible_or_404
from core.views import ActionPage
from core.views.links import InvitationByLink
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


class CarryOn(InvitationByLink):
    template_name = "qi_projects/carry_on.html"
    title = "Would you carry this project on?"
    action = succession.ACTION
    no_account = True
    success_message = "The project is yours to carry on. Thank you."

    def of_link(self) -> Successor:
        return succession.of_link(self.link)

    def check(self) -> None:
        succession.check(self.subject)

    def accepted(self) -> str:
        own = self.subject.person_id == self.request.user.pk and self.subject.is_carrying_on
        return self._project() if own else ""

    def accept(self) -> str:
        succession.accept(self.link, by=self.request.user)
        return self._project()

    def _project(self) -> str:
        return reverse("qi_projects:project", args=[self.subject.project_id])
