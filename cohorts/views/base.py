from __future__ import annotations

from typing import Any

from django.urls import reverse

from cohorts import tabs
from cohorts.models import Cohort
from cohorts.permissions import staff
from core.access import visible_or_404


class CohortPage:
    """Mixin of staff's pages of one cohort: the cohort from the address, the tabs above.

    Put it before Page, ListPage, FormPage or ActionPage; a page about another row overrides
    `get_subject` and sets `self.cohort` itself.
    """

    rule = staff
    tab = ""
    cohort: Cohort
    request: Any
    kwargs: dict[str, Any]

    def cohorts(self) -> Any:
        """Those that this person may see, with what the page needs to know of the one it shows."""
        return Cohort.objects.visible_to(self.request.user).select_related("programme")

    def get_subject(self) -> Any:
        self.cohort = visible_or_404(self.cohorts(), pk=self.kwargs["cohort_pk"])
        return self.cohort

    def crumbs(self) -> list[dict[str, str]]:
        return [{"label": "Cohorts", "url": reverse("cohorts:cohorts")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            **{
                "cohort": self.cohort,
                "tabs": tabs.rows(self.cohort, self.tab, user=self.request.user),
                "crumbs": self.crumbs(),
                **kwargs,
            }
        )
