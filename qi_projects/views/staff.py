from __future__ import annotations

from typing import Any

from cohorts.views import CohortPage
from core.views import ListPage
from qi_projects import selectors
from qi_projects.enums import PosterState


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
