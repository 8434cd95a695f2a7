"""Signed in, and having shown a moment ago that it is they."""

from __future__ import annotations

import time
from typing import Any


def show(client: Any, user: Any, *, seconds_ago: float = 0) -> Any:
    """As allauth notes it when somebody has just typed a mailed code, a password or a factor."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "code", "at": time.time() - seconds_ago, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
