"""Staff say who may apply: the cohort's own yes-or-no rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import FormPage, Page
from pioneers import permissions
from pioneers.forms.eligibility import RuleForm
from pioneers.models import EligibilityRule
from pioneers.selectors import entry as rows
from pioneers.services import eligibility as services


class RulesMixin(CohortPage):
    rule = permissions.asks_questions
    tab = "eligibility"

    def url(self) -> str:
        return reverse("pioneers:eligibility", args=[self.cohort.pk])

    def own_rule(self) -> EligibilityRule:
        return visible_or_404(rows.rules_of(self.cohort), pk=self.kwargs["pk"])


class Rules(RulesMixin, FormPage):
    template_name = "pioneers/eligibility.html"
    form_class = RuleForm
    title = "Who may apply"
    button = "Add the rule"
    success_message = "The rule is asked from now on, also of drafts that are begun already."

    def save(self, form: Any) -> str:
        services.add(self.cohort, by=self.request.user, **form.cleaned_data)
        return self.url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rules=list(rows.rules_of(self.cohort)),
            waiting=rows.waiting_for_a_call(self.cohort),
            told=rows.told_of(self.cohort),
            **kwargs,
        )


class EditRule(RulesMixin, FormPage):
    template_name = "pioneers/edit_rule.html"
    form_class = RuleForm
    title = "Change a rule"
    success_message = "The rule is changed."

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.own = self.own_rule()
        return cohort

    def get_initial(self) -> dict[str, Any]:
        return {
            "question": self.own.question,
            "needs_yes": "yes" if self.own.needs_yes else "no",
            "explanation": self.own.explanation,
        }

    def save(self, form: Any) -> str:
        services.change(self.own, by=self.request.user, **form.cleaned_data)
        return self.url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.url(), **kwargs)


class ArrangeRule(RulesMixin, Page):
    """The small buttons of the list."""

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.own = self.own_rule()
        return cohort

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if self.kwargs["what"] == "up":
                services.move_up(self.own, by=request.user)
            else:
                services.remove(self.own, by=request.user)
                messages.success(request, "The rule is no longer asked.")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self.url())
