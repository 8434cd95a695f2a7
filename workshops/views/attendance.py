"""Attendance and completion: the cohort's for staff, one set's for its facilitator."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cohorts.views.base import CohortPage
from core import clock
from core.access import visible_or_404
from core.views import FormPage, Page
from workshops import completion, figures, permissions, standings
from workshops.attendance_forms import CompletionForm
from workshops.models import LearningSet
from workshops.services import completing


class CohortAttendance(CohortPage, Page):
    """Who is behind, with both figures; sorted by any column."""

    template_name = "workshops/cohort_attendance.html"
    tab = "attendance"
    title = "Attendance"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("sort", "")
        sort = asked if asked in standings.SORTS else "behind"
        lines = standings.of_cohort(self.cohort, sort=sort)
        rule = standings.rule_of(self.cohort)
        return super().get_context_data(
            lines=lines,
            sort=sort,
            sorts=standings.SORTS.items(),
            rule=completion.in_words(rule),
            figures=figures.together(line.figures for line in lines),
            behind=sum(line.standing.behind for line in lines),
            to_nudge=sum(line.to_nudge for line in lines),
            meets=sum(line.standing.meets for line in lines),
            is_over=clock.today() >= self.cohort.ends_on,
            **kwargs,
        )


class ChangeCompletion(CohortPage, FormPage):
    template_name = "cohorts/form.html"
    form_class = CompletionForm
    tab = "attendance"
    title = "What it takes to complete"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cohort": self.cohort}

    def get_initial(self) -> dict[str, Any]:
        return CompletionForm.initial_of(standings.rule_of(self.cohort))

    def save(self, form: Any) -> str:
        completing.change_rule(self.cohort, rule=form.rule(), by=self.request.user)
        return self.back()

    def back(self) -> str:
        return reverse("workshops:cohort_attendance", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back=self.back(),
            lead="What is excused counts as neither come nor missed. Where all are asked, one "
            "fewer is asked of whoever was excused.",
            **kwargs,
        )


class SetAttendance(Page):
    """The two figures of a set's members, at its own meetings: for its facilitator, and staff."""

    rule = permissions.may_see_members_needs
    template_name = "workshops/set_attendance.html"
    title = "Attendance"

    def get_subject(self) -> LearningSet:
        rows = LearningSet.objects.visible_to(self.request.user)
        return visible_or_404(rows.select_related("cohort"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = standings.of_set(self.subject)
        return super().get_context_data(
            learning_set=self.subject,
            lines=lines,
            figures=figures.together(line.figures for line in lines),
            back=reverse("workshops:learning_set", args=[self.subject.pk]),
            **kwargs,
        )
