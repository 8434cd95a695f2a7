"""The driver diagram on one page, and the PDSA cycles that test its ideas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.access import visible_or_404
from core.errors import Refused
from core.views import Page
from qi_projects import permissions, selectors, services
from qi_projects.enums import Act
from qi_projects.forms import CycleForm, DriverForm, IdeaForm, PlanForm
from qi_projects.models import ChangeIdea, Driver, PdsaCycle, Project
from qi_projects.views.base import ProjectMixin, SmallForm

# What a form without words does, and the service that does it.
DRIVER_BUTTONS: dict[str, Any] = {
    "up": lambda row, by: services.move_driver(row, by=by, way="up"),
    "down": lambda row, by: services.move_driver(row, by=by, way="down"),
    "remove": lambda row, by: services.remove_driver(row, by=by),
}
IDEA_BUTTONS: dict[str, Any] = {
    "up": lambda row, by, under: services.move_idea(row, by=by, way="up", under=under),
    "down": lambda row, by, under: services.move_idea(row, by=by, way="down", under=under),
    "remove": lambda row, by, under: services.remove_idea(row, by=by),
}


class TheoryMixin(ProjectMixin, Page):
    template_name = "qi_projects/theory.html"
    title = "Driver diagram"
    record = staticmethod(selectors.as_worked_on)

    def here(self, anchor: str = "") -> str:
        address = reverse("qi_projects:theory", args=[self.subject.pk])
        return f"{address}#{anchor}" if anchor else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = selectors.theory(self.subject)
        return super().get_context_data(
            title=self.title,
            theory=found,
            svg=selectors.diagram_svg(self.subject, found) if found else "",
            may_write=permissions.writes_project(self.request.user, self.subject),
            may_lead=permissions.leads_project(self.request.user, self.subject),
            **kwargs,
        )


class TheoryPage(TheoryMixin):
    """The diagram as a nested list that is changed in place, and its drawing."""

    rule = permissions.reads_project


class ChangeTheory(TheoryMixin):
    """Every button of that page. What cannot be saved comes back on top of it, as it was typed."""

    rule = permissions.writes_project

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.here())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.driver = self._row(self.subject.drivers, "driver")
        self.idea = self._row(self.subject.ideas, "idea")
        do = request.POST.get("do", "")
        form = self._form(do)
        if form is None:
            return HttpResponseRedirect(self._press(do))
        if form.is_valid():
            try:
                return HttpResponseRedirect(self._save(do, form))
            except Refused as refusal:
                form.add_error(None, str(refusal))
        return self.render_to_response(
            self.get_context_data(pending=form, do=do, driver=self.driver, idea=self.idea)
        )

    def _row(self, rows: Any, name: str) -> Any:
        """The driver or idea that the form names, if it names one."""
        pk = self.request.POST.get(name, "")
        return visible_or_404(rows.all(), pk=pk) if pk.isdecimal() else None

    def _form(self, do: str) -> Any:
        """Of what has words: the form that reads them."""
        data = self.request.POST
        if do in ("add-driver", "add-need") or (do == "save" and self.driver):
            return DriverForm(data)
        if do == "add-idea" or (do == "save" and self.idea):
            return IdeaForm(data, drivers=selectors.theory(self.subject).every_driver)
        return None

    @transaction.atomic
    def _save(self, do: str, form: Any) -> str:
        project, user, words = self.subject, self.request.user, form.cleaned_data["text"]
        row: Driver | ChangeIdea
        if form.vouched:
            services.vouch(project, by=user, signs=form.vouched)
        if isinstance(form, DriverForm):
            if do == "save":
                row = services.rename_driver(self.driver, by=user, text=words)
            else:
                parent = self.driver if do == "add-need" else None
                row = services.add_driver(project, by=user, text=words, parent=parent)
            return self.here(f"driver-{row.pk}")
        drivers = list(project.drivers.filter(pk__in=form.cleaned_data["drivers"]))
        if do == "save":
            row = services.change_idea(self.idea, by=user, text=words, drivers=drivers)
        else:
            row = services.add_idea(project, by=user, text=words, drivers=drivers)
        first = next((one for one in row.drivers.all()), None)
        return self.here(f"idea-{row.pk}-{first.pk if first else 0}")

    def _press(self, do: str) -> str:
        user = self.request.user
        if self.idea is not None and do in IDEA_BUTTONS:
            under = self._row(self.subject.drivers, "under")
            IDEA_BUTTONS[do](self.idea, user, under)
            if do == "remove":
                return self.here(f"driver-{under.pk}" if under else "theory")
            return self.here(f"idea-{self.idea.pk}-{under.pk if under else 0}")
        if self.driver is not None and do in DRIVER_BUTTONS:
            DRIVER_BUTTONS[do](self.driver, user)
            return self.here("theory" if do == "remove" else f"driver-{self.driver.pk}")
        return self.here()


class CycleMixin(SmallForm):
    rule = permissions.writes_project

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "ideas": self.subject.ideas.all()}

    def back(self) -> str:
        return f"{super().back()}#cycles"


class AddCycle(CycleMixin):
    """Plan a test: of an idea ("try it"), after another cycle, or of whatever comes to mind."""

    form_class = PlanForm
    title = "A change to try (PDSA)"
    button = "Start the test"
    success_message = "The change is on the chart. When you have tried it, say what happened."

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        if asked.get("after", "").isdecimal():
            before = visible_or_404(self.subject.cycles.all(), pk=asked["after"])
            return {"title": before.title, "idea": before.idea_id, "plan": before.plan}
        if asked.get("idea", "").isdecimal():
            idea = visible_or_404(self.subject.ideas.all(), pk=asked["idea"])
            return {
                "title": idea.text[: PdsaCycle._meta.get_field("title").max_length],
                "idea": idea,
            }
        return {}

    def save(self, form: forms.BaseForm) -> str:
        services.add_cycle(self.subject, by=self.request.user, **form.cleaned_data)
        return self.back()


class EditCycle(CycleMixin):
    form_class = CycleForm
    success_message = "The change is saved."

    def get_subject(self) -> Project:
        project = super().get_subject()
        self.cycle = visible_or_404(project.cycles.all(), pk=self.kwargs["cycle_pk"])
        return project

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.cycle}

    def save(self, form: forms.BaseForm) -> str:
        before = self.cycle.act
        cycle = services.change_cycle(self.cycle, by=self.request.user, **form.cleaned_data)
        if cycle.act == Act.ADAPT and before != Act.ADAPT:
            messages.info(
                self.request, "Change it and try again: you can plan the next cycle under this one."
            )
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=str(self.cycle), **kwargs)
