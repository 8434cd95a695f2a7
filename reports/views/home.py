from __future__ import annotations

from typing import Any

from cohorts.views import CohortPage
from core import access, roles
from core.views import Page
from qi_projects.selectors import was_in_team
from reports.selectors import glance, todo


class Home(Page):
    """What waits for this person, the next thing first. The same page for every role."""

    rule = access.signed_in
    template_name = "reports/home.html"
    title = "Home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = todo.todos(self.request.user)
        first = items.pop(0) if items and items[0]["tone"] in ("late", "next") else None
        if first and first["count"]:
            first["title"] = f"{first['count']} {first['title']}"
        # Every Pioneer was an applicant once; it says something only of those who are nothing else.
        labels = roles.labels(self.request.user)
        if len(labels) > 1:
            labels = [label for label in labels if label != "Applicant"]
        return super().get_context_data(
            first=first,
            items=items,
            role_labels=labels,
            was_in_team=not labels and was_in_team(self.request.user),
            **kwargs,
        )


class CohortGlance(CohortPage, Page):
    """One cohort on one page: how many, who, when, how it goes."""

    template_name = "reports/cohort.html"
    tab = "glance"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.cohort.name, **glance.of(self.cohort), **kwargs)
