"""The board: staff decide in private beside the cohort as it takes shape."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import FormPage, Page
from pioneers import permissions, wishes
from pioneers.enums import Decision, DeclineReason
from pioneers.forms.choosing import REASONS, DecisionForm, WishesForm
from pioneers.plans import plan_of
from pioneers.selectors import choosing as rows
from pioneers.selectors.shape import Shape, shape_of
from pioneers.selectors.staff import of_cohort, reads_blind, with_blindness
from pioneers.services import selection

PAGE_SIZE = 50
# Digits; no database takes a number of any length.
LONGEST_ID = 18


class BoardPage(CohortPage):
    """Pages of choosing, under the board's tab."""

    rule = permissions.applies_decisions
    tab = "decisions"

    @staticmethod
    def cohorts(user: Any) -> Any:
        return with_blindness(CohortPage.cohorts(user), user)

    def board(self) -> str:
        return reverse("pioneers:decisions", args=[self.cohort.pk])

    @cached_property
    def seen(self) -> set[int]:
        """The applications that this person may see: nobody else is named on these pages."""
        return set(of_cohort(self.request.user, self.cohort).values_list("pk", flat=True))

    def shape(self) -> Shape:
        blind = reads_blind(self.request.user, self.cohort)
        return shape_of(self.cohort, blind=blind, seen=self.seen)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"label": "Choosing", "url": self.board()}]


class Decisions(BoardPage, Page):
    """Ranked applications on one side, the cohort taking shape on the other."""

    template_name = "pioneers/decisions.html"
    title = "Choosing the cohort"

    def crumbs(self) -> list[dict[str, str]]:
        return CohortPage.crumbs(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, wanted = self.request.user, self.request.GET.get("show", "")
        shown = wanted if wanted in rows.SHOWN else ""
        found = rows.ranked(user, self.cohort).filter(rows.shown_as(shown))
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        shape = self.shape()
        return super().get_context_data(
            **about_shape(shape, shown),
            page=page,
            rows=rows.board_rows(user, self.cohort, page.object_list, shape.plan),
            reasons=REASONS,
            here=self.request.get_full_path(),
            **kwargs,
        )


def about_shape(shape: Shape, shown: str) -> dict[str, Any]:
    counts = {
        "": shape.to_decide,
        rows.UNDECIDED: shape.undecided,
        Decision.OFFER: shape.offers,
        Decision.RESERVE: shape.in_reserve,
        Decision.DECLINE: shape.declines,
    }
    tabs = [(value, label, counts[value]) for value, label in rows.SHOWN.items()]
    return {"shape": shape, "shown": shown, "by_decision": tabs}


class DecideOnBoard(BoardPage, Page):
    """One press on one row. With htmx the row and the shape come back, without it the board."""

    rule = permissions.decides

    def get_subject(self) -> Any:
        super().get_subject()
        return visible_or_404(
            of_cohort(self.request.user, self.cohort), pk=self.kwargs["application_pk"]
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.back())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trouble = ""
        try:
            self.decide()
        except Refused as refusal:
            trouble = str(refusal)
        if getattr(request, "htmx", False):
            return self.fragment(trouble)
        if trouble:
            messages.error(request, trouble)
        return HttpResponseRedirect(self.back())

    def decide(self) -> None:
        data = self.request.POST.copy()
        if data.get("decision") == Decision.DECLINE:
            # The usual reason at the first press; another one with the second.
            data["decline_reason"] = data.get("decline_reason") or DeclineReason.PLACES
        form = DecisionForm(data)
        if not form.is_valid():
            raise Refused(
                " ".join(str(words) for errors in form.errors.values() for words in errors)
            )
        selection.decide(self.subject, by=self.request.user, **form.cleaned_data)

    def back(self) -> str:
        """The board as it was shown, at this row."""
        wanted = self.request.POST.get("back", "")
        host = {self.request.get_host()}
        safe = url_has_allowed_host_and_scheme(wanted, host) and wanted.startswith(self.board())
        return f"{wanted if safe else self.board()}#application-{self.subject.pk}"

    def fragment(self, trouble: str) -> HttpResponse:
        user, shape = self.request.user, self.shape()
        mine = rows.ranked(user, self.cohort).filter(pk=self.subject.pk)
        found = rows.board_rows(user, self.cohort, mine, shape.plan)
        return render(
            self.request,
            "pioneers/_board_change.html",
            {
                **about_shape(shape, self.request.POST.get("shown", "")),
                "cohort": self.cohort,
                "row": found[0] if found else None,
                "application": self.subject,
                "reasons": REASONS,
                "here": self.request.POST.get("back", ""),
                "trouble": trouble,
            },
        )


class ProposeOffers(BoardPage, Page):
    """The best n, with the reasons; staff take some out before the offers are noted."""

    template_name = "pioneers/propose_offers.html"
    title = "Offer the best"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shape = self.shape()
        wanted = self.request.GET.get("n", "")
        said = wanted.isdecimal() and len(wanted) < LONGEST_ID
        n = min(int(wanted), self.cohort.places) if said else shape.shown_left
        return super().get_context_data(
            n=n,
            left=shape.shown_left,
            proposal=rows.proposal(self.request.user, self.cohort, shape, n),
            back=self.board(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        picks = request.POST.getlist("pick")
        wanted = [int(pk) for pk in picks if pk.isdecimal() and len(pk) < LONGEST_ID]
        picked = rows.open_to_decision(request.user, self.cohort).filter(pk__in=wanted)
        try:
            n = selection.offer_these(picked.order_by("pk"), by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.board())
        messages.success(
            request,
            f"{n} offer{'' if n == 1 else 's'} noted. Nobody is told until you apply them.",
        )
        return HttpResponseRedirect(self.board())


class Wishes(BoardPage, FormPage):
    """How many at least of each borough, setting and role; and how long offers last."""

    template_name = "pioneers/wishes.html"
    form_class = WishesForm
    title = "What the cohort should look like"
    success_message = "Saved. The board now says what is missing."

    def get_form_kwargs(self) -> dict[str, Any]:
        labels, plan = wishes.labels(self.cohort), plan_of(self.cohort)
        return {**super().get_form_kwargs(), "labels": labels, "plan": plan}

    def save(self, form: forms.Form) -> str:
        assert isinstance(form, WishesForm)
        selection.save_wishes(
            self.cohort,
            targets=form.targets(),
            offer_days=form.cleaned_data["offer_days"],
            promotes_by_itself=form.cleaned_data["promotes_by_itself"],
            by=self.request.user,
        )
        return self.board()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.board(), **kwargs)
