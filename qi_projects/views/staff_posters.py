from __future__ import annotations

from typing import Any

from django.db.models import Count

from cohorts.views import CohortPage
from core.views import ListPage
from qi_projects import selectors
from qi_projects.enums import PosterState


class StaffPosters(CohortPage, ListPage):
    """The posters of a cohort: first those that wait for staff, the longest waiting on top."""

    template_name = "qi_projects/staff_posters.html"
    tab = "projects"
    title = "Posters"

    def get_rows(self) -> Any:
        rows = selectors.posters_of(self.cohort)
        if self._state() == PosterState.SUBMITTED:
            return selectors.posters_waiting(self.cohort)
        return rows.filter(state=self._state()).order_by("project__pioneer__person__name", "pk")

    def _state(self) -> str:
        state = self.request.GET.get("state", "")
        return state if state in PosterState.values else PosterState.SUBMITTED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = selectors.posters_of(self.cohort).order_by().values_list("state")
        counts = dict(counted.annotate(Count("pk")))
        return super().get_context_data(
            states=[(value, label, counts.get(value, 0)) for value, label in PosterState.choices],
            chosen=self._state(),
            **kwargs,
        )
