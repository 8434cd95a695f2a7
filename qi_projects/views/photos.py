from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views import View

from core.access import visible_or_404
from core.views import ActionPage
from core.views.pages import Guarded
from qi_projects import permissions, services
from qi_projects.forms import EditPhotoForm, PhotoForm
from qi_projects.models import Project
from qi_projects.views.base import ProjectMixin, SmallForm


class AddPhoto(SmallForm):
    rule = permissions.writes_project
    form_class = PhotoForm
    success_message = "The photograph is on the poster."
    title = "Add a photograph"

    def save(self, form: forms.BaseForm) -> str:
        services.add_photo(self.subject, by=self.request.user, **form.cleaned_data)
        return reverse("qi_projects:poster", args=[self.subject.pk])


class PhotoMixin(ProjectMixin):
    def get_subject(self) -> Project:
        project = super().get_subject()
        self.photo = visible_or_404(project.photos.all(), pk=self.kwargs["photo_pk"])
        return project


class EditPhoto(PhotoMixin, SmallForm):
    rule = permissions.writes_project
    form_class = EditPhotoForm
    success_message = "The photograph is changed."
    title = "Change this photograph"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.photo, name) for name in ("alt_text", "focus", "on_poster")}

    def save(self, form: forms.BaseForm) -> str:
        services.change_photo(self.photo, by=self.request.user, **form.cleaned_data)
        return reverse("qi_projects:poster", args=[self.subject.pk])


class RemovePhoto(PhotoMixin, ActionPage):
    rule = permissions.writes_project
    title = "Delete this photograph"
    button = "Delete it"
    danger = True

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"“{self.photo.alt_text}” is deleted from the project and the poster."

    def act(self) -> str:
        services.remove_photo(self.photo, by=self.request.user)
        return reverse("qi_projects:poster", args=[self.subject.pk])


class PhotoFile(PhotoMixin, Guarded, View):
    """Photographs have no public address: each request is judged."""

    rule = permissions.reads_project

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            file = self.photo.image.open()
        except FileNotFoundError:
            raise Http404("The photograph is no longer there.") from None
        response = FileResponse(file, content_type="image/jpeg")
        response["Cache-Control"] = "private, max-age=300"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response
