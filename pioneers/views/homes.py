"""The register for staff: looking for a home, its page, and which homes are one place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.permissions import staff
from core.access import visible_or_404
from core.views import ActionPage, FormPage, ListPage, Page
from pioneers.forms.homes import HomesFilter, SuccessorForm, UploadRegisterForm
from pioneers.models import CareHome, RegisterImport, RegisterUpload, UploadState
from pioneers.selectors import register as rows
from pioneers.services import successors, uploads


class Homes(ListPage):
    rule = staff
    template_name = "pioneers/homes.html"
    title = "Care homes"

    def get_rows(self) -> Any:
        self.filter = HomesFilter(self.request.GET, boroughs=rows.boroughs())
        return rows.homes_for(self.request.user, **self.filter.wanted())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = list(context["rows"])
        rows.count_pioneers(self.request.user, found)
        return {
            **context,
            "rows": found,
            "filter": self.filter,
            "is_filtered": any(self.filter.wanted().values()),
            "undecided": rows.suggestions(self.request.user).count(),
        }


class HomeMixin:
    """One home. Whoever is no staff is told so (403) before any home is looked for."""

    rule = staff
    home: CareHome
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Any:
        if staff(self.request.user, None):
            self.home = visible_or_404(rows.home_for(self.request.user), pk=self.kwargs["home_pk"])
        return None

    def back(self) -> str:
        return reverse("pioneers:home", args=[self.home.pk])


class HomePage(HomeMixin, Page):
    template_name = "pioneers/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, home = self.request.user, self.home
        earlier = rows.earlier_registrations(home)
        place = [home, *earlier]
        return super().get_context_data(
            title=home.name,
            home=home,
            earlier=earlier,
            now=rows.newest_registration(home),
            suggestions=rows.suggestions_about(user, home),
            pioneers=rows.pioneers_at(user, place),
            applications=rows.applications_from(user, place),
            others=rows.same_provider(user, home),
            fundings=rows.reach(user, home),
            changes=rows.changes_to(place),
            **kwargs,
        )


class FollowHome(HomeMixin, FormPage):
    """Staff give the new Location ID of a home that is no longer listed."""

    template_name = "cohorts/form.html"
    form_class = SuccessorForm
    button = "They are the same place"

    def save(self, form: forms.Form) -> str:
        new = form.cleaned_data["location_id"]
        successors.link(self.home, new, by=self.request.user)
        messages.success(self.request, f"{self.home} is linked to {new}.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"Where is {self.home} listed now?",
            lead=(
                "When a provider changes, CQC lists a home under a new Location ID. What is "
                "known of the old one then shows on the new one’s page, too."
            ),
            back=self.back(),
            **kwargs,
        )


class SamePlace(HomeMixin, ActionPage):
    """Two homes are one place, or are not, by the address."""

    VERBS = {
        "link": ("They are the same place", "Link them"),
        "reject": ("They are two places", "They are different"),
    }
    new: CareHome

    def get_subject(self) -> Any:
        super().get_subject()
        if staff(self.request.user, None):
            self.new = visible_or_404(rows.home_for(self.request.user), pk=self.kwargs["new_pk"])
        return None

    @property
    def verb(self) -> str:
        return self.kwargs["verb"]

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.VERBS[self.verb][0]

    @property
    def button(self) -> str:  # type: ignore[override]
        return self.VERBS[self.verb][1]

    @property
    def question(self) -> str:  # type: ignore[override]
        return (
            f"{self.home.name} ({self.home.location_id}) and {self.new.name} "
            f"({self.new.location_id}). You can say the other thing later."
        )

    def act(self) -> str:
        if self.verb == "link":
            successors.link(self.home, self.new, by=self.request.user)
            messages.success(self.request, f"{self.home} is linked to {self.new}.")
        else:
            successors.reject(self.home, self.new, by=self.request.user)
            messages.success(self.request, "They are kept apart, and not suggested again.")
        return reverse("pioneers:home", args=[self.new.pk])


class Successors(ListPage):
    """Pairs that may be one place, each one press from decided."""

    rule = staff
    template_name = "pioneers/successors.html"
    title = "Registered anew?"

    def get_rows(self) -> Any:
        return rows.suggestions(self.request.user)


class Imports(ListPage):
    rule = staff
    template_name = "pioneers/imports.html"
    title = "Readings of the register"

    def get_rows(self) -> Any:
        return rows.imports(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = rows.uploads(self.request.user).exclude(
            state__in=[UploadState.DONE, UploadState.DISCARDED, UploadState.FAILED]
        )
        return super().get_context_data(waiting=waiting[:10], **kwargs)


class ImportPage(ListPage):
    """One reading: its counts, and what it changed."""

    rule = staff
    template_name = "pioneers/import.html"
    record: RegisterImport

    def get_subject(self) -> Any:
        if staff(self.request.user, None):
            self.record = visible_or_404(rows.imports(self.request.user), pk=self.kwargs["pk"])
        return None

    def get_rows(self) -> Any:
        return rows.changes_of(self.request.user, self.record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{**kwargs, "record": self.record, "title": self.record.file_name}
        )


class SendRegister(FormPage):
    rule = staff
    template_name = "cohorts/form.html"
    form_class = UploadRegisterForm
    title = "Read in CQC’s register"
    button = "Look at the file"

    def save(self, form: forms.Form) -> str:
        file = form.cleaned_data["file"]
        upload = uploads.receive(file, name=file.name, by=self.request.user)
        return reverse("pioneers:register_file", args=[upload.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead="First you see what would change. Nothing is imported before you say so.",
            back=reverse("pioneers:imports"),
            **kwargs,
        )


class UploadMixin:
    rule = staff
    upload: RegisterUpload
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Any:
        if staff(self.request.user, None):
            self.upload = visible_or_404(rows.uploads(self.request.user), pk=self.kwargs["pk"])
        return None

    def back(self) -> str:
        return reverse("pioneers:register_file", args=[self.upload.pk])


class RegisterFile(UploadMixin, ActionPage):
    """How far reading is, then what would change; pressing the button imports it."""

    template_name = "pioneers/register_file.html"
    button = "Import it"

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.upload.file_name

    def get_template_names(self) -> list[str]:
        if self.request.htmx:
            return ["pioneers/_register_file.html"]
        return [self.template_name]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.upload.register_import and not self.request.htmx:
            return HttpResponseRedirect(
                reverse("pioneers:import", args=[self.upload.register_import.pk])
            )
        return super().get(request, *args, **kwargs)

    def act(self) -> str:
        uploads.confirm(self.upload, by=self.request.user)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(upload=self.upload, preview=self.upload.preview, **kwargs)


class DiscardFile(UploadMixin, ActionPage):
    title = "Throw the file away"
    question = "Nothing is imported from it."
    button = "Throw it away"

    def act(self) -> str:
        uploads.discard(self.upload, by=self.request.user)
        messages.success(self.request, "The file is thrown away. Nothing was changed.")
        return reverse("pioneers:imports")
