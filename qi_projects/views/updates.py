"""The sixty-second update, signed in or behind the link in a mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from core import access, clock, links
from core.errors import Refused
from core.views import FormPage
from core.views.workers import PageWorker
from qi_projects import permissions, selectors, services, update_links
from qi_projects.forms import UpdateForm
from qi_projects.models import Measure, Project, Update
from qi_projects.views.base import ProjectMixin

# So long after it was sent, an update and its chart are shown to whoever sent it.
JUST_SAVED = timedelta(hours=1)


class Telling(FormPage):
    """The form, and after it is sent what was sent; for update.js the same in JSON.

    `?measure=` says which number is asked, `?saved=` which update has just been sent.
    """

    template_name = "qi_projects/update.html"
    form_class = UpdateForm
    title = "How is it going?"
    how = ""
    subject: Any

    @property
    def project(self) -> Project:
        assert self.subject is not None
        return self.subject

    @property
    def person(self) -> Any:
        return self.request.user

    @cached_property
    def measures(self) -> list[Measure]:
        return [one for one in self.project.measures.all() if one.retired_on is None]

    @cached_property
    def measure(self) -> Measure | None:
        """The one that is asked for, or the headline measure."""
        wanted = self.request.GET.get("measure", "")
        named = [one for one in self.measures if str(one.pk) == wanted]
        return next(iter(named or self.measures), None)

    @cached_property
    def saved(self) -> Update | None:
        pk = self.request.GET.get("saved", "")
        if not pk.isdecimal() or len(pk) > 18:
            return None
        rows = self.project.updates.filter(
            pk=int(pk), written_by=self.person, written_at__gt=clock.now() - JUST_SAVED
        )
        return rows.select_related("observation__measure", "photo").first()

    @property
    def wants_json(self) -> bool:
        return self.request.headers.get("Accept") == "application/json"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "measure": self.measure}

    def save(self, form: UpdateForm) -> str:
        wanted = self.request.GET.get("measure", "")
        if wanted and (self.measure is None or str(self.measure.pk) != wanted):
            raise Refused("What you counted is not on this project any more. Open it again.")
        update = services.write_update(self.project, by=self.person, how=self.how, **form.told())
        return f"{self.request.path}?saved={update.pk}"

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        if self.wants_json and isinstance(answer, HttpResponseRedirect):
            return JsonResponse({"url": answer.url})
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.wants_json:
            words = [str(error) for listed in form.errors.values() for error in listed]
            html = render_to_string(
                "qi_projects/_update_fields.html",
                {"form": form, "measure": self.measure, "scripted": True},
                self.request,
            )
            return JsonResponse({"words": " ".join(words), "form": html}, status=422)
        return super().form_invalid(form)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        saved = self.saved
        counted = saved.observation if saved else None
        return super().get_context_data(
            **{
                "project": self.project,
                "measure": self.measure,
                "others": [one for one in self.measures if one != self.measure],
                "person": self.person,
                "saved": saved,
                "card": selectors.chart_card(counted.measure, self.project.cycles.all())
                if counted
                else None,
                "invented": bool(self.project.home and self.project.home.is_invented),
                "key": f"update:{self.project.pk}:{self.person.pk}",
                **kwargs,
            }
        )


class AddUpdate(ProjectMixin, Telling):
    """One's own project, or for staff that of a Pioneer who cannot write it down."""

    rule = permissions.writes_project


class UpdateByLink(Telling):
    """Behind the link of a mail. Opening it changes nothing; sending needs no cookie and no
    form of ours, because nobody else knows the address."""

    rule = access.anyone
    how = "link"
    link: Any = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        view = super().as_view(**initkwargs)
        # A phone that comes back to a signal after days sends what it kept without a fresh page.
        view.csrf_exempt = True  # type: ignore[attr-defined]
        return view

    def get_subject(self) -> Project | None:
        self.trouble, self.status = "", 410
        try:
            self.link = links.find(self.kwargs["token"], update_links.ACTION)
        except links.LinkRefused as refusal:
            self.trouble, self.status = str(refusal), 404
            return None
        try:
            return update_links.project_of(self.link)
        except Refused as refusal:
            self.trouble = str(refusal)
            return None

    @property
    def person(self) -> Any:
        return self.link.person

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._sorry() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._sorry() or super().post(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        if form.vouched and not form.errors:
            services.vouch(self.project, by=self.person, signs=form.vouched)
        return answer

    def _sorry(self) -> HttpResponse | None:
        if not self.trouble:
            return None
        if self.wants_json:
            return JsonResponse({"words": self.trouble, "closed": True}, status=self.status)
        context = {"title": "This link cannot be used", "trouble": self.trouble}
        return render(self.request, "qi_projects/update_trouble.html", context, status=self.status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            by_link=True, who_can_see=selectors.who_sees(self.project, own=True), **kwargs
        )


class UpdateWorker(PageWorker):
    """For both pages of updates, which lie below its address."""
