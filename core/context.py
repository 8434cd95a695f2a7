from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from core import roles

# Addresses do not change while a process runs, and every page needs those of its navigation.
address = cache(reverse)


def site(request: HttpRequest) -> dict[str, Any]:
    """What base.html needs on every page."""
    user = getattr(request, "user", None)

    def navigation() -> list[dict[str, Any]]:
        if user is None or not user.is_authenticated:
            return []
        entries = [(link, address(link.url_name)) for link in roles.links(user)]
        here = max((url for _, url in entries if request.path.startswith(url)), key=len, default="")
        return [
            {"label": link.label, "url": url, "icon": link.icon, "active": url == here}
            for link, url in entries
        ]

    return {
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "is_demonstration": settings.DEMONSTRATION,
        "navigation": SimpleLazyObject(navigation),
        "roles": SimpleLazyObject(lambda: roles.labels(user) if user else []),
    }
