"""What is told of a project beside its numbers: its end, and who was reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages

from core.access import visible_or_404
from core.views import ActionPage, Page
from qi_projects import permissions, selectors, services
from qi_projects.forms import EndForm, ReachForm
from qi_projects.models import Project
from qi_projects.views.base import ProjectMixin, SmallForm


class EndProject(SmallForm):
    form_class = EndForm
    title = "How did it end?"
    button = "Save how it ended"
    success_message = "That is a result. It stays on the page and helps the next home."

    def get_initial(self) -> dict[str, Any]:
        project = self.subject
        said = {"outcome": project.outcome, "outcome_words": project.outcome_words}
        return {**said, "ended_on": project.ended_on} if project.ended_on else said

    def save(self, form: forms.BaseForm) -> str:
        services.end_project(self.subject, by=self.request.user, **form.cleaned_data)
        return self.back()


class TakeUpAgain(ProjectMixin, ActionPage):
    title = "Take the project up again"
    question = "It goes on as it was. What you wrote about its end is kept."
    button = "Take it up again"

    def act(self) -> str:
        services.take_up_again(self.subject, by=self.request.user)
        messages.success(self.request, "The project goes on.")
        return self.back()


class ReachedPage(ProjectMixin, Page):
    """Each occasion on which people were reached."""

    rule = permissions.reads_project
    template_name = "qi_projects/reached.html"
    title = "People reached"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=self.subject.reached.all(),
            lead=selectors.reached_words(self.subject),
            may_write=permissions.writes_project(self.request.user, self.subject),
            **kwargs,
        )


class AddReach(SmallForm):
    rule = permissions.writes_project
    form_class = ReachForm
    title = "People reached"
    button = "Add them"
    success_message = "They are counted."

    def save(self, form: forms.BaseForm) -> str:
        services.add_reach(self.subject, by=self.request.user, **form.cleaned_data)
        return f"{self.back()}#reached"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead="Beyond the team: whom you taught, told or invited.", **kwargs
        )


class RemoveReach(ProjectMixin, ActionPage):
    rule = permissions.writes_project
    title = "Take this off"
    button = "Take it off"
    danger = True

    def get_subject(self) -> Project:
        project = super().get_subject()
        self.reach = visible_or_404(project.reached.all(), pk=self.kwargs["reach_pk"])
        return project

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"{selectors.people_words(self.reach)} will no longer be counted."

    def act(self) -> str:
        services.remove_reach(self.reach, by=self.request.user)
        messages.success(self.request, "They are no longer counted.")
        return f"{self.back()}#reached"
