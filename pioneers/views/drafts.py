"""What the pages of a draft share: the steps, saving as it is typed, two tabs at once."""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.access import visible_or_404
from core.errors import Refused
from core.views import FormPage
from pioneers import permissions
from pioneers.completeness import PAGES, problems
from pioneers.eligibility import reasons_against
from pioneers.forms.application import PageForm, fingerprint
from pioneers.models import Application
from pioneers.selectors import applications as rows
from pioneers.services import applications as services

TABS_KEPT = 20
ELSEWHERE = (
    "You changed this page in another tab or on another device. "
    "Press “Save and go on” to see both versions."
)


class DraftMixin:
    """A page of one's own draft; once it is sent, its pages lead to where it stands."""

    rule = permissions.own_application
    page = ""
    lead = ""
    subject: Application
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Application:
        return visible_or_404(rows.for_applicant(self.request.user), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.subject.is_draft:
            return HttpResponseRedirect(reverse("pioneers:application", args=[self.subject.pk]))
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def questions(self) -> Any:
        return rows.questions_of(self.subject.cohort)

    @cached_property
    def answers(self) -> dict[str, str]:
        return rows.answers_of(self.subject)

    @cached_property
    def found(self) -> dict[str, list[str]]:
        return problems(self.subject, self.questions, self.answers)

    def url_of(self, page: str) -> str:
        return reverse("pioneers:edit_application", args=[self.subject.pk, page])

    def against(self) -> list[str]:
        """Rules of the call that an answer of this page does not meet."""
        reasons = reasons_against(
            self.subject.cohort,
            role=self.subject.role if self.page == "you" else "",
            setting=self.subject.setting if self.page == "home" else "",
            borough=self.subject.borough if self.page == "home" else None,
        )
        return list(reasons.values())

    def steps(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "url": self.url_of(page), "state": self._state(page)}
            for page, label in PAGES.items()
        ]

    def _state(self, page: str) -> str:
        if page == self.page:
            return "current"
        return "todo" if page in self.found or page == "check" else "done"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            **{
                "application": self.subject,
                "title": PAGES[self.page],
                "lead": self.lead,
                "steps": self.steps(),
                "against": self.against(),
                "last_moment": services.last_moment(self.subject),
                "can_send": services.can_send(self.subject),
                **kwargs,
            }
        )


class DraftPage(DraftMixin, FormPage):
    """One page of the form. What is typed is kept first, and judged after that.

    Two tabs: each page carries the mark of what it was shown (`seen`), and a tab's own last save
    is remembered in the session under the tab's name. If the record bears neither mark, somebody
    else saved this page in between, and both versions are shown instead of one lost.
    """

    template_name = "pioneers/edit_application.html"
    button = "Save and go on"

    def get_initial(self) -> dict[str, Any]:
        return {"tab": secrets.token_hex(4)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "application": self.subject}

    def get_form(self, form_class: Any = None) -> PageForm:
        form = super().get_form(form_class)
        form.initial["seen"] = fingerprint(form.stored)
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        try:
            left = self.keep(form)
        except services.Conflict:
            return self.conflict(form)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("pioneers:application", args=[self.subject.pk]))
        if form.errors or left:
            return self.render_to_response(self.get_context_data(form=self.again(form)))
        return HttpResponseRedirect(self.next_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.META.get("QUERY_STRING", "")
        save = reverse("pioneers:save_application", args=[self.subject.pk, self.page])
        return super().get_context_data(
            **{
                "autosave_url": f"{save}?{query}" if query else save,
                "autosave_key": f"application-{self.subject.pk}-{self.page}",
                **kwargs,
            }
        )

    def next_url(self) -> str:
        pages = list(PAGES)
        return self.url_of(pages[pages.index(self.page) + 1])

    def keep(self, form: PageForm) -> list[str]:
        """Save what can be saved; names of the fields that could not."""
        keep, left = form.to_keep()
        before, after = fingerprint(form.stored), fingerprint({**form.stored, **keep})
        if not self.subject.is_draft:
            raise Refused("This application has been sent. It can no longer be changed here.")
        if before == after:
            return left
        if before not in (form.typed("seen"), self.saved_by(form.typed("tab"))):
            raise services.Conflict(ELSEWHERE)
        self.subject = services.save_page(
            self.subject, by=self.request.user, revision=self.subject.revision, **form.split(keep)
        )
        self.forget_read()
        self.remember(form.typed("tab"), after)
        return left

    def forget_read(self) -> None:
        """What was read before the record changed."""
        for name in ("answers", "found"):
            self.__dict__.pop(name, None)

    def saved_by(self, tab: str) -> str:
        return self.request.session.get("application_tabs", {}).get(f"{self.page}:{tab}", "")

    def remember(self, tab: str, mark: str) -> None:
        tabs = self.request.session.get("application_tabs", {})
        tabs.pop(f"{self.page}:{tab}", None)
        tabs[f"{self.page}:{tab}"] = mark
        self.request.session["application_tabs"] = dict(list(tabs.items())[-TABS_KEPT:])

    def again(self, form: PageForm) -> PageForm:
        """The same form with what was typed, its errors, and the mark of what is stored now."""
        data = self.request.POST.copy()
        data["seen"] = fingerprint(self.get_form().stored)
        form.data = data
        return form

    def conflict(self, form: PageForm) -> HttpResponse:
        """Both versions: what is stored, and what was just typed. Saving again keeps the latter."""
        self.subject = self.get_subject()
        self.forget_read()
        keep, stored = form.to_keep()[0], self.get_form().stored
        differing = [
            {
                "label": form.fields[name].label,
                "stored": self.in_words(form, name, stored[name]),
                "typed": self.in_words(form, name, keep.get(name, form.typed(name))),
            }
            for name in stored
            if name in form.fields
            and fingerprint({name: stored[name]}) != fingerprint({name: keep.get(name)})
        ]
        context = self.get_context_data(form=self.again(form), differing=differing)
        return self.render_to_response(context | {"page_has_errors": True}, status=409)

    def in_words(self, form: PageForm, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "Yes" if value else "No"
        choices = (
            {} if isinstance(value, Model) else dict(getattr(form.fields[name], "choices", []))
        )
        return str(choices.get(value, "" if value is None else value))


class SaveMixin:
    """The same pages, asked by static/js/autosave.js: saves, and answers in JSON."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url_of(self.page))  # type: ignore[attr-defined]

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        try:
            left = self.keep(form)
        except Refused as refusal:
            # 200, as the browser takes any other answer for a lost signal and tries for ever.
            words = ELSEWHERE if isinstance(refusal, services.Conflict) else str(refusal)
            return JsonResponse({"saved_at": None, "errors": {self._first_changed(form): [words]}})
        errors = {name: list(words) for name, words in form.errors.items()}
        # Without a time of saving, the browser keeps its own copy of what we could not.
        saved_at = None if left else f"{timezone.localtime(clock.now()):%H:%M}"
        return JsonResponse({"saved_at": saved_at, "errors": errors})

    @staticmethod
    def _first_changed(form: PageForm) -> str:
        """Where to put the words: under the first field that differs from what is stored."""
        keep, _ = form.to_keep()
        changed = (
            name
            for name in form.stored
            if fingerprint({name: form.stored[name]}) != fingerprint({name: keep.get(name)})
        )
        return next(changed, next(iter(form.stored)))
