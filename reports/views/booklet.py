from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.views import CohortPage
from core import documents
from core.views import Page
from reports.selectors import booklet


class Booklet(CohortPage, Page):
    """The celebration booklet: what is in it, what is missing, and the PDF in two presses."""

    template_name = "reports/booklet.html"
    tab = "booklet"
    title = "Booklet"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        document = documents.request("booklet", self.cohort, by=request.user)
        return HttpResponseRedirect(reverse("core:document", args=[document.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            projects=booklet.listed(self.cohort),
            missing=booklet.missing(self.cohort),
            # Whether it is still current is found out when asked for: that draws every poster.
            document=documents.newest("booklet", self.cohort),
            **kwargs,
        )
