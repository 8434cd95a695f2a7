"""All that is held about a person, as a file: for themselves, and made by an administrator."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from core import access, clock, proof
from core.models import User
from core.views import Page
from pioneers import people_permissions
from pioneers.views.people_pages import PersonMixin
from reports.subject_data import copying


class CopyPage(Page):
    """What will be in the copy, and the button; its answer is the file itself."""

    template_name = "reports/subject_data.html"

    def about(self) -> User:
        raise NotImplementedError(f"{type(self).__name__} must say whose data it is")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not proof.is_fresh(request):
            return proof.ask(request, back=request.path)
        copy = copying.make(self.about(), by=self.request.user)
        name = f"your-data-{clock.today():%Y-%m-%d}.zip"
        answer = FileResponse(copy, as_attachment=True, filename=name)
        answer["Content-Type"] = "application/zip"
        answer["Cache-Control"] = "private, no-store"
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "fresh": proof.is_fresh(self.request),
                "made": copying.made_of(self.about(), reader=self.request.user),
                **kwargs,
            }
        )


class OwnData(CopyPage):
    rule = access.signed_in
    title = "Your data"

    def about(self) -> User:
        return self.request.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back=reverse("core:details"), back_label="Your details", **kwargs
        )


class PersonData(PersonMixin, CopyPage):
    """For somebody who cannot sign in: without what only they may read, and they are told."""

    rule = people_permissions.gives_copy

    def about(self) -> User:
        return self.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"title": f"The data of {self.subject}", "by_staff": True, **kwargs}
        )

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"label": str(self.subject), "url": self.here()}]
