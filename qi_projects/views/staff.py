from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.views import View

from cohorts.views import CohortPage
from core.mail import words
from core.views import ListPage
from core.views.pages import Guarded
from qi_projects import report_reminders, selectors
from qi_projects.enums import PosterState
from qi_projects.models import Project


class StaffProjects(CohortPage, ListPage):
    """All projects of a cohort, who is behind with word of it, whose poster waits."""

    template_name = "qi_projects/staff_projects.html"
    tab = "projects"
    title = "Projects"

    def get_rows(self) -> Any:
        rows = selectors.with_standing(selectors.of_cohort(self.cohort))
        if self.only_behind:
            return selectors.behind(rows)
        if self.only_alone:
            return rows.filter(pk__in=selectors.left_alone())
        state = self.request.GET.get("poster", "")
        return rows.filter(poster__state=state) if state in PosterState.values else rows

    @property
    def only_behind(self) -> bool:
        return "behind" in self.request.GET

    @property
    def only_alone(self) -> bool:
        return "alone" in self.request.GET

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            without=selectors.without_project(self.cohort),
            states=PosterState,
            chosen=self.request.GET.get("poster", ""),
            only_behind=self.only_behind,
            only_alone=self.only_alone,
            **kwargs,
        )
        nudged = selectors.nudged_at(context["rows"])
        behind = selectors.behind(
            Project.objects.visible_to(self.request.user).filter(pioneer__cohort=self.cohort)
        )
        lines = [
            (known.project, nudged.get(known.project.pk), selectors.stands(known))
            for known in selectors.evidence_of(context["rows"])
        ]
        return {**context, "lines": lines, "behind": behind.count()}


class Nudge(CohortPage, Guarded, View):
    """The second press: a mail to each who was ticked, is still behind and had none today."""

    tab = "projects"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseRedirect:
        ticked = {one for one in request.POST.getlist("project") if one.isdecimal()}
        mine = Project.objects.visible_to(request.user).filter(pioneer__cohort=self.cohort)
        chosen = [one for one in mine if str(one.pk) in ticked]
        n = report_reminders.nudge(chosen, by=request.user)
        left = len(chosen) - n
        if n:
            messages.success(
                request,
                f"{words.on_their_way(n)}. Who had a reminder today gets it tomorrow morning.",
            )
        if not chosen:
            messages.error(request, "Tick at least one project.")
        elif left:
            messages.info(request, f"{left} not sent: asked today already, or not behind any more.")
        back = reverse("qi_projects:staff_projects", args=[self.cohort.pk])
        return HttpResponseRedirect(f"{back}?behind=1")
