"""What a blind reviewer may know, and names taken out of what applicants wrote."""

from __future__ import annotations

import re
from typing import Any

# Words of homes' names that name no home.
COMMON = frozenset(
    [
        "and",
        "care",
        "centre",
        "cottage",
        "court",
        "east",
        "elderly",
        "farm",
        "for",
        "gardens",
        "grange",
        "green",
        "group",
        "hall",
        "healthcare",
        "home",
        "homes",
        "house",
        "limited",
        "living",
        "lodge",
        "ltd",
        "manor",
        "new",
        "north",
        "nursing",
        "old",
        "park",
        "place",
        "residence",
        "residential",
        "road",
        "saint",
        "service",
        "services",
        "south",
        "the",
        "trust",
        "view",
        "villa",
        "west",
        "with",
    ]
)
SHORTEST = 3


def title(application: Any, *, blind: bool) -> str:
    return application.number if blind else str(application)


def mask(text: str, application: Any) -> str:
    """The applicant's, manager's, home's and provider's names and addresses, replaced in a text.

    It cannot be perfect: a nickname or a telling story stays until staff add its words to the
    application's `hidden_words`. A part of a name counts only where it
    is written as a name is, so that "Grace" goes and "grace" stays.
    """
    home = application.home
    wholes = [
        (application.applicant.email, "[e-mail]"),
        (application.manager_email, "[e-mail]"),
        (application.phone, "[telephone]"),
        (application.name, "[name]"),
        (application.applicant.name, "[name]"),
        (application.manager_name, "[manager]"),
        (home.name if home else "", "[home]"),
        (home.provider_name if home else "", "[provider]"),
        (home.postcode if home else "", "[postcode]"),
        (application.home_as_typed, "[home]"),
    ]
    wholes += [(line, "[hidden]") for line in application.hidden_words.splitlines()]
    for words, instead in sorted(wholes, key=lambda pair: -len(pair[0])):
        text = _replace(text, words.split(), instead, flags=re.IGNORECASE)
    for words, instead in wholes[3:9]:
        for part in words.split():
            part = part.strip(".,’'()")
            if len(part) >= SHORTEST and part.lower() not in COMMON and part[0].isupper():
                text = _replace(text, [part], instead)
    return text


def _replace(text: str, words: list[str], instead: str, flags: int = 0) -> str:
    if not words or len("".join(words)) < SHORTEST:
        return text
    pattern = r"\s+".join(re.escape(word) for word in words)
    return re.sub(rf"(?<!\w){pattern}(?!\w)", instead, text, flags=flags)


def facts(application: Any) -> list[tuple[str, Any]]:
    """Of the person, what a blind reviewer reads.

    The borough is shown: it says what the cohort needs, and many homes share it. The home is not.
    """
    return [
        ("Role", application.get_role_display()),
        ("Years in this role", application.years_in_role),
        ("Setting", application.get_setting_display()),
        ("Borough", application.borough),
    ]
