"""Who to sign in as, one press each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core import access
from core.models import User
from core.views import Page
from demonstration.sign_ins import PASSWORD, sign_ins


class SignIns(Page):
    """The demonstration's people; posting one signs in as them. Elsewhere there is no such page."""

    rule = access.anyone
    template_name = "demonstration/sign_ins.html"
    title = "Sign in as someone"

    def get_subject(self) -> Any:
        if not settings.DEMONSTRATION:
            raise Http404("Only the demonstration has this page.")
        return None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        known = {sign_in.person.email for sign_in in sign_ins()}
        email = request.POST.get("email", "")
        user = User.objects.filter(email__iexact=email).first() if email in known else None
        if user is None:
            raise Http404("There is no such person in the demonstration.")
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return HttpResponseRedirect(reverse("reports:home"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sign_ins=sign_ins(), password=PASSWORD, **kwargs)
