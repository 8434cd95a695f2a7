"""What everybody sees: the programme, its open calls, and whether one may apply."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse

from cohorts.models import Borough, Cohort
from core import access
from core.access import visible_or_404
from core.errors import Refused
from core.views import Page
from pioneers.dates import known_dates
from pioneers.eligibility import reasons_against
from pioneers.forms.application import EligibilityForm
from pioneers.selectors import applications, public
from pioneers.services import applications as services

ANSWERS = ("role", "setting", "borough")


class Front(Page):
    rule = access.anyone
    template_name = "pioneers/front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        calls = list(public.open_calls())
        mine = applications.own(self.request.user)[:3] if self.request.user.is_authenticated else []
        return super().get_context_data(
            programme=public.the_programme(),
            calls=calls,
            next_call=None if calls else public.next_call(),
            totals=public.totals(),
            mine=mine,
            **kwargs,
        )


class CallPage(Page):
    """A page about one call."""

    subject: Cohort

    def get_subject(self) -> Cohort:
        return visible_or_404(public.calls(), pk=self.kwargs["cohort_pk"])

    def own_application(self) -> Any:
        if not self.request.user.is_authenticated:
            return None
        return applications.own_of(self.request.user, self.subject)


class CheckEligibility(CallPage):
    """Three questions and an answer. All of it is in the address; nothing is kept."""

    rule = access.anyone
    template_name = "pioneers/check_eligibility.html"
    title = "Can I apply?"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = any(name in self.request.GET for name in ANSWERS)
        form = EligibilityForm(
            self.request.GET if asked else None, boroughs=list(public.boroughs())
        )
        context = super().get_context_data(
            form=form, call=self.subject, dates=known_dates(self.subject), **kwargs
        )
        context["mine"] = self.own_application()
        if asked and form.is_valid():
            context |= self.answer(form)
        return context

    def answer(self, form: EligibilityForm) -> dict[str, Any]:
        given = form.cleaned_data
        against = against_call(self.subject, given, form.boroughs.get(given["borough"]))
        start = reverse("pioneers:start_application", args=[self.subject.pk])
        start = f"{start}?{urlencode({name: given[name] for name in ANSWERS})}"
        sign_in = f"{reverse('account_request_login_code')}?{urlencode({'next': start})}"
        return {
            "answered": True,
            "against": list(against.values()),
            "others": other_calls(self.subject, given, form.boroughs) if against else [],
            "start_url": start,
            "sign_in_url": sign_in,
        }


def against_call(cohort: Cohort, given: dict[str, str], borough: Borough | None) -> dict[str, str]:
    against = reasons_against(cohort, role=given["role"], setting=given["setting"], borough=borough)
    if borough is None:
        names = ", ".join(row.name for row in cohort.boroughs.all())
        against["borough"] = f"This call is for homes in these boroughs: {names}."
    return against


def other_calls(
    cohort: Cohort, given: dict[str, str], boroughs: dict[str, Borough]
) -> list[Cohort]:
    """Open calls that would take this person."""
    borough = boroughs.get(given["borough"])
    return [
        call
        for call in public.open_calls()
        if call != cohort and not against_call(call, given, borough)
    ]


class StartApplication(CallPage):
    """The first page after signing in: one button, which makes the draft."""

    rule = access.signed_in
    template_name = "pioneers/start_application.html"
    title = "Start your application"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            call=self.subject,
            mine=self.own_application(),
            given={name: self.request.GET.get(name, "") for name in ANSWERS},
            **kwargs,
        )

    def post(self, request: Any, **kwargs: Any) -> Any:
        try:
            application = services.begin(
                self.subject, applicant=request.user, by=request.user, **self.known()
            )
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(refused=str(refusal)))
        if application.is_draft:
            return HttpResponseRedirect(
                reverse("pioneers:edit_application", args=[application.pk, "you"])
            )
        return HttpResponseRedirect(reverse("pioneers:application", args=[application.pk]))

    def known(self) -> dict[str, Any]:
        """The answers of the eligibility check, where they are still answers to this call."""
        form = EligibilityForm(self.request.POST, boroughs=list(public.boroughs()))
        form.is_valid()
        given = form.cleaned_data
        known: dict[str, Any] = {}
        if given.get("role") in self.subject.roles:
            known["role"] = given["role"]
        if given.get("setting") in self.subject.settings:
            known["setting"] = given["setting"]
        if borough := form.boroughs.get(given.get("borough", "")):
            known["borough"] = borough
        return known
