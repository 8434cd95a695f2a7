from __future__ import annotations

from typing import Any

from cohorts.views import CohortPage
from core.views import Page
from qi_projects import selectors
from qi_projects.enums import Stage, Theme
from qi_projects.forms import WallForm


class Wall(CohortPage, Page):
    """Every chart of a cohort on one page, small, with what each says."""

    template_name = "qi_projects/wall.html"
    tab = "projects"
    title = "All charts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = WallForm(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        theme, stage = asked.get("theme", ""), asked.get("stage", "")
        cards = selectors.wall(
            self.cohort,
            theme=theme if theme in Theme.values else "",
            stage=stage if stage in Stage.values else "",
        )
        return super().get_context_data(
            cards=cards, filters=form, filtered=bool(theme or stage), **kwargs
        )
