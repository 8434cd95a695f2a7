from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.urls import reverse

from cohorts import tabs
from cohorts.models import Cohort
from cohorts.permissions import staff
from core.access import shown_or_404
from core.kept_queries import SOMEBODY, SOMETHING, KeptQuery
from core.models import User


@cache
def _cohort(cohorts: Callable[[Any], Any]) -> KeptQuery:
    return KeptQuery(cohorts(User(pk=SOMEBODY)).filter(pk=SOMETHING))


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

    @staticmethod
    def cohorts(user: Any) -> Any:
        """Those that this person may see, with what the page needs to know of the one it shows.

        The query is kept, one for all pages that share this: it must be the same for everybody
        but for the person's id.
        """
        return Cohort.objects.visible_to(user).select_related("programme")

    def get_subject(self) -> Any:
        ids = {SOMEBODY: self.request.user.pk, SOMETHING: self.kwargs["cohort_pk"]}
        self.cohort = shown_or_404(_cohort(self.cohorts), ids)
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
