"""A cohort's Pioneers: their places, and who mentors them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from cohorts.views.base import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, ListPage
from pioneers import permissions
from pioneers.enums import ChangeReason, PioneerState
from pioneers.forms.mentoring import EndForm, PairForm
from pioneers.models import Pioneer
from pioneers.selectors import mentors
from pioneers.selectors import people as rows
from pioneers.selectors.releases import with_release
from pioneers.services import mentoring, pioneers


class StaffPioneers(CohortPage, ListPage):
    template_name = "pioneers/staff_pioneers.html"
    rule = permissions.looks_after_pioneers
    tab = "pioneers"
    title = "Pioneers"

    def get_rows(self) -> Any:
        found = rows.pioneers_of(self.request.user, self.cohort)
        return with_release(found, application="application_id")


class PioneerMixin(CohortPage):
    """One Pioneer of the cohort."""

    rule = permissions.looks_after_pioneers
    tab = "pioneers"
    pioneer: Pioneer

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.pioneer = visible_or_404(
            rows.pioneers_of(self.request.user, cohort), pk=self.kwargs["pk"]
        )
        return cohort

    def back(self) -> str:
        return reverse("pioneers:staff_pioneers", args=[self.cohort.pk])


class ChangePlace(PioneerMixin, ActionPage):
    """Pause, withdraw or return, by the address."""

    template_name = "pioneers/change_place.html"

    CHANGES = {
        "pause": (
            PioneerState.PAUSED,
            "Pause the place of {name}",
            "They keep their place and stay on the lists. Return them when they are back.",
            "Pause the place",
        ),
        "withdraw": (
            PioneerState.WITHDRAWN,
            "{name} leaves the cohort",
            "They are no longer counted as a Pioneer. What they did is kept, and they can return.",
            "Yes, they leave",
        ),
        "return": (
            PioneerState.ACTIVE,
            "{name} takes part again",
            "They are on the lists again, as before.",
            "Yes, they are back",
        ),
    }

    @property
    def change(self) -> tuple[str, str, str, str]:
        return self.CHANGES[self.kwargs["change"]]

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.change[1].format(name=self.pioneer)

    @property
    def question(self) -> str:  # type: ignore[override]
        return self.change[2]

    @property
    def button(self) -> str:  # type: ignore[override]
        return self.change[3]

    @property
    def danger(self) -> bool:  # type: ignore[override]
        return self.kwargs["change"] == "withdraw"

    def act(self) -> str:
        pioneer = pioneers.change_state(
            self.pioneer,
            to=self.change[0],
            by=self.request.user,
            why=self.request.POST.get("why", ""),
        )
        messages.success(self.request, f"{pioneer}: {pioneer.get_state_display().lower()}.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reasons = [] if self.kwargs["change"] == "return" else ChangeReason.choices
        return super().get_context_data(reasons=reasons, **kwargs)


class PairPioneer(PioneerMixin, FormPage):
    template_name = "cohorts/form.html"
    form_class = PairForm
    button = "Pair them"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "mentors": mentors.with_room(self.request.user, self.cohort),
        }

    def save(self, form: forms.Form) -> str:
        mentor = form.cleaned_data["mentor"]
        mentoring.pair(mentor, self.pioneer, by=self.request.user)
        messages.success(self.request, f"{mentor} now mentors {self.pioneer}.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = self.pioneer.now  # type: ignore[attr-defined]
        return super().get_context_data(
            title=f"A mentor for {self.pioneer}",
            lead=(
                f"{now[0].mentor} mentors them now, and will no longer see them here."
                if now
                else "The mentor sees who they mentor, and notes when they met."
            ),
            back=self.back(),
            **kwargs,
        )


class EndPairing(PioneerMixin, FormPage):
    template_name = "cohorts/form.html"
    form_class = EndForm
    button = "End it"

    def save(self, form: forms.Form) -> str:
        now = self.pioneer.now  # type: ignore[attr-defined]
        if not now:
            raise Refused(f"{self.pioneer} has no mentor at the moment.")
        mentoring.end_pairing(now[0], by=self.request.user, reason=form.cleaned_data["reason"])
        messages.success(self.request, f"{now[0].mentor} no longer mentors {self.pioneer}.")
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"End the mentoring of {self.pioneer}",
            lead=(
                "The mentor sees nothing more of them from this moment. The meetings that were "
                "noted are kept. Both get a short mail, without the reason."
            ),
            back=self.back(),
            **kwargs,
        )
