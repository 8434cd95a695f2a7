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
from pioneers.eligibility import reasons_against, rules_against, rules_of
from pioneers.forms.eligibility import (
    ELSEWHERE,
    EligibilityForm,
    NextCallForm,
    rule_name,
    rules_in,
)
from pioneers.models import CareHome
from pioneers.selectors import applications, homes, public
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
            next_call_form=None if calls else NextCallForm(),
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
    """A few questions and an answer. All of it is in the address; nothing is kept."""

    rule = access.anyone
    template_name = "pioneers/check_eligibility.html"
    title = "Can I apply?"

    def get_template_names(self) -> list[str]:
        if self.request.htmx and "q" in self.request.GET:
            return ["pioneers/_call_homes.html"]
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.GET
        home = home_of(given.get("home", ""))
        asked = any(name in given for name in ANSWERS)
        form = EligibilityForm(
            given if asked else None,
            boroughs=list(public.boroughs()),
            rules=rules_of(self.subject),
            initial=known_of(home),
        )
        text = given.get("q", "")
        context = super().get_context_data(
            form=form,
            call=self.subject,
            home=home,
            q=text.strip(),
            found=homes.find_homes(text) if text else [],
            dates=known_dates(self.subject),
            **kwargs,
        )
        context["mine"] = self.own_application()
        if asked and form.is_valid():
            context |= self.answer(form)
        return context

    def answer(self, form: EligibilityForm) -> dict[str, Any]:
        given = form.cleaned_data
        borough = form.boroughs.get(given["borough"])
        against = against_call(self.subject, given, borough)
        start = reverse("pioneers:start_application", args=[self.subject.pk])
        start = f"{start}?{urlencode(given)}"
        sign_in = f"{reverse('account_request_login_code')}?{urlencode({'next': start})}"
        return {
            "answered": True,
            "against": against,
            "others": other_calls(self.subject, given, borough) if against else [],
            "next_call_form": NextCallForm(
                initial={**given, "call": self.subject.pk}, auto_id="next_%s"
            ),
            "start_url": start,
            "sign_in_url": sign_in,
        }


def home_of(pk: str) -> CareHome | None:
    """The home that was found in the register, of those a Pioneer can work at."""
    if not (pk.isdecimal() and len(pk) < 10):
        return None
    return homes.in_scope().current().select_related("borough").filter(pk=pk).first()


def known_of(home: CareHome | None) -> dict[str, Any]:
    """What need not be asked of somebody whose home is in the register."""
    if home is None:
        return {}
    borough = home.borough_id or ELSEWHERE
    return {"home": home.pk, "setting": home.setting, "borough": str(borough)}


def against_call(cohort: Cohort, given: dict[str, str], borough: Borough | None) -> list[str]:
    """Why this call is not for somebody who answered so: the common rules, then its own."""
    return [
        *reasons_of(cohort, given, borough).values(),
        *rules_against(cohort, rules_in(given, rules_of(cohort))),
    ]


def reasons_of(cohort: Cohort, given: dict[str, str], borough: Borough | None) -> dict[str, str]:
    against = reasons_against(cohort, role=given["role"], setting=given["setting"], borough=borough)
    if borough is None:
        names = ", ".join(row.name for row in cohort.boroughs.all())
        against["borough"] = f"This call is for homes in these boroughs: {names}."
    return against


def other_calls(cohort: Cohort, given: dict[str, str], borough: Borough | None) -> list[Cohort]:
    """Open and announced calls that would take this person, as far as they said."""
    return [
        call
        for call in (*public.open_calls(), *public.coming_calls())
        if call != cohort and not reasons_of(call, given, borough)
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
            given={name: self.request.GET.get(name, "") for name in self.names()},
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

    def names(self) -> list[str]:
        return [*ANSWERS, "home", *map(rule_name, rules_of(self.subject))]

    def known(self) -> dict[str, Any]:
        """The answers of the eligibility check, where they are still answers to this call."""
        rules = rules_of(self.subject)
        form = EligibilityForm(self.request.POST, boroughs=list(public.boroughs()), rules=rules)
        form.is_valid()
        given = form.cleaned_data
        known: dict[str, Any] = {"rules_answered": rules_in(given, rules)}
        if given.get("role") in self.subject.roles:
            known["role"] = given["role"]
        if given.get("setting") in self.subject.settings:
            known["setting"] = given["setting"]
        if borough := form.boroughs.get(given.get("borough", "")):
            known["borough"] = borough
        if home := home_of(given.get("home", "")):
            known |= {"home": home, "home_as_typed": ""}
        return known
