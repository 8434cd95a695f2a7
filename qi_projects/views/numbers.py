"""The numbers of a measure: one added, one put right, one taken off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from core.access import visible_or_404
from core.templatetags.words import day, short_day
from core.views import ActionPage, Page
from qi_projects import permissions, selectors, services
from qi_projects.forms import NumberForm, number_form
from qi_projects.models import Observation, Project
from qi_projects.services.numbers import checked
from qi_projects.views.base import SmallForm
from qi_projects.views.measures import MeasureMixin


class AddNumber(MeasureMixin, SmallForm):
    rule = permissions.writes_project
    form_class = NumberForm
    button = "Save the number"

    def get_form(self, form_class: Any = None) -> forms.BaseForm:
        return number_form(self.measure, **self.get_form_kwargs())

    def get_initial(self) -> dict[str, Any]:
        """`?on=` names a day: its number stands in the boxes, to be put right."""
        try:
            on = date.fromisoformat(self.request.GET.get("on", ""))
        except ValueError:
            return {}
        row = self.measure.observations.filter(on=on).first()
        if row is None:
            return {"on": on}
        return {name: getattr(row, name) for name in ("on", "value", "events", "out_of", "note")}

    def save(self, form: Any) -> str:
        number = checked(self.measure, form.number())
        before = self.measure.observations.filter(on=number.on).first()
        services.record_numbers(self.measure, by=self.request.user, numbers=[number])
        now = Observation(measure=self.measure, **number._asdict())
        words = f"{now.counted} is on the chart for {short_day(now.on)}."
        if before and before.counted != now.counted:
            words += f" It replaces {before.counted}."
        messages.success(self.request, words)
        return self.at_its_chart()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.measure.name, lead=self.measure.definition, **kwargs
        )


class Numbers(MeasureMixin, Page):
    """Every number of a measure, to put a wrong one right."""

    rule = permissions.writes_project
    template_name = "qi_projects/numbers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Put a number right",
            measure=self.measure,
            rows=self.measure.observations.order_by("-on").select_related("entered_by"),
            several_type=selectors.several_type(self.subject),
            **kwargs,
        )


class RemoveNumber(MeasureMixin, ActionPage):
    rule = permissions.writes_project
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
        return f"{row.counted}, counted on {day(row.on)}, will no longer be on the chart."

    def back(self) -> str:
        return reverse("qi_projects:numbers", args=[self.subject.pk, self.measure.pk])

    def act(self) -> str:
        services.remove_number(self.observation, by=self.request.user)
        messages.success(self.request, "The number is off the chart.")
        return self.back()
