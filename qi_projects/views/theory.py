from __future__ import annotations

from typing import Any

from django import forms

from core.access import visible_or_404
from qi_projects import services
from qi_projects.forms import CycleForm
from qi_projects.models import Project
from qi_projects.views.base import SmallForm


class AddCycle(SmallForm):
    form_class = CycleForm
    success_message = "The change is on the chart."
    title = "A change to try (PDSA)"

    def save(self, form: forms.BaseForm) -> str:
        services.add_cycle(self.subject, by=self.request.user, **form.cleaned_data)
        return self.back()


class EditCycle(SmallForm):
    form_class = CycleForm
    success_message = "The change is saved."

    def get_subject(self) -> Project:
        project = super().get_subject()
        self.cycle = visible_or_404(project.cycles.all(), pk=self.kwargs["cycle_pk"])
        return project

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.cycle}

    def save(self, form: forms.BaseForm) -> str:
        services.change_cycle(self.cycle, by=self.request.user, **form.cleaned_data)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=str(self.cycle), **kwargs)
