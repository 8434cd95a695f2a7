"""What one has agreed to: one's own page, and the page that asks after sign-in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core import access, asking, consents
from core.errors import Refused
from core.forms import ConsentsForm
from core.views.pages import FormPage, Page


class Consents(Page):
    """What was agreed when, in which words; every answer can be changed with one press."""

    rule = access.signed_in
    may_be_interrupted = False
    template_name = "core/consents.html"
    title = "What you have agreed to"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        text, answer = request.POST.get("text", ""), request.POST.get("answer", "")
        if not text.isdecimal() or answer not in ("yes", "no"):
            messages.error(request, "Press one of the buttons beside the words.")
            return self.render_to_response(self.get_context_data())
        try:
            consents.answer(
                self.request.user,
                {int(text): answer == "yes"},
                where="details",
                by=self.request.user,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            asking.look_again(request)
            messages.success(request, "Thank you. Your answer is noted.")
        return HttpResponseRedirect(reverse("core:consents"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            standings=consents.standings(user), history=consents.history(user), **kwargs
        )


class AskConsents(FormPage):
    """What has still to be asked. The free choices can wait; the privacy notice cannot."""

    rule = access.signed_in
    may_be_interrupted = False
    template_name = "core/ask_consents.html"
    form_class = ConsentsForm
    title = "Before you go on"
    button = "Save and go on"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.waiting = consents.pending(request.user) if request.user.is_authenticated else []
        if request.user.is_authenticated and not self.waiting:
            asking.look_again(request)
            return HttpResponseRedirect(self.after())
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if "later" in request.POST and form.can_wait:
            asking.put_off(request)
            return HttpResponseRedirect(self.after())
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "standings": self.waiting}

    def save(self, form: Any) -> str:
        consents.answer(self.request.user, form.answers(), where="sign-in", by=self.request.user)
        # What was left open is asked again at the next sign-in, not on the next page.
        asking.put_off(self.request)
        return self.after()

    def after(self) -> str:
        """Where the person was going; never outside, and never back here."""
        url = self.request.POST.get("next") or self.request.GET.get("next", "")
        inside = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        if not inside or url.startswith(self.request.path):
            return resolve_url(settings.LOGIN_REDIRECT_URL)
        return url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=self.after(), **kwargs)
