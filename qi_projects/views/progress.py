"""Comments on a project, and what staff do about one of its monthly reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from core.access import visible_or_404
from core.templatetags.words import day
from core.views import ListPage, Page
from qi_projects import permissions, services
from qi_projects.forms import MoveReportForm, ProjectCommentForm, SkipReportForm
from qi_projects.models import Project
from qi_projects.selectors.progress import (
    UPDATES_A_PAGE,
    address_of,
    comment_path,
    comments_on,
    updates_of,
)
from qi_projects.views.base import ProjectMixin, SmallForm


class Updates(ProjectMixin, ListPage):
    """All that was told of a project: nothing that was said of it is lost from sight."""

    rule = permissions.reads_project
    template_name = "qi_projects/updates.html"
    title = "All that was told"
    page_size = UPDATES_A_PAGE

    def get_rows(self) -> Any:
        return updates_of(self.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user, project = self.request.user, self.subject
        rows = list(context["rows"])
        said = comments_on(project, rows, since=permissions.sees_comments_since(user, project))
        return {
            **context,
            "updates": [(update, said[update.pk]) for update in rows],
            "may_comment": permissions.discusses_project(user, project),
        }


class ToUpdate(ProjectMixin, Page):
    """From a mail, or from a comment just written, to where its update stands by now."""

    rule = permissions.reads_project

    def get_subject(self) -> Project:
        project = super().get_subject()
        rows = project.updates.select_related("project")
        self.update = visible_or_404(rows, pk=self.kwargs["update_pk"])
        return project

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(address_of(self.update))


class AddComment(SmallForm):
    """On the project, or with `?update=` on one of its updates."""

    rule = permissions.discusses_project
    form_class = ProjectCommentForm
    title = "Write a comment"
    button = "Send the comment"

    def get_subject(self) -> Project:
        project = super().get_subject()
        wanted = self.request.GET.get("update", "")
        self.update = (
            visible_or_404(project.updates.select_related("written_by"), pk=wanted)
            if wanted
            else None
        )
        return project

    def save(self, form: forms.Form) -> str:
        made = services.comment(
            self.subject, by=self.request.user, update=self.update, **form.cleaned_data
        )
        messages.success(self.request, "Your comment is there. Whoever it is for gets a mail.")
        return comment_path(self.subject.pk, made.update_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = (
            self.update
            and f"On what {self.update.written_by} told on {day(self.update.written_at)}."
        )
        return super().get_context_data(lead=about or "", **kwargs)


class ReportForm(SmallForm):
    rule = permissions.judges_poster

    def get_subject(self) -> Project:
        project = super().get_subject()
        self.report = visible_or_404(project.reports.all(), pk=self.kwargs["report_pk"])
        return project

    def back(self) -> str:
        return f"{super().back()}#reports"


class MoveReport(ReportForm):
    form_class = MoveReportForm
    title = "Move the report"
    button = "Move it"

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.report.due_on}

    def save(self, form: forms.Form) -> str:
        report = services.move_report(self.report, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"The report is due on {day(report.due_on)} now.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        usual = ""
        if self.report.due_on != self.report.usual_on:
            usual = f" Usually it would be {day(self.report.usual_on)}."
        lead = f"It is due on {day(self.report.due_on)}.{usual}"
        return super().get_context_data(lead=lead, **kwargs)


class SkipReport(ReportForm):
    form_class = SkipReportForm
    title = "Skip this report"
    button = "Skip it"

    def save(self, form: forms.Form) -> str:
        services.skip_report(self.report, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, "Nobody is asked for this report. To ask again, move it.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead=f"The one that is due on {day(self.report.due_on)}.", **kwargs
        )
