from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core import roles


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
        return roles.needs_second_factor(request.user) and not is_mfa_enabled(request.user)
