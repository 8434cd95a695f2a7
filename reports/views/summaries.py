from __future__ import annotations

from typing import Any

from django.urls import reverse

from cohorts.models import Programme
from cohorts.selectors import funders_for, programme_of
from core import documents
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, ListPage, Page
from reports import permissions, services
from reports.models import FunderSummary


class Summaries(ListPage):
    rule = permissions.reads_summaries
    template_name = "reports/summaries.html"
    title = "Funders’ summaries"

    def get_rows(self) -> Any:
        return FunderSummary.objects.visible_to(self.request.user).select_related("funder")


class SummaryMixin:
    rule = permissions.reads_summaries
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Any:
        return visible_or_404(
            FunderSummary.objects.visible_to(self.request.user).select_related(
                "funder", "programme"
            ),
            pk=self.kwargs["pk"],
        )


class Summary(SummaryMixin, Page):
    template_name = "reports/summary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "summary": self.subject,
                "document": documents.current("funder_summary", self.subject),
                **kwargs,
                "title": self.subject.title,
            }
        )


class SummaryPdf(SummaryMixin, ActionPage):
    """Ask for the PDF, then watch it being made."""

    title = "Make the PDF"
    question = "The same figures on a printable page."
    button = "Make the PDF"

    def act(self) -> str:
        document = documents.request("funder_summary", self.subject, by=self.request.user)
        return reverse("core:document", args=[document.pk])

    def back(self) -> str:
        return reverse("reports:summary", args=[self.subject.pk])


class IssueSummary(ActionPage):
    """Freeze today's figures for one funder."""

    rule = permissions.issues_summaries
    button = "Issue it"

    def get_subject(self) -> Any:
        if not permissions.issues_summaries(self.request.user, None):
            return None
        self.funder = visible_or_404(funders_for(self.request.user), pk=self.kwargs["pk"])
        return programme_of(self.request.user)

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"A summary for {self.funder}"

    @property
    def question(self) -> str:  # type: ignore[override]
        return (
            "Today’s figures of the cohorts it supports are frozen and shown to its contacts. "
            "Counts of 1 to 7 people are hidden. Later changes do not change this summary."
        )

    def act(self) -> str:
        programme = self.subject
        if not isinstance(programme, Programme):
            raise Refused("You work for no programme at the moment.")
        summary = services.issue_summary(programme, funder=self.funder, by=self.request.user)
        return reverse("reports:summary", args=[summary.pk])

    def back(self) -> str:
        return reverse("cohorts:funder", args=[self.funder.pk])
