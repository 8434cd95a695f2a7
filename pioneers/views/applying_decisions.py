"""Between the decisions and the mailboxes: what will happen, then the letters that wait."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts.selectors import mails_of
from core import clock, mail
from core.mail import words
from core.templatetags.words import day
from core.views import ActionPage
from pioneers import letters, permissions
from pioneers.enums import Decision
from pioneers.models import Application
from pioneers.plans import plan_of
from pioneers.selectors import choosing as rows
from pioneers.services import selection
from pioneers.views.choosing import BoardPage

OWN_LINK = "(here stands a link of their own)"


class ApplyDecisions(BoardPage, ActionPage):
    """Everything that will happen, on one page: who, which letter, and by when they answer."""

    template_name = "pioneers/apply_decisions.html"
    # Names and letters are on it, so whoever reads blind ends that first.
    rule = permissions.knows_who_applies
    title = "What will happen"

    @cached_property
    def pending(self) -> list[Application]:
        return rows.to_apply(self.cohort)

    @property
    def button(self) -> str:  # type: ignore[override]
        return f"Apply {count(len(self.pending), 'decision')}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.pending:
            messages.info(request, "There is no decision to apply yet.")
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def act(self) -> str:
        applied = selection.apply_decisions(self.cohort, by=self.request.user)
        messages.success(
            self.request, f"Applied: {in_words(applied)}. Nobody has been told so far."
        )
        return reverse("pioneers:release_letters", args=[self.cohort.pk])

    def back(self) -> str:
        return self.board()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = [row for row in self.pending if row.pk in self.seen]
        by_decision = {
            value: [row for row in shown if row.decision == value] for value in Decision.values
        }
        shape = self.shape()
        days = shape.plan.offer_days
        return super().get_context_data(
            summary=in_words(Counter(row.decision for row in self.pending)),
            unseen=len(self.pending) - len(shown),
            groups=[
                (Decision(value), found, preview(found[0], value, days))
                for value, found in by_decision.items()
                if found
            ],
            shape=shape,
            offer_days=days,
            **kwargs,
        )


def preview(application: Application, kind: str, days: int) -> Any:
    """The letter as this person would get it, were it released today. Nothing is saved."""
    application.decided_at = clock.now()
    if kind == Decision.OFFER:
        application.offer_expires_at = letters.answer_by(application.cohort, days=days)
    link = OWN_LINK if kind == Decision.OFFER else ""
    return mail.preview(letters.letter(application, kind, link=link, hold=True))


class ReleaseLetters(BoardPage, ActionPage):
    """The letters of decisions that wait; one press sends them all."""

    template_name = "pioneers/release_letters.html"
    rule = permissions.knows_who_applies
    title = "Tell everybody"

    @cached_property
    def held(self) -> Any:
        return list(rows.held_letters(self.cohort).order_by("kind", "to_name"))

    @property
    def button(self) -> str:  # type: ignore[override]
        return f"Release {count(len(self.held), 'letter')}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.held:
            messages.info(request, "No letter is waiting.")
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def act(self) -> str:
        n = mail.release(rows.held_letters(self.cohort), by=self.request.user)
        messages.success(self.request, f"{count(n, 'letter')} released.")
        return reverse("pioneers:staff_offers", args=[self.cohort.pk])

    def back(self) -> str:
        return self.board()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = plan_of(self.cohort).offer_days
        mine = set(mails_of(self.cohort, self.request.user).values_list("pk", flat=True))
        shown = [row for row in self.held if row.pk in mine]
        answer_by = letters.answer_by(self.cohort, days=days)
        for row in shown:
            row.subject = words.fill(row.subject, {"answer_by": day(answer_by)})
        return super().get_context_data(
            held=shown,
            number=len(self.held),
            offer_days=days,
            answer_by=answer_by,
            **kwargs,
        )


def count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def in_words(decisions: Any) -> str:
    """12 offers, 5 reserve, 8 no."""
    return (
        f"{count(decisions[Decision.OFFER], 'offer')}, {decisions[Decision.RESERVE]} reserve, "
        f"{decisions[Decision.DECLINE]} no"
    )
