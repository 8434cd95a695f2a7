"""Staff prepare the reading of a cohort: what is scored, who reads, who must not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, ListPage, Page
from pioneers import blindness, permissions
from pioneers.forms.reading import CriterionForm, PlanForm, ReviewerForm
from pioneers.models import Criterion, Reviewer
from pioneers.plans import plan_of
from pioneers.selectors import readers as rows
from pioneers.selectors.staff import reads_blind
from pioneers.services import criteria, readers


class PreparingMixin(CohortPage):
    rule = permissions.prepares_reading
    tab = "reading"

    def back(self) -> str:
        return reverse("pioneers:prepare_reading", args=[self.cohort.pk])

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"label": "Reading", "url": self.back()}]


class Preparing(PreparingMixin, Page):
    template_name = "pioneers/prepare_reading.html"
    title = "Reading"

    def crumbs(self) -> list[dict[str, str]]:
        return CohortPage.crumbs(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = plan_of(self.cohort)
        blind = reads_blind(self.request.user, self.cohort)
        return super().get_context_data(
            plan=plan,
            criteria=rows.criteria(self.cohort),
            reviewers=rows.reviewers_of(self.cohort),
            numbers=rows.numbers(self.cohort, plan),
            conflicts=[
                (row, blindness.title(row.application, blind=blind))
                for row in rows.conflicts(self.request.user, self.cohort)
            ],
            **kwargs,
        )


class PrepareForm(PreparingMixin, FormPage):
    template_name = "cohorts/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back(), **kwargs)


class ChangePlan(PrepareForm):
    form_class = PlanForm
    title = "How applications are read"
    success_message = "Saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": plan_of(self.cohort)}

    def save(self, form: Any) -> str:
        readers.change_plan(self.cohort, by=self.request.user, **form.cleaned_data)
        return self.back()


class AddCriterion(PrepareForm):
    form_class = CriterionForm
    title = "Add something to score"
    button = "Add it"

    def save(self, form: Any) -> str:
        criteria.add(self.cohort, by=self.request.user, **form.cleaned_data)
        return self.back()


class CriterionMixin(PreparingMixin):
    criterion: Criterion

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.criterion = visible_or_404(rows.criteria(cohort), pk=self.kwargs["pk"])
        return cohort


class EditCriterion(CriterionMixin, PrepareForm):
    form_class = CriterionForm
    title = "Change what is scored"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.criterion}

    def save(self, form: Any) -> str:
        # As it is stored: the form has written into its own copy.
        was = rows.criteria(self.cohort).get(pk=self.criterion.pk)
        criteria.change(was, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, "Saved. Scores that are in count by the new weight.")
        return self.back()


class ArrangeCriterion(CriterionMixin, Page):
    """The small buttons: up, down, remove."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.back())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        what = self.kwargs["what"]
        try:
            if what == "remove":
                criteria.remove(self.criterion, by=request.user)
            else:
                criteria.move(self.criterion, up=what == "up", by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(f"{self.back()}#criteria")


class AddReviewer(PrepareForm):
    form_class = ReviewerForm
    title = "Add a reviewer"
    button = "Add them"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "members": rows.could_read(self.cohort)}

    def save(self, form: Any) -> str:
        added = readers.add_reviewer(self.cohort, by=self.request.user, **form.person())
        messages.success(self.request, f"{added} reads for {self.cohort}. We have mailed them.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead=(
                "They sign in with a code and a second step, and see what was sent: "
                "the answers for reviewers, never an address or a telephone number."
            ),
            **kwargs,
        )


class EndReviewer(PreparingMixin, ActionPage):
    button = "They no longer read"
    danger = True
    question = "Their scores stay and count. What they have not read goes to the other readers."
    reviewer: Reviewer

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.reviewer = visible_or_404(rows.current_reviewers(cohort), pk=self.kwargs["pk"])
        return cohort

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.reviewer} no longer reads"

    def act(self) -> str:
        readers.end_reviewer(self.reviewer, by=self.request.user)
        messages.success(self.request, f"{self.reviewer} no longer reads for {self.cohort}.")
        return self.back()


class Allot(PreparingMixin, ActionPage):
    title = "Share the applications out"
    button = "Allot evenly"
    question = (
        "Each sent application goes to as many readers as the plan says, everybody gets about as "
        "many, and nobody gets one they have a conflict with. What is read already stays."
    )

    def act(self) -> str:
        changed = readers.allot(self.cohort, by=self.request.user)
        messages.success(
            self.request,
            f"Shared out: {changed} changed." if changed else "Everything was shared out already.",
        )
        return self.back()


class TakeBackConflict(PreparingMixin, ActionPage):
    title = "Declared by mistake?"
    button = "They may read it again"
    question = "The application is in their sight again, and scores they gave earlier count."

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.conflict = visible_or_404(
            rows.conflicts(self.request.user, cohort), pk=self.kwargs["pk"]
        )
        return cohort

    def act(self) -> str:
        readers.take_back_conflict(self.conflict, by=self.request.user)
        messages.success(self.request, "Taken back.")
        return self.back()


class Disagreements(PreparingMixin, ListPage):
    """Flagged applications with everybody's scores side by side."""

    template_name = "pioneers/disagreements.html"
    title = "Readers who disagree"
    page_size = 20

    def get_rows(self) -> Any:
        self.plan = plan_of(self.cohort)
        return rows.disagreements(self.request.user, self.cohort, self.plan)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        blind = reads_blind(self.request.user, self.cohort)
        context["plan"] = self.plan
        context["found"] = [(row, blindness.title(row, blind=blind)) for row in context["rows"]]
        context["hidden"] = rows.hidden_disagreements(self.request.user, self.cohort, self.plan)
        return context
