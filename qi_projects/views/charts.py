"""Charts beyond looking at them: which one, a new line, files to take away, how to read them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from core import access
from core.access import visible_or_404
from core.templatetags.words import day
from core.views import ActionPage, Page
from core.views.pages import Guarded
from qi_projects import chart_files, permissions, selectors, services
from qi_projects.chart import coming
from qi_projects.chart.help import signs_explained
from qi_projects.forms import ChartForm, NewLineForm
from qi_projects.models import Project
from qi_projects.services.charts import NO_NEW_LINE
from qi_projects.views.base import SmallForm
from qi_projects.views.measures import MeasureMixin


class ChooseChart(MeasureMixin, SmallForm):
    """The page and the poster draw the chart that is chosen here."""

    form_class = ChartForm
    title = "Which chart?"
    button = "Draw it so"

    def get_initial(self) -> dict[str, Any]:
        return {"chart": self.measure.chart}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "choices": selectors.chart_choices(self.measure)}

    def save(self, form: forms.BaseForm) -> str:
        services.choose_chart(self.measure, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, "The page and the poster draw it so from now on.")
        return f"{self.back()}#measure-{self.measure.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = coming(selectors.series(self.measure)) or "All charts that suit your numbers."
        return super().get_context_data(lead=lead, **kwargs)


class NewLine(MeasureMixin, SmallForm):
    """Offered only after a change that has held; the lines drawn so far can be taken back."""

    template_name = "qi_projects/new_line.html"
    form_class = NewLineForm
    title = "A new line after a change that has held"
    button = "Draw the new line"
    success_message = "The new line is drawn. The old one stays on the chart."

    @cached_property
    def starts_on(self) -> Any:
        return selectors.new_line_from(self.measure)

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.starts_on}

    def save(self, form: forms.BaseForm) -> str:
        services.draw_new_line(self.measure, by=self.request.user, **form.cleaned_data)
        return f"{self.back()}#measure-{self.measure.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            measure=self.measure,
            starts_on=self.starts_on,
            refusal=NO_NEW_LINE,
            lines=self.measure.rebases.select_related("made_by"),
            lead=None,
            **kwargs,
        )


class TakeLineBack(MeasureMixin, ActionPage):
    title = "Take the new line back"
    button = "Take it back"
    danger = True

    def get_subject(self) -> Project:
        project = super().get_subject()
        self.line = visible_or_404(self.measure.rebases.all(), pk=self.kwargs["line_pk"])
        return project

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"From {day(self.line.on)} on, the chart is judged with the line from before again."

    def act(self) -> str:
        services.take_line_back(self.line, by=self.request.user)
        messages.success(self.request, "The new line is taken back.")
        return f"{self.back()}#measure-{self.measure.pk}"


class ChartFile(MeasureMixin, Guarded, View):
    """The chart as its page shows it, to put into a newsletter or a spreadsheet."""

    rule = permissions.reads_project

    def get_subject(self) -> Project:
        if self.kwargs["form"] not in chart_files.MADE:
            raise Http404("Charts are given out as SVG, PNG and CSV.")
        return super().get_subject()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        made = chart_files.MADE[self.kwargs["form"]]
        response = HttpResponse(
            made.build(self.measure, self.subject.cycles.all()), content_type=made.content_type
        )
        name = chart_files.name(self.measure, self.kwargs["form"])
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        # An SVG is a document: opened by itself it may load and run nothing.
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response


class ReadingCharts(Page):
    """What lines, shapes and signs mean, and how many numbers it takes to say something."""

    rule = access.signed_in
    template_name = "qi_projects/reading_charts.html"
    title = "How to read a chart"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            signs=signs_explained(), own_project=reverse("qi_projects:own_project"), **kwargs
        )
