"""Fresh proof that whoever sits at a signed-in screen is its person.

Screens in care homes are shared, and a sign-in lasts for two weeks. allauth asks those who have a
password or a second factor for it again; it lets through those who have neither, so they sign in
anew, by a mailed code.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.urls import reverse


def is_fresh(request: Any) -> bool:
    """Whether it was shown within the last five minutes."""
    if get_adapter().get_reauthentication_methods(request.user):
        return did_recently_reauthenticate(request)
    records = get_authentication_records(request, request.user)
    # allauth notes the machine's time, and so it is compared with that.
    age = time.time() - max((one["at"] for one in records), default=0)
    return age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def ask(request: Any, *, back: str) -> HttpResponseRedirect:
    """To where it can be shown, and then to `back`."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    if methods:
        return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({'next': back})}")
    logout(request)
    messages.info(request, "Please sign in again, so that we know it is you.")
    login = reverse(settings.LOGIN_URL)
    return HttpResponseRedirect(f"{login}?{urlencode({'next': back})}")
