"""How often something may be done from one address on the network, or by one person.

A whole home or lecture room shares one address, so those limits are wide: they stop a program, not
people. Counted in the shared cache; the address is the one that a trusted proxy vouches for
(`ALLAUTH_TRUSTED_PROXY_COUNT`), never a header that anybody can send.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache


@dataclass(frozen=True)
class Limit:
    """At most `most` times in `minutes`, counted from the first."""

    name: str
    most: int
    minutes: int
    by_person: bool = False  # by who is signed in, wherever they are

    def passed(self, request: Any) -> bool:
        """Counts this time too; True where it is one too many."""
        return self.count(request) > self.most

    def reached(self, request: Any) -> bool:
        """Counts nothing; True where the next would be one too many."""
        return cache.get(self._key(request), 0) >= self.most

    def count(self, request: Any) -> int:
        key = self._key(request)
        cache.add(key, 0, self.minutes * 60)
        try:
            return cache.incr(key)
        except ValueError:  # it ran out between the two lines
            return 0

    def _key(self, request: Any) -> str:
        who = request.user.pk if self.by_person else get_adapter().get_client_ip(request)
        return f"limit:{self.name}:{who}"
