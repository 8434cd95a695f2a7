"""Staff read one application whole, score it, and note what they would decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from cohorts.views.base import CohortPage
from core.views import FormPage
from pioneers import blindness, permissions
from pioneers.dates import agreement
from pioneers.enums import OPEN_TO_DECISION
from pioneers.forms.choosing import DecisionForm
from pioneers.forms.reviewing import SCORE_WORDS, ReviewForm
from pioneers.models import Application, Review
from pioneers.selectors import reviewing as rows
from pioneers.selectors.applications import read_answers
from pioneers.selectors.staff import of_cohort, one_for_reading, reads_blind, stands_by
from pioneers.services import reviewing, selection
from pioneers.views.reading import answers

FACTS_SAID = {True: "That is right", False: "Something is different: {}", None: ""}


class OneApplication(CohortPage):
    """Mixin of staff's pages of one application that they may read."""

    tab = "applications"
    subject: Application

    def get_subject(self) -> Application:
        application = one_for_reading(self.request.user, self.kwargs["application_pk"])
        self.cohort = application.cohort
        return application


class StaffApplication(OneApplication, FormPage):
    """One application, read whole, with the reader's own scores beside it."""

    template_name = "pioneers/staff_application.html"
    rule = permissions.reviews_application
    form_class = ReviewForm

    def crumbs(self) -> list[dict[str, str]]:
        return [
            *super().crumbs(),
            {
                "label": "Applications",
                "url": reverse("pioneers:staff_applications", args=[self.cohort.pk]),
            },
        ]

    @property
    def blind(self) -> bool:
        return reads_blind(self.request.user, self.cohort)

    @property
    def is_read_blind(self) -> bool:
        """By somebody: the plan is fetched with the application."""
        plan = getattr(self.cohort, "selection_plan", None)
        return plan is not None and plan.blind

    @cached_property
    def stands_by(self) -> bool:
        return stands_by(self.request.user, self.cohort)

    def name(self) -> str:
        if not self.subject.was_sent and not self.blind:
            return str(self.subject.applicant)
        return blindness.title(self.subject, blind=self.blind)

    def here(self) -> str:
        return reverse("pioneers:staff_application", args=[self.subject.pk])

    @cached_property
    def reviews(self) -> list[Review]:
        return rows.reviews_of(self.subject)

    @cached_property
    def seen(self) -> tuple[Review | None, list[Review]]:
        return rows.seen_by(self.request.user, self.reviews, sees_all=self.stands_by)

    def review_form(self, data: Any = None) -> ReviewForm:
        return ReviewForm(data, criteria=rows.criteria_of(self.cohort), review=self.seen[0])

    def decision_form(self, data: Any = None) -> DecisionForm:
        names = ("decision", "decline_reason", "reserve_rank")
        return DecisionForm(data, initial={name: getattr(self.subject, name) for name in names})

    def get_form(self, form_class: Any = None) -> forms.Form:
        return self.review_form(self.request.POST or None)

    def save(self, form: Any) -> str:
        reviewing.review(
            self.subject,
            by=self.request.user,
            scores=form.scores(),
            note=form.cleaned_data["note"],
        )
        if "next" not in self.request.POST:
            messages.success(self.request, "Your scores are saved.")
            return self.here()
        mine = of_cohort(self.request.user, self.cohort)
        following = rows.next_to_review(self.request.user, mine, after=self.subject.pk)
        if following is None:
            messages.success(self.request, "Saved. You have read every application there is.")
            return reverse("pioneers:staff_applications", args=[self.cohort.pk])
        messages.success(self.request, f"Your scores for {self.name()} are saved.")
        return reverse("pioneers:staff_application", args=[following.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, user = self.subject, self.request.user
        context: dict[str, Any] = {
            "title": self.name(),
            "blind": self.blind,
            "kind": "application",
            "hides_words": not self.blind and self.is_read_blind,
            "state": application.state,
            "score_words": SCORE_WORDS,
        }
        if application.was_sent:
            mark = rows.marks(user, self.reviews, sees_all=self.stands_by)
            context |= {
                **self.told(),
                "review_form": self.review_form(),
                "decision_form": self.decision_form(),
                "may_decide": application.state in OPEN_TO_DECISION,
                "marks": mark,
                "stands_by": self.stands_by,
                "sees_scores": self.stands_by or self.seen[0] is not None,
                "others": self.seen[1],
                "left": 0 if self.stands_by else rows.left_in_cohort(user, self.cohort),
                "many": rows.MANY,
                "conflicts": rows.conflicts_about(application),
            }
        context = {"form": context.get("review_form"), **context, **kwargs}
        form = context["form"]
        if form is not None and form.is_bound:
            context["decision_form" if isinstance(form, DecisionForm) else "review_form"] = form
        return super().get_context_data(**context)

    def told(self) -> dict[str, Any]:
        """What the page says of the applicant. Who reads blind gets what reviewers get."""
        application = self.subject
        if self.blind:
            found = answers(application, blind=True)
            return {"facts": blindness.facts(application), "answers": found}
        same_home, more = rows.same_home(self.request.user, application)
        return {
            "facts": facts(application),
            "home_facts": home_facts(application),
            "same_home": same_home,
            "same_home_has_more": more,
            "answers": [
                {
                    "question": row.question,
                    "text": row.text,
                    "file": row.is_file,
                }
                for row in read_answers(application)
            ],
        }


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


def facts(application: Application) -> list[tuple[str, Any]]:
    return [
        ("Role", application.get_role_display()),
        ("Years in this role", application.years_in_role),
        ("Setting", application.get_setting_display()),
        ("Borough", application.borough),
        ("E-mail", application.applicant.email),
        ("Telephone", application.phone),
        ("Says yes to the dates", agreement(application)),
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
        ("The applicant says", FACTS_SAID[application.facts_right].format(application.facts_note)),
    ]
