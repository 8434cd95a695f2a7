"""Adding somebody of another set who came, from the register or from the staff's side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cohorts.views import CohortPage
from core.access import visible_or_404
from core.errors import Refused
from core.views import ActionPage, FormPage, Page
from pioneers.models import Pioneer
from workshops import guests as choices
from workshops import permissions, selectors
from workshops.enums import SessionKind
from workshops.models import Session
from workshops.register_forms import MakeUpForm
from workshops.services import guests
from workshops.views.sessions import SessionMixin


class AddGuest(SessionMixin, Page):
    """By exact name only: who leads one set learns nothing of the others by searching."""

    rule = permissions.may_take_register
    template_name = "workshops/add_guest.html"
    title = "Somebody else came"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = {str(one.pk): one for one in choices.named(self.subject, self._name())}
        pioneer = found.get(request.POST.get("pioneer", ""))
        missed = _missed(request.POST.get("makes_up_for", ""), pioneer, self.subject)
        if pioneer is None or missed is None:
            return self.render_to_response(self.get_context_data())
        try:
            guests.add_guest(self.subject, pioneer=pioneer, makes_up_for=missed, by=request.user)
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(refused=refusal))
        messages.success(request, f"{pioneer} is in the register.")
        return HttpResponseRedirect(reverse("workshops:register", args=[self.subject.pk]))

    def _name(self) -> str:
        return self.request.POST.get("name") or self.request.GET.get("name", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self._name()
        found = choices.named(self.subject, name)
        return super().get_context_data(
            name=name,
            found=[(one, choices.missed_by(one, by_going_to=self.subject)) for one in found],
            has_guests=self.subject.kind == SessionKind.LEARNING_SET,
            **kwargs,
        )

    def back(self) -> str:
        return reverse("workshops:register", args=[self.subject.pk])


class RemoveGuest(SessionMixin, ActionPage):
    rule = permissions.may_take_register
    title = "Take a guest off"
    button = "Take off"
    danger = True

    def get_subject(self) -> Session:
        session = super().get_subject()
        self.guest = visible_or_404(choices.in_register(session), pioneer=self.kwargs["pioneer_pk"])
        self.question = (
            f"{self.guest.pioneer} is taken off this register, as if added by mistake. "
            "If they meant to come and did not, go back and choose “Absent”."
        )
        return session

    def act(self) -> str:
        guests.remove_guest(self.subject, pioneer_id=self.guest.pioneer_id, by=self.request.user)
        messages.success(self.request, f"{self.guest.pioneer} is taken off.")
        return self.back()

    def back(self) -> str:
        return reverse("workshops:register", args=[self.subject.pk])


class StaffMakeUp(CohortPage, FormPage):
    """Staff add a Pioneer to a meeting of another set that has been, from the list of all."""

    rule = permissions.staff
    template_name = "cohorts/form.html"
    form_class = MakeUpForm
    tab = "attendance"
    button = "Add to that register"

    def get_subject(self) -> Any:
        cohort = super().get_subject()
        self.pioneer = visible_or_404(selectors.pioneers_of(cohort), pk=self.kwargs["pk"])
        return cohort

    def get_form_kwargs(self) -> dict[str, Any]:
        meetings = choices.meetings_to_go_to(self.pioneer)
        latest = meetings.first()
        missed = choices.missed_by(self.pioneer, by_going_to=latest) if latest else []
        return {
            **super().get_form_kwargs(),
            "initial": {"makes_up_for": missed[0]} if missed else {},
            "meetings": meetings,
            "missed": missed,
        }

    def save(self, form: Any) -> str:
        chosen = form.cleaned_data
        guests.add_guest(
            chosen["session"],
            pioneer=self.pioneer,
            makes_up_for=chosen["makes_up_for"],
            by=self.request.user,
        )
        messages.success(self.request, f"{self.pioneer} is in the register of {chosen['session']}.")
        return self.back()

    def back(self) -> str:
        return reverse("workshops:cohort_attendance", args=[self.cohort.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"{self.pioneer} came to another set",
            lead="It counts for them in place of the meeting of their own that they missed.",
            back=self.back(),
            **kwargs,
        )


def _missed(pk: str, pioneer: Pioneer | None, session: Session) -> Session | None:
    if pioneer is None:
        return None
    missed = choices.missed_by(pioneer, by_going_to=session)
    return next((one for one in missed if str(one.pk) == pk), None)
