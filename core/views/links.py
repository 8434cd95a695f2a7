"""The page behind an invitation's link: one button, for whoever has signed in with a code."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core import access, links
from core.errors import Refused
from core.views.pages import Page


class InvitationByLink(Page):
    """Opening it changes nothing, and pressing twice does no harm.

    `action` is that of the link; `no_account` where signing in would lead to nothing of theirs.
    """

    rule = access.anyone
    action: ClassVar[str]
    no_account = False
    success_message = ""
    trouble: Refused | None = None

    def of_link(self) -> Any:
        """The invitation behind `self.link`; it has an `email`."""
        raise NotImplementedError(f"{type(self).__name__} must say what its link leads to")

    def check(self) -> None:
        """Raises Refused where the invitation can no longer be accepted."""
        raise NotImplementedError(f"{type(self).__name__} must say when it is too late")

    def accepted(self) -> str:
        """Where to go who has accepted this very invitation; empty for anybody else."""
        raise NotImplementedError(f"{type(self).__name__} must say what is known already")

    def accept(self) -> str:
        """What the button does. Returns where to go next."""
        raise NotImplementedError(f"{type(self).__name__} must say what it does")

    def get_subject(self) -> Any:
        try:
            self.link = links.find(self.kwargs["token"], self.action)
        except links.LinkRefused as refusal:
            self.trouble = refusal
            return None
        return self.of_link()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subject is None:
            return self._sorry(404)
        if request.user.is_authenticated and (own := self.accepted()):
            return HttpResponseRedirect(own)
        try:
            self.check()
            links.check(self.link)
        except Refused as refusal:
            self.trouble = refusal
            return self._sorry(410)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.subject is None or not request.user.is_authenticated or self.accepted():
            return self.get(request, **kwargs)
        try:
            url = self.accept()
        except Refused as refusal:
            self.trouble = refusal
            return self._sorry(410)
        if self.success_message:
            messages.success(request, self.success_message)
        return HttpResponseRedirect(url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            here=self.request.path,
            other=user.is_authenticated
            and self.subject is not None
            and user.email.lower() != self.subject.email.lower(),
            **kwargs,
        )

    def _sorry(self, status: int) -> HttpResponse:
        context = self.get_context_data(trouble=str(self.trouble), no_account=self.no_account)
        return render(self.request, "core/sign_in_instead.html", context, status=status)
