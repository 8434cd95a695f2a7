from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse

from cohorts import permissions, selectors, services
from cohorts.enums import COHORT_MOVES, CohortState
from cohorts.forms import CohortForm, FundingForm
from cohorts.models import Cohort
from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, ListPage


class Cohorts(ListPage):
    rule = permissions.staff
    template_name = "cohorts/cohorts.html"
    title = "Cohorts"

    def get_rows(self) -> Any:
        return selectors.cohorts_for(self.request.user)


class AddCohort(FormPage):
    """A new cohort; `?copy=<pk>` begins with the last one's counts, places and rules."""

    rule = permissions.staff
    template_name = "cohorts/cohort_form.html"
    form_class = CohortForm
    title = "New cohort"
    button = "Create the cohort"

    @cached_property
    def source(self) -> Cohort | None:
        pk = self.request.GET.get("copy")
        if not pk:
            return None
        return visible_or_404(Cohort.objects.visible_to(self.request.user), pk=pk)

    def get_initial(self) -> dict[str, Any]:
        latest = selectors.cohorts_for(self.request.user).first()
        initial: dict[str, Any] = {"number": latest.number + 1 if latest else 1}
        if self.source:
            initial |= {name: getattr(self.source, name) for name in services.COPIED}
            initial["boroughs"] = self.source.boroughs.all()
        return initial

    def save(self, form: forms.BaseForm) -> str:
        user = self.request.user
        if self.source:
            cohort = services.copy_cohort(self.source, by=user, **form.cleaned_data)
        else:
            programme = selectors.programme_of(user)
            if programme is None:
                raise Refused("You work for no programme at the moment.")
            cohort = services.create_cohort(programme=programme, by=user, **form.cleaned_data)
        return reverse("cohorts:edit_cohort", args=[cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            source=self.source, cohorts=selectors.cohorts_for(self.request.user), **kwargs
        )


class EditCohort(CohortPage, FormPage):
    template_name = "cohorts/cohort_edit.html"
    form_class = CohortForm
    tab = "settings"
    title = "Dates, places and rules"
    success_message = "The cohort is saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: the form must not change the row that the service compares with.
        return {**super().get_form_kwargs(), "instance": Cohort.objects.get(pk=self.cohort.pk)}

    def save(self, form: forms.BaseForm) -> str:
        services.change_cohort(self.cohort, by=self.request.user, **form.cleaned_data)
        return reverse("cohorts:edit_cohort", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            fundings=selectors.fundings_of_cohort(self.cohort),
            moves=[CohortState(state) for state in COHORT_MOVES[self.cohort.state]],
            **kwargs,
        )


class MoveCohort(CohortPage, ActionPage):
    QUESTIONS = {
        CohortState.OPEN: "Applications can be sent from the opening time until the closing time.",
        CohortState.PLANNING: "The call disappears from the public page. No application is lost.",
        CohortState.SELECTING: "No new applications are taken. You choose the cohort.",
        CohortState.RUNNING: "The cohort begins: sessions, reminders and projects.",
        CohortState.CELEBRATED: "The programme is over and its posters and booklet are shown.",
        CohortState.CLOSED: "Nothing of this cohort will change any more.",
    }

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        if self.kwargs["state"] not in CohortState.values:
            raise Http404("There is no such state.")
        return cohort

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.cohort}: {CohortState(self.kwargs['state']).label.lower()}"

    @property
    def question(self) -> str:  # type: ignore[override]
        return self.QUESTIONS[CohortState(self.kwargs["state"])]

    @property
    def button(self) -> str:  # type: ignore[override]
        return f"Make it “{CohortState(self.kwargs['state']).label}”"

    def act(self) -> str:
        services.move_cohort(self.cohort, to=self.kwargs["state"], by=self.request.user)
        return self.back()

    def back(self) -> str:
        return reverse("cohorts:edit_cohort", args=[self.cohort.pk])


class AddFunding(CohortPage, FormPage):
    template_name = "cohorts/form.html"
    form_class = FundingForm
    tab = "settings"
    title = "A funder of this cohort"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cohort": self.cohort}

    def save(self, form: forms.BaseForm) -> str:
        services.add_funding(self.cohort, by=self.request.user, **form.cleaned_data)
        return reverse("cohorts:edit_cohort", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("cohorts:edit_cohort", args=[self.cohort.pk])
        return super().get_context_data(back=back, **kwargs)


class RemoveFunding(CohortPage, ActionPage):
    title = "Take this funder off the cohort"
    button = "Take it off"
    danger = True

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.funding = visible_or_404(cohort.fundings.all(), pk=self.kwargs["pk"])
        return cohort

    @property
    def question(self) -> str:  # type: ignore[override]
        return f"{self.funding} and its credit line will no longer be part of {self.cohort}."

    def act(self) -> str:
        services.remove_funding(self.funding, by=self.request.user)
        return self.back()

    def back(self) -> str:
        return reverse("cohorts:edit_cohort", args=[self.cohort.pk])
