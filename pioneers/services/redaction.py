"""Words that staff hide from blind readers of one application, beside those found by themselves."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit
from core.errors import Refused
from pioneers.blindness import SHORTEST
from pioneers.models import Application

MOST_LINES, LONGEST = 50, 200


@transaction.atomic
def hide_words(application: Application, *, words: str, by: Any) -> Application:
    """Whole new list, one word or phrase on each line. The trail says how many, not which."""
    lines = list(dict.fromkeys(" ".join(line.split()) for line in words.splitlines()))
    lines = [line for line in lines if line]
    short = [line for line in lines if len(line.replace(" ", "")) < SHORTEST]
    if short:
        raise Refused(
            f"“{short[0]}” is too short to hide: it would go from the middle of other sentences. "
            f"Write at least {SHORTEST} letters."
        )
    if len(lines) > MOST_LINES or any(len(line) > LONGEST for line in lines):
        raise Refused(
            f"Up to {MOST_LINES} lines of {LONGEST} letters can be hidden. To hide a whole story, "
            "write the few words in it that tell who it is."
        )
    application.hidden_words = "\n".join(lines)
    application.save(update_fields=["hidden_words"])
    audit.record("hid words from blind readers", application, by=by, detail={"lines": len(lines)})
    return application
