from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core import roles
from core.limits import Limit

SECOND_FACTOR = "second factor"
# Where in the session what was sent while signed out waits: {"path", "data"}.
TYPED_SIGNED_OUT = "typed_signed_out"
MOST_KEPT = 500_000
# Far more pages than the people of one home send while signed out; each may be half a megabyte.
KEPT_PAGES = Limit("typed-signed-out", most=60, minutes=60)


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads to the sign-in page; words sent to a page that keeps them wait in the session."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.method == "POST" and getattr(view_func, "keeps_what_is_typed", False):
            data = request.POST.copy()
            data.pop("csrfmiddlewaretoken", None)
            typed = data.urlencode()
            if len(typed) <= MOST_KEPT and not KEPT_PAGES.passed(request):
                request.session[TYPED_SIGNED_OUT] = {
                    "path": request.get_full_path(),
                    "data": typed,
                }
        return super().handle_no_permission(request, view_func)


class SecondFactorMiddleware:
    """Holders of roles that see other people's data add a second factor before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_enrol(request):
            messages.warning(
                request,
                "Your role lets you see other people's details, so please add a second step to "
                "your sign-in first: a passkey or an authenticator app.",
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_enrol(self, request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return False
        if request.path.startswith(("/accounts/", settings.STATIC_URL, "/health/")):
            return False
        user = request.user
        return roles.needs_second_factor(user) and SECOND_FACTOR not in roles.held_by(user)
