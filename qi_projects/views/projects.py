from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views import View

from cohorts.enums import CohortState
from cohorts.views import CohortPage
from core import access
from core.access import visible_or_404
from core.errors import Refused
from core.templatetags.words import day, short_day
from core.views import ActionPage, FormPage, ListPage, Page
from core.views.pages import Guarded
from pioneers.models import Pioneer
from qi_projects import permissions, selectors, services
from qi_projects.enums import PosterState
from qi_projects.forms import (
    CycleForm,
    MeasureForm,
    NumberForm,
    PhotoForm,
    ProjectForm,
    StartForm,
    UpdateForm,
)
from qi_projects.models import Project
from qi_projects.models.project import plain
from qi_projects.views.base import ProjectMixin


class OwnProject(FormPage):
    """A Pioneer's way to their project: to the page of it, or the four questions that start one."""

    rule = access.signed_in
    template_name = "qi_projects/start.html"
    form_class = StartForm
    title = "Start your project"
    button = "Start the project"
    success_message = "Your project has begun. Add the first number whenever you have counted."

    def get_subject(self) -> Any:
        """The place that has no project yet; None where there is none."""
        return (
            Pioneer.objects.visible_to(self.request.user)
            .taking_part()
            .filter(
                person=self.request.user,
                project__isnull=True,
                cohort__state__in=[CohortState.SELECTING, CohortState.RUNNING],
            )
            .select_related("cohort", "home")
            .order_by("-joined_at")
            .first()
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subject is None:
            project = Project.objects.visible_to(request.user).own(request.user).first()
            if project is None:
                return self.render_to_response(self.get_context_data(no_place=True))
            return HttpResponseRedirect(reverse("qi_projects:project", args=[project.pk]))
        return super().get(request, *args, **kwargs)

    def save(self, form: forms.BaseForm) -> str:
        if self.subject is None:
            raise Refused("You have a project already, or no place on a running cohort.")
        project = services.begin(self.subject, by=self.request.user, **form.cleaned_data)
        return reverse("qi_projects:project", args=[project.pk])


class PioneerProject(Page):
    """From a Pioneer to their project, for pages that know the Pioneer only."""

    rule = access.signed_in

    def get_subject(self) -> Pioneer:
        return visible_or_404(
            Pioneer.objects.visible_to(self.request.user).select_related("person"),
            pk=self.kwargs["pk"],
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        project = Project.objects.visible_to(request.user).filter(pioneer=self.subject).first()
        if project is None:
            messages.info(request, f"{self.subject} has not started a project yet.")
            return HttpResponseRedirect(reverse("reports:home"))
        return HttpResponseRedirect(reverse("qi_projects:project", args=[project.pk]))


class ProjectPage(ProjectMixin, Page):
    rule = permissions.reads_project
    template_name = "qi_projects/project.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.subject
        cycles = list(project.cycles.all())
        measures = list(project.measures.all())
        return super().get_context_data(
            title=project.title,
            who=f"{project.pioneer.person.name}, {project.home or 'no home given'}",
            charts=[
                {
                    **selectors.chart_card(measure, cycles),
                    "form": NumberForm(auto_id=f"measure-{measure.pk}-%s"),
                }
                for measure in measures
            ],
            invented=bool(project.home and project.home.is_invented),
            cycles=cycles,
            updates=project.updates.select_related("written_by")[:20],
            may_write=permissions.writes_project(self.request.user, project),
            is_owner=permissions.owns_project(self.request.user, project),
            update_form=UpdateForm(),
            **kwargs,
        )


class SmallForm(ProjectMixin, FormPage):
    """Base of the small forms around a project; each says which service it calls."""

    template_name = "qi_projects/form.html"


class EditProject(SmallForm):
    form_class = ProjectForm
    success_message = "The project is saved."
    title = "The project and its aim"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.subject}

    def save(self, form: forms.BaseForm) -> str:
        services.change_project(self.subject, by=self.request.user, **form.cleaned_data)
        return self.back()


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


class AddUpdate(SmallForm):
    form_class = UpdateForm
    success_message = "Your update is saved."
    title = "How is it going?"

    def save(self, form: forms.BaseForm) -> str:
        services.write_update(self.subject, by=self.request.user, **form.cleaned_data)
        return self.back()


class AddPhoto(SmallForm):
    form_class = PhotoForm
    success_message = "The photograph is on the poster."
    title = "Add a photograph"

    def save(self, form: forms.BaseForm) -> str:
        services.add_photo(self.subject, by=self.request.user, **form.cleaned_data)
        return reverse("qi_projects:poster", args=[self.subject.pk])


class PhotoMixin(ProjectMixin):
    def get_subject(self) -> Project:
        project = super().get_subject()
        self.photo = visible_or_404(project.photos.all(), pk=self.kwargs["photo_pk"])
        return project


class RemovePhoto(PhotoMixin, ActionPage):
    title = "Take this photograph off"
    button = "Take it off"
    danger = True

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"“{self.photo.alt_text}” is deleted from the project and the poster."

    def act(self) -> str:
        services.remove_photo(self.photo, by=self.request.user)
        return reverse("qi_projects:poster", args=[self.subject.pk])


class PhotoFile(PhotoMixin, Guarded, View):
    """Photographs have no public address: each request is judged."""

    rule = permissions.reads_project

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            file = self.photo.image.open()
        except FileNotFoundError:
            raise Http404("The photograph is no longer there.") from None
        response = FileResponse(file, content_type="image/jpeg")
        response["Cache-Control"] = "private, max-age=300"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response


class StaffProjects(CohortPage, ListPage):
    """All projects of a cohort, who has gone quiet, whose poster waits."""

    template_name = "qi_projects/staff_projects.html"
    tab = "projects"
    title = "Projects"

    def get_rows(self) -> Any:
        rows = selectors.of_cohort(self.cohort)
        state = self.request.GET.get("poster", "")
        return rows.filter(poster__state=state) if state in PosterState.values else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            without=selectors.without_project(self.cohort),
            states=PosterState,
            chosen=self.request.GET.get("poster", ""),
            **kwargs,
        )
