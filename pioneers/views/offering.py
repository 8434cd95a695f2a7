"""Offers that are out, the reserve list, and offers that ran out: staff's page after applying."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, Page
from pioneers import permissions
from pioneers.enums import Decision
from pioneers.forms.choosing import DaysForm, RankForm
from pioneers.models import Application
from pioneers.plans import plan_of
from pioneers.selectors import choosing as rows
from pioneers.selectors.places import places_left
from pioneers.selectors.shape import reasons_of
from pioneers.selectors.staff import of_cohort
from pioneers.services import offers, reserve


class OffersPage(CohortPage):
    """Pages under the tab of offers and the reserve list."""

    rule = permissions.applies_decisions
    tab = "offers"

    def back(self) -> str:
        return reverse("pioneers:staff_offers", args=[self.cohort.pk])


class StaffOffers(OffersPage, Page):
    template_name = "pioneers/staff_offers.html"
    title = "Offers and reserve list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        out = rows.offers_out(user, self.cohort)
        reserves = rows.reserves(user, self.cohort)
        free = places_left(self.cohort)
        return super().get_context_data(
            out=out,
            running_out=sum(one.running_out for one in out),
            reserves=reserves,
            following=next((row for row in reserves if rows.can_be_next(row)), None),
            ran_out=rows.ran_out(user, self.cohort),
            free=max(0, free),
            taken=self.cohort.places - free,
            reasons=reasons_of(self.cohort),
            plan=plan_of(self.cohort),
            undecided=rows.anybody_undecided(self.cohort),
            held=rows.held_letters(self.cohort).count(),
            **kwargs,
        )


class OneApplication(OffersPage):
    """About one application of the cohort."""

    rule = permissions.decides
    subject: Application

    def get_subject(self) -> Any:
        super().get_subject()
        return visible_or_404(
            of_cohort(self.request.user, self.cohort), pk=self.kwargs["application_pk"]
        )


class OfferPlace(OneApplication, ActionPage):
    """A free place to somebody in reserve, or once more to one whose offer ran out."""

    button = "Offer the place"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Offer a place to {self.subject}"

    @property
    def question(self) -> str:  # type: ignore[override]
        before = rows.before_in_reserve(self.subject)
        stand = "person stands" if before == 1 else "people stand"
        passed = f"{before} {stand} before them on the reserve list. " if before else ""
        return (
            f"{passed}They get a mail with the offer at once, and the days to answer start today."
        )

    def act(self) -> str:
        offers.offer_place(self.subject, by=self.request.user)
        messages.success(self.request, f"{self.subject} is offered the place. The mail is leaving.")
        return self.back()


class MoreDays(OneApplication, FormPage):
    template_name = "cohorts/form.html"
    form_class = DaysForm
    button = "Give more days"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"More days for {self.subject}"

    def save(self, form: forms.Form) -> str:
        days = form.cleaned_data["days"]
        offers.give_more_days(self.subject, days=days, by=self.request.user)
        messages.success(self.request, f"{self.subject} has more time, and is told so by mail.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back(), **kwargs)


class MoreDaysForAll(OffersPage, FormPage):
    """The same days for each whose offer is about to run out."""

    template_name = "cohorts/form.html"
    form_class = DaysForm
    title = "More days for offers that run out"
    button = "Give them more days"

    def save(self, form: forms.Form) -> str:
        found = list(rows.running_out(self.request.user, self.cohort).order_by("pk"))
        if not found:
            raise Refused("No offer is about to run out.")
        for application in found:
            offers.give_more_days(application, days=form.cleaned_data["days"], by=self.request.user)
        names = ", ".join(str(application) for application in found)
        messages.success(self.request, f"More time, told by mail: {names}.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back(), **kwargs)


class MoveInReserve(OneApplication, FormPage):
    """Up, down, or to a number."""

    template_name = "cohorts/form.html"
    form_class = RankForm
    button = "Save the rank"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.subject} on the reserve list"

    def get_initial(self) -> dict[str, Any]:
        return {"to": self.subject.reserve_rank}

    def save(self, form: forms.Form) -> str:
        reserve.move(self.subject, to=form.cleaned_data["to"], by=self.request.user)
        return f"{self.back()}#reserve-{self.subject.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back(), **kwargs)


class ReleaseReserves(OffersPage, ActionPage):
    """The end of the list: everybody who is still on it is told that no place became free."""

    title = "Close the reserve list"
    danger = True

    @property
    def people(self) -> list[Application]:
        found = rows.reserves(self.request.user, self.cohort)
        return [row for row in found if row.decision != Decision.OFFER and row.state == "reserve"]

    @property
    def question(self) -> str:  # type: ignore[override]
        names = ", ".join(str(row) for row in self.people)
        if not names:
            return "Nobody is on the list."
        return f"A mail leaves at once to tell them that no place became free: {names}."

    @property
    def button(self) -> str:  # type: ignore[override]
        n = len(self.people)
        return f"Tell {n} {'person' if n == 1 else 'people'} and close the list"

    def act(self) -> str:
        n = offers.release_reserves(self.cohort, by=self.request.user)
        messages.success(self.request, f"The list is closed. {n} mails are leaving.")
        return self.back()
