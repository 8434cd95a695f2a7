"""Funders and their contacts, and the programme's own team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from cohorts import permissions, selectors, services
from cohorts.forms import FunderForm, PersonForm, StaffForm
from cohorts.models import Funder
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, Page


class Funders(Page):
    rule = permissions.staff
    template_name = "cohorts/funders.html"
    title = "Funders"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(funders=selectors.funders_for(self.request.user), **kwargs)


class AddFunder(FormPage):
    rule = permissions.staff
    template_name = "cohorts/form.html"
    form_class = FunderForm
    title = "New funder"
    button = "Add the funder"

    def save(self, form: forms.BaseForm) -> str:
        funder = services.add_funder(by=self.request.user, **form.cleaned_data)
        return reverse("cohorts:funder", args=[funder.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("cohorts:funders"), **kwargs)


class FunderMixin:
    rule = permissions.staff
    funder: Funder
    request: Any
    kwargs: dict[str, Any]

    def get_subject(self) -> Any:
        # Which programme a funder belongs to is not a fact: any staff see all funders.
        if not permissions.staff(self.request.user, None):
            return None
        self.funder = visible_or_404(selectors.funders_for(self.request.user), pk=self.kwargs["pk"])
        return None


class FunderPage(FunderMixin, Page):
    template_name = "cohorts/funder.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.funder.name,
            funder=self.funder,
            contacts=selectors.contacts_of(self.funder),
            may_change=permissions.administrator(self.request.user, None),
            fundings=selectors.fundings_of(self.funder, self.request.user),
            **kwargs,
        )


class AddContact(FunderMixin, FormPage):
    rule = permissions.administrator
    template_name = "cohorts/form.html"
    form_class = PersonForm
    button = "Add the contact"

    def save(self, form: forms.BaseForm) -> str:
        services.add_funder_contact(self.funder, by=self.request.user, **form.cleaned_data)
        return reverse("cohorts:funder", args=[self.funder.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"A contact at {self.funder}",
            lead="They will read the summaries that you issue to this funder, and nothing else.",
            back=reverse("cohorts:funder", args=[self.funder.pk]),
            **kwargs,
        )


class EndContact(FunderMixin, ActionPage):
    rule = permissions.administrator
    title = "End this person’s access"
    question = "From now on they can no longer read this funder’s summaries."
    button = "End it"
    danger = True

    def get_subject(self) -> Any:
        super().get_subject()
        if not self.rule(self.request.user, None):
            return None
        self.contact = visible_or_404(
            selectors.contacts_of(self.funder), pk=self.kwargs["contact_pk"]
        )
        return None

    def act(self) -> str:
        services.end_funder_contact(self.contact, by=self.request.user)
        return self.back()

    def back(self) -> str:
        return reverse("cohorts:funder", args=[self.funder.pk])


class Team(Page):
    rule = permissions.staff
    template_name = "cohorts/team.html"
    title = "The team"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            memberships=selectors.team_for(self.request.user),
            may_change=permissions.administrator(self.request.user, None),
            **kwargs,
        )


class AddStaff(FormPage):
    rule = permissions.administrator
    template_name = "cohorts/form.html"
    form_class = StaffForm
    title = "Add somebody to the team"
    button = "Add them"

    def save(self, form: forms.BaseForm) -> str:
        programme = selectors.programme_of(self.request.user)
        if programme is None or not permissions.administrator(self.request.user, programme):
            raise Refused("Only an administrator of the programme can add people to its team.")
        services.add_staff(programme, by=self.request.user, **form.cleaned_data)
        return reverse("cohorts:team")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead="They sign in with a code that we mail them. There is no password to hand over.",
            back=reverse("cohorts:team"),
            **kwargs,
        )


class EndStaff(ActionPage):
    rule = permissions.administrator
    title = "End this person’s work for the programme"
    question = "They keep their account, and from now on see nothing of the programme’s pages."
    button = "End it"
    danger = True

    def get_subject(self) -> Any:
        return visible_or_404(selectors.team_for(self.request.user), pk=self.kwargs["pk"])

    def act(self) -> str:
        services.end_staff(self.subject, by=self.request.user)
        return self.back()

    def back(self) -> str:
        return reverse("cohorts:team")
