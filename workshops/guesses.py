"""How often somebody may type a wrong code: few times by person, more by address.

A whole room shares one address, so only wrong guesses count, and a person meets their own limit
long before a room meets its.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache

BY_PERSON, BY_ADDRESS = 10, 60
MINUTES = 15
TOO_MANY = (
    f"That were too many wrong codes. Please wait {MINUTES} minutes, "
    "scan the picture instead, or ask whoever leads the session to mark you."
)


def _counters(request: Any) -> Iterator[tuple[str, int]]:
    yield f"here:person:{request.user.pk}", BY_PERSON
    yield f"here:address:{get_adapter().get_client_ip(request)}", BY_ADDRESS


def too_many(request: Any) -> bool:
    return any(cache.get(key, 0) >= most for key, most in _counters(request))


def note_wrong(request: Any) -> None:
    for key, _ in _counters(request):
        cache.add(key, 0, MINUTES * 60)
        cache.incr(key)
