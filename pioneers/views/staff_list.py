"""The staff's list of applications."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from cohorts.views.base import CohortPage
from core.views import Page
from pioneers.forms.staff_list import FilterForm
from pioneers.selectors import staff_list as rows
from pioneers.selectors.staff import of_cohort

PAGE_SIZE = 50


class StaffApplications(CohortPage, Page):
    template_name = "pioneers/staff_applications.html"
    tab = "applications"
    title = "Applications"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        form = FilterForm(self.request.GET, boroughs=rows.boroughs_of(self.cohort))
        wanted = form.wanted()
        found = rows.filtered(of_cohort(user, self.cohort), wanted)
        ids = rows.in_order(user, found, by_score=wanted.get("order") == "score")
        page = Paginator(ids, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=form,
            filtering=any(wanted.values()),
            page=page,
            cards=rows.cards(user, list(page.object_list)),
            **kwargs,
        )
