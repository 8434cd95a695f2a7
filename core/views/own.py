"""Core's own pages: the front door, one's own details, documents being made, health."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views import View

from core import access, consents, documents, health, people
from core.forms import DetailsForm
from core.models import Document, DocumentState
from core.templatetags.words import day
from core.views.pages import FormPage, Guarded, Page


class Health(Guarded, View):
    """For monitors: 200 while everything works, 503 naming what does not."""

    rule = access.anyone

    def get(self, request: HttpRequest) -> HttpResponse:
        report = health.report()
        return JsonResponse(report, status=200 if report["status"] == "ok" else 503)


class Privacy(Page):
    rule = access.anyone
    template_name = "core/privacy.html"
    title = "Privacy"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = consents.notice()
        lead = f"Version {notice.version}, {day(notice.published_at)}" if notice else ""
        return super().get_context_data(notice=notice, lead=lead, **kwargs)


class Accessibility(Page):
    rule = access.anyone
    template_name = "core/accessibility.html"
    title = "Accessibility"


class Gallery(Page):
    """Every component on one page, for those who build and check pages."""

    rule = access.anyone
    template_name = "core/gallery.html"
    title = "Components"


class Details(FormPage):
    rule = access.signed_in
    template_name = "core/details.html"
    form_class = DetailsForm
    title = "Your details"
    success_message = "Your details are saved."

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.request.user.name, "phone": self.request.user.phone}

    def save(self, form: forms.BaseForm) -> str:
        people.change_details(self.request.user, **form.cleaned_data, by=self.request.user)
        return reverse("core:details")


class DocumentMixin(Guarded):
    rule = access.signed_in

    def get_subject(self) -> Document:
        document = Document.objects.filter(pk=self.kwargs["pk"]).first()
        if document is None or not documents.may_read(self.request.user, document):
            raise Http404("There is no such document, or you may not see it.")
        return document


class DocumentProgress(DocumentMixin, Page):
    """How far the document is; htmx asks again every second, a link does it without."""

    template_name = "core/document.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Try again."""
        document = documents.again(self.subject, by=request.user)
        return HttpResponseRedirect(reverse("core:document", args=[document.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=documents.page_of(self.subject), **kwargs)

    def get_template_names(self) -> list[str]:
        if self.request.htmx:
            return ["core/_document_progress.html"]
        return [self.template_name]


class DocumentFile(DocumentMixin, View):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        document = self.subject
        if document.state != DocumentState.READY:
            raise Http404("This document is not ready yet.")
        name = documents.kind_of(document).filename(document.subject_id)
        response = FileResponse(
            document.file.open(), as_attachment="show" not in request.GET, filename=name
        )
        response["Content-Type"] = "application/pdf"
        response["Cache-Control"] = "private, no-store"
        return response
