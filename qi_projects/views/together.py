from __future__ import annotations

from typing import Any

from cohorts.views import CohortPage
from core.views import Page
from qi_projects import library
from qi_projects.selectors import together


class HomesTogether(CohortPage, Page):
    """Homes that count the same: `?measure=` is a key of the library, else the most used."""

    template_name = "qi_projects/together.html"
    tab = "projects"
    title = "Homes together"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = together.shared_measures(self.cohort)
        asked = self.request.GET.get("measure", "")
        chosen = next((one for one in shared if one.key == asked), shared[0] if shared else None)
        measures = together.alike(self.cohort, chosen.key) if chosen else []
        return super().get_context_data(
            **{
                "shared": shared,
                "chosen": chosen,
                "entry": library.find(chosen.key) if chosen else None,
                "cards": together.side_by_side(measures),
                "pooled": together.all_homes(measures),
                "invented": any(
                    one.project.home and one.project.home.is_invented for one in measures
                ),
                **kwargs,
            }
        )
