"""“Tell me about the next call”, without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core import access, links
from core.errors import Refused
from core.limits import Limit
from core.views import FormPage, Page
from pioneers.forms.eligibility import NextCallForm
from pioneers.selectors import public
from pioneers.services import next_call as services

THANKS = (
    "Thank you. We write to this address once, when a call opens that fits. "
    "You need to do nothing until then."
)
ASKED = Limit("next-call", most=30, minutes=60)
TOO_OFTEN = (
    "Many addresses were left here from your network just now. Please try again in an hour, "
    "or write to us."
)


class AskNextCall(FormPage):
    """The same answer whether or not the address was known."""

    rule = access.anyone
    template_name = "pioneers/next_call.html"
    form_class = NextCallForm
    title = "Tell me about the next call"
    button = "Tell me when a call opens"

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET.get(name, "") for name in ("role", "setting", "borough")}

    def save(self, form: Any) -> str:
        programme = public.the_programme()
        if programme is None:
            raise Http404("There is no programme yet.")
        if ASKED.passed(self.request):
            raise Refused(TOO_OFTEN)
        services.ask(programme, **public.interest_in(form.cleaned_data))
        messages.success(self.request, THANKS)
        return reverse("pioneers:front")


class StopNextCall(Page):
    """Behind the link in that mail: one button."""

    rule = access.anyone
    template_name = "pioneers/stop_next_call.html"
    title = "No more mails about calls"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            links.check(links.find(self.kwargs["token"], services.ACTION))
        except Refused as refusal:
            return self._sorry(refusal)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.stop(links.find(self.kwargs["token"], services.ACTION))
        except Refused as refusal:
            return self._sorry(refusal)
        messages.success(request, "Done. We write to you no more about calls.")
        return HttpResponseRedirect(reverse("pioneers:front"))

    def _sorry(self, refusal: Refused) -> HttpResponse:
        context = self.get_context_data(trouble=str(refusal), no_account=True)
        return render(self.request, "core/sign_in_instead.html", context, status=410)
