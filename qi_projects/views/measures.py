"""What a project counts: the library, own definitions, the headline, what is counted no more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, Page
from qi_projects import library, services
from qi_projects.enums import Theme
from qi_projects.forms import MeasureForm
from qi_projects.models import Project
from qi_projects.services.measures import MOST_MEASURES
from qi_projects.views.base import ProjectMixin, SmallForm


class MeasureLibrary(ProjectMixin, Page):
    """What could be counted: the project's own theme first, every entry with its own button."""

    template_name = "qi_projects/library.html"
    title = "What will you count?"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("theme", "")
        theme = Theme(asked if asked in Theme.values else self.subject.theme)
        counted = [measure for measure in self.subject.measures.all() if not measure.retired_on]
        own = Theme(self.subject.theme)
        return super().get_context_data(
            **{
                "theme": theme,
                "themes": [own, *(one for one in Theme if one != own)],
                "entries": library.of_theme(theme),
                "counted": {measure.library_key for measure in counted},
                "room": MOST_MEASURES - len(counted),
                "most": MOST_MEASURES,
                **kwargs,
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            measure = services.choose_measure(
                self.subject, by=request.user, key=request.POST.get("key", "")
            )
        except Refused as refusal:
            return self.render_to_response(
                self.get_context_data(refused=str(refusal), page_has_errors=True)
            )
        messages.success(request, f"“{measure.name}” is ready for its first number.")
        return HttpResponseRedirect(f"{self.back()}#measure-{measure.pk}")


class AddMeasure(SmallForm):
    """One's own definition, where the library has none."""

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

    def at_its_chart(self) -> str:
        project = reverse("qi_projects:project", args=[self.subject.pk])
        return f"{project}#measure-{self.measure.pk}"


class EditMeasure(MeasureMixin, SmallForm):
    template_name = "qi_projects/edit_measure.html"
    form_class = MeasureForm
    success_message = "How you count is saved."
    title = "How it is counted"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.measure, name) for name in MeasureForm.base_fields}

    def save(self, form: forms.BaseForm) -> str:
        services.change_measure(self.measure, by=self.request.user, **form.cleaned_data)
        return self.at_its_chart()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(measure=self.measure, **kwargs)


class MeasureAction(MeasureMixin, ActionPage):
    def back(self) -> str:
        return self.at_its_chart()


class MakeHeadline(MeasureAction):
    title = "Put this measure first"
    button = "Put it first"

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"The chart of “{self.measure.name}” stands first, and is the one on the poster."

    def act(self) -> str:
        services.make_headline(self.measure, by=self.request.user)
        messages.success(self.request, f"“{self.measure.name}” is first, and on the poster.")
        return self.back()


class RetireMeasure(MeasureAction):
    title = "Stop counting this"
    button = "Stop counting it"

    @property
    def question(self) -> str:  # type: ignore[override]
        if self.measure.observations.exists():
            return (
                f"The numbers and the chart of “{self.measure.name}” stay; no more are asked for."
            )
        return f"“{self.measure.name}” has no numbers, so it is taken off the project."

    def act(self) -> str:
        services.retire_measure(self.measure, by=self.request.user)
        messages.success(self.request, f"“{self.measure.name}” is no longer counted.")
        return reverse("qi_projects:project", args=[self.subject.pk])


class BringBack(MeasureAction):
    title = "Count this again"
    button = "Count it again"

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"The chart of “{self.measure.name}” goes on where it stopped."

    def act(self) -> str:
        services.bring_back(self.measure, by=self.request.user)
        messages.success(self.request, f"“{self.measure.name}” is counted again.")
        return self.back()
