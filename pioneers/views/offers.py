"""Answering an offer: by the link in the mail, without signing in, or from one's own page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core import access, links
from core.access import visible_or_404
from core.errors import Refused
from core.templatetags.words import day
from core.views import ActionPage, Page
from pioneers import permissions
from pioneers.enums import ApplicationState
from pioneers.letters import OFFER_LINK
from pioneers.models import Application
from pioneers.selectors import choosing as rows
from pioneers.services import offers

# What was answered, for whoever opens the mail again or presses the other button elsewhere.
SAID_YES = (
    "You have said yes, and the place is yours. If you cannot come after all, please write to us."
)
SAID_NO = (
    "You have said no to this place. If that was a mistake, please write to us: a place may still "
    "be free."
)


class Offer(Page):
    """The page behind the link of an offer: two buttons. Opening it changes nothing."""

    rule = access.anyone
    template_name = "pioneers/offer.html"
    title = "Your place"

    def get_subject(self) -> Any:
        try:
            self.link = links.find(self.kwargs["token"], OFFER_LINK)
        except links.LinkRefused as refusal:
            self.trouble: Refused | None = refusal
            return None
        self.trouble = None
        return rows.offer_of(self.link)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subject is None:
            return self._sorry(404)
        if self.subject.state == ApplicationState.CONFIRMED:
            return self._done(confirmed=True)
        try:
            self.check()
        except Refused as refusal:
            self.trouble = refusal
            return self._sorry(410)
        return super().get(request, *args, **kwargs)

    def check(self) -> None:
        """Refused in words. Of an offer that was answered or ran out, that is what matters, not
        its link."""
        if self.subject.state == ApplicationState.CONFIRMED:
            raise Refused(SAID_YES)
        if self.link.used_at and self.subject.state == ApplicationState.WITHDRAWN:
            raise Refused(SAID_NO)
        if self.subject.state == ApplicationState.LAPSED:
            offers.check_open(self.subject)
        links.check(self.link)
        offers.check_open(self.subject)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.subject is None:
            return self._sorry(404)
        if request.POST.get("answer") not in ("yes", "no"):
            return self.get(request, **kwargs)
        yes = request.POST["answer"] == "yes"
        if self.subject.state == ApplicationState.CONFIRMED and yes:
            return self._done(confirmed=True)
        answer = offers.confirm_place if yes else offers.decline_offer
        try:
            with transaction.atomic():
                self.check()
                links.use(self.link)
                answer(self.subject, by=self.link.person)
        except Refused as refusal:
            self.trouble = refusal
            return self._sorry(410)
        return self._done(confirmed=yes)

    def _done(self, *, confirmed: bool) -> HttpResponse:
        return render(
            self.request,
            "pioneers/offer_answered.html",
            self.get_context_data(confirmed=confirmed),
        )

    def _sorry(self, status: int) -> HttpResponse:
        return render(
            self.request,
            "pioneers/offer_trouble.html",
            self.get_context_data(title="This link cannot be used", trouble=str(self.trouble)),
            status=status,
        )


class OwnOffer(ActionPage):
    """Yes or no from the applicant's own page of the application."""

    rule = permissions.answers_offer
    button = "Yes, I take the place"
    subject: Application

    def get_subject(self) -> Application:
        return visible_or_404(rows.own_offer(self.request.user), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subject.shown_state != ApplicationState.OFFERED:
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def back(self) -> str:
        return reverse("pioneers:application", args=[self.subject.pk])


class AcceptOffer(OwnOffer):
    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Take the place on {self.subject.cohort.name}"

    @property
    def question(self) -> str:  # type: ignore[override]
        cohort = self.subject.cohort
        return (
            f"The programme runs from {day(cohort.starts_on)} to {day(cohort.ends_on)}. "
            "We send you all dates."
        )

    def act(self) -> str:
        offers.confirm_place(self.subject, by=self.request.user)
        return self.back()


class RefuseOffer(OwnOffer):
    title = "Let somebody else have the place"
    question = "Your place goes to somebody on the reserve list. This cannot be undone here."
    button = "No, I cannot take it"
    danger = True

    def act(self) -> str:
        offers.decline_offer(self.subject, by=self.request.user)
        return self.back()
