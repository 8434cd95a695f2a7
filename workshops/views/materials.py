"""Materials of a session. A file has no public address: each request is judged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views import View

from core import uploads
from core.access import visible_or_404
from core.views import ActionPage, FormPage
from core.views.pages import Guarded
from workshops import permissions
from workshops.enums import MaterialKind
from workshops.models import Material
from workshops.room_forms import MaterialForm
from workshops.services import materials
from workshops.views.sessions import SessionMixin


class AddMaterial(SessionMixin, FormPage):
    rule = permissions.may_add_material
    template_name = "workshops/add_material.html"
    form_class = MaterialForm
    title = "Add material"
    button = "Add it"
    success_message = "Added."

    def save(self, form: Any) -> str:
        materials.add(
            self.subject,
            title=form.cleaned_data["title"],
            link=form.cleaned_data["link"],
            upload=form.cleaned_data["file"],
            by=self.request.user,
        )
        return f"{self.back()}#materials"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of_set = self.subject.learning_set
        members = f"members of the {of_set}, who facilitates it" if of_set else "all Pioneers"
        return super().get_context_data(
            who=f"{members}, and the programme’s staff.", of_set=of_set, **kwargs
        )


class MaterialMixin(Guarded):
    subject: Material

    def get_subject(self) -> Material:
        rows = Material.objects.visible_to(self.request.user)
        return visible_or_404(
            rows.select_related("session__cohort", "session__learning_set"), pk=self.kwargs["pk"]
        )


class MaterialFile(MaterialMixin, View):
    rule = permissions.sees_its_session

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if self.subject.kind != MaterialKind.FILE:
            raise Http404("This is a link, not a file.")
        try:
            file = self.subject.file.open()
        except FileNotFoundError:
            raise Http404("This file is no longer there.") from None
        return uploads.download(file, self.subject.file_name)


class RemoveMaterial(MaterialMixin, ActionPage):
    rule = permissions.may_remove_material
    title = "Remove material"
    button = "Remove it"
    danger = True

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"Remove “{self.subject}” from {self.subject.session}? It cannot be brought back."

    def act(self) -> str:
        back = self.back()
        materials.remove(self.subject, by=self.request.user)
        messages.success(self.request, "It is removed.")
        return back

    def back(self) -> str:
        return f"{reverse('workshops:session', args=[self.subject.session_id])}#materials"
