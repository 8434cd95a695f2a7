"""How often one address on the network may do something that needs no account.

A whole home or lecture room shares one address, so limits are wide: they stop a program, not
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

    def passed(self, request: Any) -> bool:
        """Counts this time too; True where it is one too many."""
        key = f"limit:{self.name}:{get_adapter().get_client_ip(request)}"
        cache.add(key, 0, self.minutes * 60)
        try:
            return cache.incr(key) > self.most
        except ValueError:  # it ran out between the two lines
            return False
