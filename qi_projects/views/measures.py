from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from core.access import visible_or_404
from core.templatetags.words import day, short_day
from core.views import ActionPage, Page
from qi_projects import services
from qi_projects.forms import MeasureForm, NumberForm
from qi_projects.models import Project
from qi_projects.models.project import plain
from qi_projects.views.base import ProjectMixin, SmallForm


class AddMeasure(SmallForm):
    form_class = MeasureForm
    success_message = "Your chart is ready for its first number."
    title = "What you count"

    def save(self, form: forms.BaseForm) -> str:
        services.add_measure(self.subject, by=self.request.user, **form.cleaned_data)
        return self.back()


class MeasureMixin(ProjectMixin):
    def get_subject(self) -> Project:
        project = super().get_subject()
        self.measure = visible_or_404(project.measures.all(), pk=self.kwargs["measure_pk"])
        return project


class EditMeasure(MeasureMixin, SmallForm):
    form_class = MeasureForm
    success_message = "How you count is saved."
    title = "How it is counted"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.measure, name) for name in MeasureForm.base_fields}

    def save(self, form: forms.BaseForm) -> str:
        services.change_measure(self.measure, by=self.request.user, **form.cleaned_data)
        return self.back()


class AddNumber(MeasureMixin, SmallForm):
    form_class = NumberForm
    button = "Save the number"

    def save(self, form: forms.BaseForm) -> str:
        data = form.cleaned_data
        before = self.measure.observations.filter(on=data["on"]).first()
        services.record_numbers(
            self.measure, by=self.request.user, numbers=[(data["on"], data["value"], data["note"])]
        )
        words = f"{plain(data['value'])} is on the chart for {short_day(data['on'])}."
        if before and before.value != data["value"]:
            words += f" It replaces {plain(before.value)}."
        messages.success(self.request, words)
        return f"{self.back()}#measure-{self.measure.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.measure.name, lead=self.measure.definition, **kwargs
        )


class Numbers(MeasureMixin, Page):
    """Every number of a measure, to put a wrong one right."""

    template_name = "qi_projects/numbers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Put a number right",
            measure=self.measure,
            rows=self.measure.observations.order_by("-on"),
            **kwargs,
        )


class RemoveNumber(MeasureMixin, ActionPage):
    title = "Take this number off the chart"
    button = "Take it off"
    danger = True

    def get_subject(self) -> Project:
        project = super().get_subject()
        self.observation = visible_or_404(
            self.measure.observations.all(), pk=self.kwargs["number_pk"]
        )
        return project

    @property
    def question(self) -> str:  # type: ignore[override]
        row = self.observation
        return f"{plain(row.value)}, counted on {day(row.on)}, will no longer be on the chart."

    def back(self) -> str:
        return reverse("qi_projects:numbers", args=[self.subject.pk, self.measure.pk])

    def act(self) -> str:
        services.remove_number(self.observation, by=self.request.user)
        messages.success(self.request, "The number is off the chart.")
        return self.back()
