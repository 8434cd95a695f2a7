"""Staff read applications, score them, decide in private and apply the decisions at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, Page
from pioneers import permissions
from pioneers.enums import OPEN_TO_DECISION, Decision
from pioneers.forms.selection import (
    QUICK_CHOICES,
    QUICK_REASONS,
    SCORE_WORDS,
    DecisionForm,
    FilterForm,
    ReviewForm,
    changed_decisions,
    quick_value,
)
from pioneers.models import Application, Review
from pioneers.selectors import selection as rows
from pioneers.services import selection

PAGE_SIZE = 50


class StaffApplications(CohortPage, Page):
    template_name = "pioneers/staff_applications.html"
    tab = "applications"
    title = "Applications"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        form = FilterForm(self.request.GET, boroughs=rows.boroughs_of(self.cohort))
        wanted = form.wanted()
        found = rows.filtered(rows.of_cohort(user, self.cohort), wanted)
        ids = rows.in_order(user, found, by_score=wanted.get("order") == "score")
        page = Paginator(ids, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=form,
            filtering=any(wanted.values()),
            page=page,
            cards=rows.cards(user, list(page.object_list)),
            **kwargs,
        )


class StaffApplication(CohortPage, FormPage):
    """One application, read whole, with the reader's own scores beside it."""

    template_name = "pioneers/staff_application.html"
    rule = permissions.reviews_application
    form_class = ReviewForm
    tab = "applications"
    subject: Application

    def get_subject(self) -> Application:
        application = visible_or_404(
            rows.for_reading(self.request.user), pk=self.kwargs["application_pk"]
        )
        self.cohort = application.cohort
        return application

    def crumbs(self) -> list[dict[str, str]]:
        return [
            *super().crumbs(),
            {
                "label": "Applications",
                "url": reverse("pioneers:staff_applications", args=[self.cohort.pk]),
            },
        ]

    def here(self) -> str:
        return reverse("pioneers:staff_application", args=[self.subject.pk])

    @cached_property
    def reviews(self) -> tuple[Review | None, list[Review]]:
        return rows.reviews_seen_by(self.request.user, self.subject)

    def review_form(self, data: Any = None) -> ReviewForm:
        return ReviewForm(data, criteria=rows.criteria_of(self.cohort), review=self.reviews[0])

    def decision_form(self, data: Any = None) -> DecisionForm:
        names = ("decision", "decline_reason", "reserve_rank")
        return DecisionForm(data, initial={name: getattr(self.subject, name) for name in names})

    def get_form(self, form_class: Any = None) -> forms.Form:
        return self.review_form(self.request.POST or None)

    def save(self, form: Any) -> str:
        selection.review(
            self.subject,
            by=self.request.user,
            scores=form.scores(),
            note=form.cleaned_data["note"],
        )
        if "next" not in self.request.POST:
            messages.success(self.request, "Your scores are saved.")
            return self.here()
        following = rows.next_to_review(self.request.user, self.cohort, after=self.subject.pk)
        if following is None:
            messages.success(self.request, "Saved. You have read every application there is.")
            return reverse("pioneers:staff_applications", args=[self.cohort.pk])
        messages.success(self.request, f"Your scores for {self.subject} are saved.")
        return reverse("pioneers:staff_application", args=[following.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, user = self.subject, self.request.user
        context: dict[str, Any] = {
            "title": str(application.applicant if application.is_draft else application),
            "kind": "application",
            "state": application.state,
            "score_words": SCORE_WORDS,
        }
        if not application.is_draft:
            mark = rows.marks(user, [application.pk]).get(application.pk, rows.Marks())
            context |= {
                "facts": facts(application),
                "home_facts": home_facts(application),
                "same_home": rows.same_home(user, application),
                "answers": rows.answers_of(application),
                "review_form": self.review_form(),
                "decision_form": self.decision_form(),
                "may_decide": application.state in OPEN_TO_DECISION,
                "marks": mark,
                "others": self.reviews[1],
                "left": rows.left_to_review(user, self.cohort),
            }
        context = {"form": context.get("review_form"), **context, **kwargs}
        form = context["form"]
        if form is not None and form.is_bound:
            context["decision_form" if isinstance(form, DecisionForm) else "review_form"] = form
        return super().get_context_data(**context)


class DecideApplication(StaffApplication):
    """The decision's form on the same page."""

    rule = permissions.decides

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.here())

    def get_form(self, form_class: Any = None) -> forms.Form:
        return self.decision_form(self.request.POST)

    def save(self, form: Any) -> str:
        selection.decide(self.subject, by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request,
            "The decision is noted. Nobody is told until the decisions are applied."
            if form.cleaned_data["decision"]
            else "The decision is taken back.",
        )
        return self.here()


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
        application = visible_or_404(rows.of_cohort(self.request.user, self.cohort), pk=pk)
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
        ids = rows.in_order(user, self.found(), by_score=True)
        page = Paginator(ids, PAGE_SIZE).get_page(self.request.GET.get("page"))
        cards = rows.cards(user, list(page.object_list))
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


def facts(application: Application) -> list[tuple[str, Any]]:
    return [
        ("Role", application.get_role_display()),
        ("Years in this role", application.years_in_role),
        ("Setting", application.get_setting_display()),
        ("Borough", application.borough),
        ("E-mail", application.applicant.email),
        ("Telephone", application.phone),
        ("Says yes to the dates", "Yes" if application.agrees_to_dates else "No"),
        ("Line manager", application.manager_name),
        ("Line manager’s e-mail", application.manager_email),
    ]


def home_facts(application: Application) -> list[tuple[str, Any]]:
    """What the register knows of the home; of one that it does not know, what was typed."""
    home = application.home
    if home is None:
        return [("As typed", application.home_as_typed)]
    return [
        ("Name", home.name),
        ("Provider", home.provider_name),
        ("Address", home.full_address),
        ("Borough", home.borough),
        ("Beds", home.beds),
        ("CQC rating", home.rating),
    ]
