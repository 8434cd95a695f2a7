"""“I am here”: signing in by the code of the session, and the page that shows the code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core import access, documents
from core.errors import Refused
from core.views import ActionPage, FormPage, Page
from workshops import guesses, permissions, qr
from workshops.enums import CAME
from workshops.models import SignInCode
from workshops.register_forms import CodeForm
from workshops.services import sign_in
from workshops.views.sessions import SessionMixin


class Here(FormPage):
    """For whoever has no camera to hand: the six characters of the code."""

    rule = access.signed_in
    template_name = "workshops/here.html"
    form_class = CodeForm
    title = "I am here"
    button = "I am here"

    def form_valid(self, form: forms.BaseForm) -> Any:
        if guesses.too_many(self.request):
            form.add_error("code", guesses.TOO_MANY)
            return self.form_invalid(form)
        self.code = sign_in.find(form.cleaned_data["code"])
        if self.code is None:
            guesses.note_wrong(self.request)
            form.add_error("code", "This code is not right. It has six letters and numbers.")
            return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, form: forms.BaseForm) -> str:
        assert self.code is not None
        sign_in.sign_in(self.code, by=self.request.user)
        return reverse("workshops:here_now", args=[self.code.token])


class HereNow(ActionPage):
    """Behind the picture of the code: one press, "I am here". Opening it changes nothing.

    Whoever has the code may open it; of the session it tells only those who are on its list.
    """

    rule = access.signed_in
    template_name = "workshops/here_now.html"
    title = "I am here"
    button = "I am here"

    def get_subject(self) -> SignInCode:
        code = sign_in.by_token(self.kwargs["token"])
        if code is None:
            raise Http404("This code is no longer used. Please scan the newest one.")
        return code

    def act(self) -> str:
        sign_in.sign_in(self.subject, by=self.request.user)
        return self.back()

    def back(self) -> str:
        return reverse("workshops:here_now", args=[self.subject.token])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.subject.session
        mine = sign_in.own_row(session, self.request.user)
        return super().get_context_data(
            mine=mine,
            came=bool(mine and mine.state in CAME),
            session=session if mine else None,
            closed=sign_in.refusal(session) if mine else "",
            not_expected=sign_in.NOT_EXPECTED,
            **kwargs,
        )


class CodeOfTheDay(SessionMixin, Page):
    """Big enough to be read from the back of the room. A POST makes the code."""

    rule = permissions.may_take_register
    template_name = "workshops/sign_in_code.html"
    title = "Sign-in code"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            sign_in.code_of(self.subject, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("workshops:sign_in_code", args=[self.subject.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = sign_in.known_code(self.subject)
        return super().get_context_data(
            code=code,
            picture=qr.inline(qr.address(code)) if code else "",
            typed_at=qr.typed_at(),
            opens_at=sign_in.opens_at(self.subject),
            **kwargs,
        )


class AnotherCode(SessionMixin, ActionPage):
    rule = permissions.may_take_register
    title = "Make another code"
    question = "The old code and the sheets that were printed with it stop working at once."
    button = "Make another code"

    def act(self) -> str:
        sign_in.renew_code(self.subject, by=self.request.user)
        return reverse("workshops:sign_in_code", args=[self.subject.pk])

    def back(self) -> str:
        return reverse("workshops:sign_in_code", args=[self.subject.pk])


class SignInSheet(SessionMixin, ActionPage):
    """Ask for the sheet, then watch it being made."""

    rule = permissions.may_take_register
    title = "Sign-in sheet"
    question = "One sheet to print: everybody’s name with a box to sign, and the code to scan."
    button = "Make the sheet"

    def act(self) -> str:
        sign_in.code_of(self.subject, by=self.request.user)
        document = documents.request("sign_in_sheet", self.subject, by=self.request.user)
        return reverse("core:document", args=[document.pk])

    def back(self) -> str:
        return reverse("workshops:register", args=[self.subject.pk])
