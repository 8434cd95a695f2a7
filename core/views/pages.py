"""The four kinds of page. Each view names its rule; none reaches rows but through visible_to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import FormView, TemplateView

from core.access import Rule
from core.errors import Refused


class Guarded:
    """Row first (404), then rule (403), before any handler runs."""

    rule: Rule
    subject: Any
    # Any: htmx and the signed-in user are added by middleware, which no stub knows.
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Any:
        """The row that the page is about, fetched through visible_to; None if about no row."""
        return None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        view = super().as_view(**initkwargs)  # type: ignore[misc]
        view.rule = cls.rule
        # LoginRequiredMiddleware asks every view to sign in unless it says otherwise.
        view.login_required = not cls.rule.public
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.subject = self.get_subject()
        if not self.rule(request.user, self.subject):
            raise PermissionDenied(f"Only for: {self.rule.words}.")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Page(Guarded, TemplateView):
    """A page that shows something."""

    title = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"subject": self.subject, "title": self.title, **kwargs})


class ListPage(Page):
    """A page of rows: `get_rows()` gives the queryset, shown `page_size` at a time as `page`."""

    page_size = 50

    def get_rows(self) -> Any:
        raise NotImplementedError(f"{type(self).__name__} must say which rows it lists")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.get_rows(), self.page_size).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, rows=page.object_list, **kwargs)


class FormPage(Guarded, FormView):
    """A page with one form. `save(form)` calls one service and returns where to go next."""

    title = ""
    button = "Save"
    success_message = ""

    # Any: each page names its own form class.
    def save(self, form: Any) -> str:
        raise NotImplementedError(f"{type(self).__name__} must say what it saves")

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            url = self.save(form)
        except Refused as refusal:
            # The words of the refusal on the form, with everything that was typed still in it.
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"subject": self.subject, "title": self.title, "button": self.button, **kwargs}
        )


class ActionPage(Guarded, TemplateView):
    """One button. GET shows what will happen (it changes nothing); POST calls `act()`.

    `act` returns where to go next; a refusal is shown as a message on `back()`.
    """

    template_name = "core/action.html"
    title = ""
    question = ""
    button = "Yes, do it"
    danger = False

    def act(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} must say what it does")

    def back(self) -> str:
        """Where "Cancel" and a refusal lead."""
        raise NotImplementedError(f"{type(self).__name__} must say where it leads back to")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return HttpResponseRedirect(self.act())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.back())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "subject": self.subject,
                "title": self.title,
                "question": self.question,
                "button": self.button,
                "danger": self.danger,
                "back": self.back(),
                **kwargs,
            }
        )
