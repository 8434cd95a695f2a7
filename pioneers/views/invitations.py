"""Staff invite one person; and the page behind the link in that mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.views.base import CohortPage
from core import clock
from core.access import visible_or_404
from core.errors import Refused
from core.views import FormPage, Page
from core.views.links import InvitationByLink
from pioneers import permissions
from pioneers.forms.entry import InvitationForm
from pioneers.models import Invitation
from pioneers.selectors import entry as rows
from pioneers.services import invitations as services


class InvitationsMixin(CohortPage):
    rule = permissions.lets_in
    tab = "invitations"

    def url(self) -> str:
        return reverse("pioneers:invitations", args=[self.cohort.pk])


class Invitations(InvitationsMixin, FormPage):
    """The list, and the form for the next one."""

    template_name = "pioneers/invitations.html"
    form_class = InvitationForm
    title = "Invitations"
    button = "Invite"

    def get_initial(self) -> dict[str, Any]:
        closes = self.cohort.applications_close_at
        return {"deadline_at": closes} if closes > clock.now() else {}

    def save(self, form: Any) -> str:
        invitation = services.invite(self.cohort, by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request, f"{invitation} is invited. The mail with the link is in the outbox."
        )
        return self.url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitations = list(rows.invitations_of(self.request.user, self.cohort))
        return super().get_context_data(
            invitations=[standing(invitation) for invitation in invitations],
            used=sum(bool(row.applications.all()) for row in invitations),
            entered=list(rows.entered_by(self.request.user, self.cohort)),
            waiting=rows.waiting_for_a_call(self.cohort),
            **kwargs,
        )


def standing(invitation: Invitation) -> dict[str, Any]:
    """What became of it, in words."""
    application = next(iter(invitation.applications.all()), None)
    if application is not None:
        state = "used"
    elif invitation.revoked_at is not None:
        state = "revoked"
    else:
        state = "over" if invitation.deadline_at <= clock.now() else "waiting"
    other = application is not None and (
        application.applicant.email.lower() != invitation.email.lower()
    )
    return {"row": invitation, "application": application, "state": state, "other": other}


class ChangeInvitation(InvitationsMixin, Page):
    """The buttons beside an invitation."""

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.invitation = visible_or_404(
            rows.invitations_of(self.request.user, cohort), pk=self.kwargs["pk"]
        )
        return cohort

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if self.kwargs["what"] == "resend":
                services.resend(self.invitation, by=request.user)
                messages.success(request, "A new mail with a new link is in the outbox.")
            else:
                services.revoke(self.invitation, by=request.user)
                messages.success(request, "The invitation is taken back. Its link works no more.")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self.url())


class UseInvitation(InvitationByLink):
    template_name = "pioneers/invitation.html"
    title = "You are invited to apply"
    action = services.ACTION

    def of_link(self) -> Invitation:
        return services.of_link(self.link)

    def check(self) -> None:
        services.check(self.subject)

    def accepted(self) -> str:
        own = self.subject.applications.filter(applicant=self.request.user).first()
        return reverse("pioneers:application", args=[own.pk]) if own else ""

    def accept(self) -> str:
        application = services.accept(self.link, by=self.request.user)
        return reverse("pioneers:edit_application", args=[application.pk, "you"])
