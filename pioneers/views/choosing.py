"""Staff decide in private and apply the decisions at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, Page
from pioneers import permissions
from pioneers.enums import Decision
from pioneers.forms.choosing import (
    QUICK_CHOICES,
    QUICK_REASONS,
    changed_decisions,
    quick_value,
)
from pioneers.selectors import choosing as rows
from pioneers.selectors import staff_list
from pioneers.selectors.staff import of_cohort
from pioneers.services import selection

PAGE_SIZE = 50


class Decisions(CohortPage, Page):
    """Places against decisions, and every application that can be decided, with one select each."""

    template_name = "pioneers/decisions.html"
    rule = permissions.applies_decisions
    tab = "decisions"
    title = "Decisions"
    SHOWN = {
        "": "All",
        "undecided": "Not decided",
        Decision.OFFER.value: "Offer",
        Decision.RESERVE.value: "Reserve",
        Decision.DECLINE.value: "No place",
    }

    @property
    def shown(self) -> str:
        wanted = self.request.GET.get("show", "")
        return wanted if wanted in self.SHOWN else ""

    def found(self) -> Any:
        found = rows.open_to_decision(self.request.user, self.cohort)
        if not self.shown:
            return found
        return found.filter(decision="" if self.shown == "undecided" else self.shown)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            changed = changed_decisions(request.POST)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.get(request, *args, **kwargs)
        saved = sum(self.decide(pk, *decision) for pk, decision in changed.items())
        if saved:
            messages.success(
                request,
                f"{saved} decision{'' if saved == 1 else 's'} saved. "
                "Nobody is told until you apply them.",
            )
        elif not changed:
            messages.info(request, "Nothing was changed.")
        return HttpResponseRedirect(request.get_full_path())

    def decide(self, pk: int, decision: str, reason: str) -> bool:
        application = visible_or_404(of_cohort(self.request.user, self.cohort), pk=pk)
        rank = application.reserve_rank if decision == Decision.RESERVE else None
        try:
            selection.decide(
                application,
                decision=decision,
                by=self.request.user,
                decline_reason=reason,
                reserve_rank=rank,
            )
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return False
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        ids = staff_list.in_order(user, self.found(), by_score=True)
        page = Paginator(ids, PAGE_SIZE).get_page(self.request.GET.get("page"))
        cards = staff_list.cards(user, list(page.object_list))
        return super().get_context_data(
            shape=rows.shape_of(self.cohort),
            shown=self.shown,
            tabs=self.SHOWN.items(),
            page=page,
            lines=[
                (card, quick_value(card.application.decision, card.application.decline_reason))
                for card in cards
            ],
            choices=QUICK_CHOICES,
            reasons=QUICK_REASONS,
            **kwargs,
        )


class ApplyDecisions(CohortPage, ActionPage):
    """The one page between the decisions and the outbox."""

    rule = permissions.applies_decisions
    tab = "decisions"

    @cached_property
    def waiting(self) -> Any:
        return rows.pending(self.cohort)

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Apply {count(self.waiting.total(), 'decision')}"

    @property
    def button(self) -> str:  # type: ignore[override]
        return f"Apply {count(self.waiting.total(), 'decision')}"

    @property
    def question(self) -> str:  # type: ignore[override]
        return (
            f"{in_words(self.waiting)}. The mails will wait in the outbox: nobody is told until "
            "you release them there."
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.waiting:
            messages.info(request, "There is no decision to apply yet.")
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def act(self) -> str:
        applied = selection.apply_decisions(self.cohort, by=self.request.user)
        messages.success(
            self.request,
            f"{in_words(applied)}. The mails wait here: read one or two, then release them.",
        )
        return reverse("cohorts:outbox", args=[self.cohort.pk])

    def back(self) -> str:
        return reverse("pioneers:decisions", args=[self.cohort.pk])


def count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def in_words(decisions: Any) -> str:
    """12 offers, 5 reserve, 8 no."""
    return (
        f"{count(decisions[Decision.OFFER], 'offer')}, {decisions[Decision.RESERVE]} reserve, "
        f"{decisions[Decision.DECLINE]} no"
    )
