"""What the pages of an application share: the steps, saving as it is typed, two tabs at once."""

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
from pioneers.completeness import left_open, pages_of, problems
from pioneers.eligibility import against_application, rules_against
from pioneers.files import Stored
from pioneers.forms.application import PageForm, fingerprint
from pioneers.models import Application, Question
from pioneers.selectors import applications as rows
from pioneers.services import amending
from pioneers.services import applications as services
from pioneers.views import signed_out

TABS_KEPT = 20
ELSEWHERE = (
    "You changed this page in another tab or on another device. "
    "Press the button below to see both versions."
)
ON_THIS_DEVICE = "Kept on this device. Press “Save the change” to put it in your application."


class DraftMixin:
    """A page of one's own application. Once it is sent, what may no longer be changed is read."""

    rule = permissions.fills_in_application
    page = ""
    lead = ""
    subject: Application
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Application:
        return visible_or_404(rows.for_applicant(self.request.user), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_open:
            return HttpResponseRedirect(self.own_url)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def is_open(self) -> bool:
        """Whether something on this page may still be changed."""
        return amending.can_change(self.subject)

    @property
    def own_url(self) -> str:
        name = "entered_application" if self.for_somebody else "application"
        return reverse(f"pioneers:{name}", args=[self.subject.pk])

    @property
    def for_somebody(self) -> bool:
        """Staff are typing it in, and will hand it over."""
        return self.subject.applicant_id != self.request.user.pk

    @cached_property
    def questions(self) -> list[Question]:
        return rows.questions_of(self.subject.cohort)

    @cached_property
    def answers(self) -> dict[str, str]:
        return rows.answers_of(self.subject)

    @cached_property
    def found(self) -> dict[str, list[str]]:
        return problems(self.subject, self.questions, self.answers)

    @cached_property
    def left_open(self) -> set[str]:
        return left_open(self.subject, self.questions, self.answers)

    @cached_property
    def pages(self) -> dict[str, str]:
        return pages_of(self.questions, self.answers)

    def url_of(self, page: str) -> str:
        return reverse("pioneers:edit_application", args=[self.subject.pk, page])

    def against(self) -> list[str]:
        """Rules of the call that an answer of this page does not meet."""
        reasons = against_application(self.subject)
        shown = {"you": ("role",), "home": ("setting", "borough")}.get(self.page, ())
        found = [reasons[rule] for rule in shown if rule in reasons]
        if self.page == "you":
            found += rules_against(self.subject.cohort, self.subject.rules_answered)
        return found

    def steps(self) -> list[dict[str, Any]]:
        """None for a sent application: its pages are changed one by one, from its own page."""
        if not self.subject.is_draft:
            return []
        return [
            {"label": label, "url": self.url_of(page), "state": self._state(page)}
            for page, label in self.pages.items()
        ]

    def _state(self, page: str) -> str:
        if page == self.page:
            return "current"
        waits = page in self.found or page in self.left_open or page == "check"
        return "todo" if waits else "done"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            **{
                "application": self.subject,
                "title": self.pages.get(self.page, ""),
                "lead": self.lead,
                "steps": self.steps(),
                "against": self.against(),
                "own_url": self.own_url,
                "own_label": "All of it" if self.for_somebody else "Your application",
                "for_somebody": self.for_somebody,
                "last_moment": services.last_moment(self.subject),
                "can_send": services.can_send(self.subject),
                "just_saved": self.request.session.pop("application_page_saved", ""),
                **kwargs,
            }
        )


class DraftPage(DraftMixin, signed_out.KeepsWhatIsTyped, FormPage):
    """One page of the form. What is typed is kept first, and judged after that.

    Two tabs: each page carries the mark of what it was shown (`seen`), and a tab's own last save
    is remembered in the session under the tab's name. If the record bears neither mark, somebody
    else saved this page in between, and both versions are shown instead of one lost.

    A sent application stays as it was sent until "Save the change" is pressed and nothing is
    missing: until then what is typed is on the screen and on the device, not in the record.
    """

    template_name = "pioneers/edit_application.html"

    @property
    def button(self) -> str:  # type: ignore[override]
        return "Save and go on" if self.subject.is_draft else "Save the change"

    def get_initial(self) -> dict[str, Any]:
        return {"tab": secrets.token_hex(4)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "application": self.subject}

    def get_form(self, form_class: Any = None) -> PageForm:
        form = super().get_form(form_class)
        form.initial["seen"] = form.mark(form.stored)
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        try:
            saved = self.keep(form)
        except services.Conflict:
            return self.conflict(form)
        except Refused as refusal:
            gaps = getattr(refusal, "gaps", [str(refusal)])
            return self.show_again(form, saved=False, gaps=gaps, page_has_errors=True)
        if not saved or form.errors:
            return self.show_again(form, saved=saved)
        return self.go_on()

    def go_on(self) -> HttpResponse:
        self.request.session["application_page_saved"] = self.autosave_key
        if not self.subject.is_draft:
            messages.success(self.request, "Your change is saved. Your application stays sent.")
        return HttpResponseRedirect(self.next_url())

    @property
    def autosave_key(self) -> str:
        return f"application-{self.subject.pk}-{self.page}"

    @property
    def who_can_see(self) -> str:
        """In words, under the boxes."""
        team = "the programme team, and the people they ask to read applications"
        if self.for_somebody:
            return f"you and the applicant; once they send it, {team}"
        return f"you; once you send it, {team}" if self.subject.is_draft else f"you; {team}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.META.get("QUERY_STRING", "")
        save = reverse("pioneers:save_application", args=[self.subject.pk, self.page])
        return super().get_context_data(
            **{
                "autosave_url": f"{save}?{query}" if query else save,
                "autosave_key": self.autosave_key,
                "who_can_see": self.who_can_see,
                **kwargs,
            }
        )

    def next_url(self) -> str:
        if not self.subject.is_draft:
            return self.own_url
        pages = list(self.pages)
        return self.url_of(pages[pages.index(self.page) + 1])

    def keep(self, form: PageForm) -> bool:
        """Save what can be saved; whether all that was typed is in the record now."""
        keep, left = form.to_keep()
        if not self.subject.is_draft and form.errors:
            return False
        if fingerprint(form.stored) == fingerprint({**form.stored, **keep}):
            return not left
        if form.mark(form.stored) not in (form.typed("seen"), self.saved_by(form.typed("tab"))):
            raise services.Conflict(ELSEWHERE)
        self.subject = self.save_typed(form, keep)
        self.forget_read()
        self.remember(form.typed("tab"), form.mark({**form.stored, **keep}))
        return not left

    def save_typed(self, form: PageForm, keep: dict[str, Any]) -> Application:
        known = {"by": self.request.user, "revision": self.subject.revision, **form.split(keep)}
        if self.subject.is_draft:
            return services.save_page(self.subject, **known)
        return amending.change(self.subject, page=self.page, **known)

    def forget_read(self) -> None:
        """What was read before the record changed."""
        for name in ("answers", "found", "pages", "files"):
            self.__dict__.pop(name, None)

    def saved_by(self, tab: str) -> str:
        return self.request.session.get("application_tabs", {}).get(self._place(tab), "")

    def remember(self, tab: str, mark: str) -> None:
        tabs = self.request.session.get("application_tabs", {})
        tabs.pop(self._place(tab), None)
        tabs[self._place(tab)] = mark
        self.request.session["application_tabs"] = dict(list(tabs.items())[-TABS_KEPT:])

    def _place(self, tab: str) -> str:
        return f"{self.subject.pk}:{self.page}:{tab}"

    def show_again(self, form: PageForm, *, saved: bool, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=self.again(form, saved=saved), **context)
        )

    def again(self, form: PageForm, *, saved: bool) -> PageForm:
        """The same form with what was typed, its errors, and the mark of what is stored now."""
        data = self.request.POST.copy()
        data["seen"] = self.get_form().initial["seen"]
        for name, value in form.to_show_again(saved).items():
            data[name] = value
        form.data = data
        return form

    def conflict(self, form: PageForm) -> HttpResponse:
        """Both versions: what is stored, and what was just typed. Saving again keeps the latter."""
        keep = form.to_keep()[0]
        self.subject = self.get_subject()
        self.forget_read()
        stored = self.get_form().stored
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
        again = self.again(form, saved=False)
        context = self.get_context_data(form=again, differing=differing, page_has_errors=True)
        return self.render_to_response(context, status=409)

    def in_words(self, form: PageForm, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, Stored):
            return value.name
        if isinstance(value, Model):
            return str(value)
        choices = dict(getattr(form.fields[name], "choices", []))
        text = "" if value is None else str(value)
        return "\n".join(str(choices.get(line, line)) for line in text.split("\n"))


class SaveMixin:
    """The same pages, asked by static/js/autosave.js: saves, and answers in JSON."""

    takes_files = False

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)  # type: ignore[misc]
        view.keeps_what_is_typed = False  # the page itself is still open, with the words in it
        return view

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url_of(self.page))  # type: ignore[attr-defined]

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not self.subject.is_draft:
            return self.judged(form)
        try:
            saved = self.keep(form)
        except Refused as refusal:
            # 200, as the browser takes any other answer for a lost signal and tries for ever.
            words = ELSEWHERE if isinstance(refusal, services.Conflict) else str(refusal)
            return JsonResponse({"saved_at": None, "errors": {self._first_changed(form): [words]}})
        errors = {name: list(words) for name, words in form.errors.items()}
        # Without a time of saving, the browser keeps its own copy of what we could not.
        saved_at = f"{timezone.localtime(clock.now()):%H:%M}" if saved else None
        # The page's new mark: it holds even if the sign-in, and the session with it, runs out.
        seen = self.get_form().initial["seen"]
        return JsonResponse({"saved_at": saved_at, "errors": errors, "seen": seen})

    def judged(self: Any, form: PageForm) -> HttpResponse:
        """Of a sent application half a sentence must not replace a whole one: only judge it."""
        if not self.is_open:
            words = "This application can no longer be changed."
            return JsonResponse({"saved_at": None, "errors": {next(iter(form.stored)): [words]}})
        form.full_clean()
        errors = {name: list(words) for name, words in form.errors.items()}
        return JsonResponse({"saved_at": None, "errors": errors, "words": ON_THIS_DEVICE})

    @staticmethod
    def _first_changed(form: PageForm) -> str:
        """Where to put the words: under the first field that differs from what is stored."""
        keep, _ = form.to_keep()
        changed = (
            name
            for name in form.stored
            if fingerprint({name: form.stored[name]}) != fingerprint({name: keep.get(name)})
        )
        return next(changed, next(iter(form.stored), ""))
