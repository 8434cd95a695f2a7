from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from core.access import visible_or_404
from core.views import FormPage
from qi_projects import permissions, services
from qi_projects.models import Project
from qi_projects.selectors import as_subject, who_sees


class ProjectMixin:
    """A page of one project, the subject; put it before Page and its kin.

    Unless it says otherwise it is for whoever leads the project.
    """

    rule = permissions.leads_project
    request: Any
    kwargs: dict[str, Any]
    subject: Project
    # What is read with the project, in as many queries for a small one as for a large one.
    record: Any = staticmethod(as_subject)

    def get_subject(self) -> Project:
        return visible_or_404(
            self.record(Project.objects.visible_to(self.request.user)), pk=self.kwargs["pk"]
        )

    def back(self) -> str:
        return reverse("qi_projects:project", args=[self.subject.pk])

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Saved, and who ticked that nobody could be recognised is kept with it."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if form.vouched and not form.errors:
            services.vouch(self.subject, by=self.request.user, signs=form.vouched)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            **{
                "project": self.subject,
                "back": self.back(),
                "who_can_see": who_sees(
                    self.subject,
                    own=permissions.owns_project(self.request.user, self.subject),
                ),
                **kwargs,
            }
        )


class SmallForm(ProjectMixin, FormPage):
    """Base of the small forms around a project; each says which service it calls."""

    template_name = "qi_projects/form.html"
