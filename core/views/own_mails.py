"""Which mails one wants: one's own page, and the page behind the link in a mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core import access
from core.errors import Refused
from core.mail import choices, kinds
from core.models import MailChoice, OutboundEmail, User
from core.views.pages import Page


def called(key: str) -> str:
    """How its receiver knows this kind of mail."""
    kind = kinds.find(key)
    return kind.called or kind.title


class OwnMails(Page):
    """Each kind that can be turned off, with its button; what is necessary is named."""

    rule = access.signed_in
    template_name = "core/own_mails.html"
    title = "Your mails"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        kind, answer = request.POST.get("kind", ""), request.POST.get("answer", "")
        if not choices.optional(kind) or answer not in ("on", "off"):
            messages.error(request, "Press one of the buttons beside the words.")
            return self.render_to_response(self.get_context_data())
        user = self.request.user
        if answer == "off":
            choices.turn_off(user, [kind], by=user)
            messages.success(request, f"{called(kind)}: turned off. We will not send them to you.")
        else:
            choices.turn_on(user, [kind], by=user)
            messages.success(request, f"{called(kind)}: turned on again.")
        return HttpResponseRedirect(reverse("core:own_mails"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        off = {
            choice.kind: choice.turned_off_at
            for choice in MailChoice.objects.filter(person=self.request.user)
        }
        had = OutboundEmail.objects.filter(person=self.request.user).order_by()
        known = {*had.values_list("kind", flat=True).distinct(), *off}
        optional = sorted(
            (called(kind.key), kind.key) for kind in kinds.all_kinds() if kind.optional
        )
        rows = [(words, key, off.get(key)) for words, key in optional]
        return super().get_context_data(
            optional=[row for row in rows if row[1] in known],
            others=[row for row in rows if row[1] not in known],
            **kwargs,
        )


class Unsubscribe(Page):
    """The link in a mail. Opening it changes nothing; its button, or the mail program's, does.

    Nobody signs in here and no cookie is needed (RFC 8058): the signed token says who and what.
    """

    rule = access.anyone
    template_name = "core/unsubscribe.html"
    title = "Turn off mails"

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponse]:
        view = super().as_view(**initkwargs)
        # A mail program that presses for its reader has no form of ours to take a token from.
        view.csrf_exempt = True  # type: ignore[attr-defined]
        return view

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(done=False)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(done=True)

    def _page(self, *, done: bool) -> HttpResponse:
        try:
            choice = choices.read(self.kwargs["token"])
        except Refused as refusal:
            return self._refused(str(refusal))
        person = User.objects.filter(pk=choice.person_id).first()
        if person is None:
            return self._refused("We do not write to this person any more. Nothing is left to do.")
        if not choice.kinds:
            return self._refused("This mail is necessary for your place and cannot be turned off.")
        if done:
            choices.turn_off(person, choice.kinds, by=person)
        words = sorted(called(kind) for kind in choice.kinds)
        return self.render_to_response(self.get_context_data(kinds=words, done=done))

    def _refused(self, words: str) -> HttpResponse:
        return self.render_to_response(self.get_context_data(refusal=words), status=404)
