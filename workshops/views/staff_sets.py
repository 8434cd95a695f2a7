"""Staff's learning sets of a cohort: add, fill, move people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.urls import reverse

from cohorts.permissions import staff
from cohorts.views import CohortPage
from core import people
from core.access import visible_or_404
from core.views import ActionPage, FormPage, Page
from workshops import composer_reading, selectors
from workshops.forms import MoveForm, SetForm
from workshops.models import LearningSet
from workshops.services import sets


class SetsPage(CohortPage):
    rule = staff
    tab = "sets"

    def back(self) -> str:
        return reverse("workshops:staff_sets", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": self.back(), **kwargs})


class StaffSets(SetsPage, Page):
    template_name = "workshops/staff_sets.html"
    title = "Learning sets"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sets=list(selectors.sets_of(self.cohort)),
            unplaced=list(selectors.unplaced(self.cohort)),
            draft=composer_reading.has_draft(self.cohort),
            **kwargs,
        )


class SetFormPage(SetsPage, FormPage):
    template_name = "cohorts/form.html"
    form_class = SetForm

    def typed(self, form: Any) -> dict[str, Any]:
        """What was typed, with the facilitator as a person (made if new)."""
        values = dict(form.cleaned_data)
        name, email = values.pop("facilitator_name"), values.pop("facilitator_email")
        by = self.request.user
        return {**values, "facilitator": people.person(email, name=name, by=by) if email else None}


class AddSet(SetFormPage):
    title = "A new learning set"
    button = "Add the set"

    def get_initial(self) -> dict[str, Any]:
        return {"starts": self.cohort.set_starts, "ends": self.cohort.set_ends, "weekday": 1}

    @transaction.atomic
    def save(self, form: forms.BaseForm) -> str:
        sets.add_set(self.cohort, **self.typed(form), by=self.request.user)
        return self.back()


class ChangeSet(SetFormPage):
    title = "Change a learning set"
    learning_set: LearningSet

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        mine = LearningSet.objects.visible_to(self.request.user).filter(cohort=cohort)
        self.learning_set = visible_or_404(
            mine.select_related("facilitator", "cohort"), pk=self.kwargs["pk"]
        )
        return cohort

    def get_initial(self) -> dict[str, Any]:
        one = self.learning_set
        return {
            **{name: getattr(one, name) for name in ("name", "weekday", "starts", "ends", "place")},
            "facilitator_name": one.facilitator.name if one.facilitator else "",
            "facilitator_email": one.facilitator.email if one.facilitator else "",
        }

    @transaction.atomic
    def save(self, form: forms.BaseForm) -> str:
        sets.change_set(self.learning_set, **self.typed(form), by=self.request.user)
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = "Dates that are published stay as they are: move them on the timetable."
        return super().get_context_data(lead=lead, **kwargs)


class FillSets(SetsPage, ActionPage):
    title = "Fill the learning sets"
    question = (
        "Everybody who is in no set is placed: apart from colleagues of the same home, at the half "
        "of the day they asked for, and mixed by borough, setting and role. Nobody who is in a "
        "set is moved. You can move people afterwards."
    )
    button = "Fill the sets"

    def act(self) -> str:
        placed = sets.fill_sets(self.cohort, by=self.request.user)
        who = "1 Pioneer was" if placed == 1 else f"{placed} Pioneers were"
        messages.success(self.request, f"{who} placed. The reason is beside each name.")
        return self.back()


class MovePioneer(SetsPage, FormPage):
    template_name = "cohorts/form.html"
    form_class = MoveForm
    button = "Move"

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.pioneer = visible_or_404(selectors.pioneers_of(cohort), pk=self.kwargs["pk"])
        self.current = selectors.current_set(self.pioneer)
        return cohort

    def get_form_kwargs(self) -> dict[str, Any]:
        others = self.cohort.learning_sets.all()
        if self.current:
            others = others.exclude(pk=self.current.pk)
        return {**super().get_form_kwargs(), "sets": others}

    def save(self, form: forms.BaseForm) -> str:
        chosen, reason = form.cleaned_data["learning_set"], form.cleaned_data["reason"]
        sets.move_member(self.pioneer, chosen, reason=reason, by=self.request.user)
        messages.success(self.request, f"{self.pioneer} is now in the {chosen}.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = f"Now in the {self.current}. The time there is kept as history."
        return super().get_context_data(
            title=f"Move {self.pioneer}",
            lead=lead if self.current else "In no learning set yet.",
            **kwargs,
        )
