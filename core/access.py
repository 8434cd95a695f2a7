"""Rules: who may do what. Each view names one; the page of rules is generated from them.

Rows come first: a row that a person may not see does not exist for them (404). A rule is asked
after that, and its refusal is a 403.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from core.kept_queries import KeptQuery

NOT_THERE = "There is no such page, or you may not see it."
LARGEST = 2**63 - 1  # a database takes no larger id


@dataclass(frozen=True)
class Rule:
    """A predicate on (user, subject) with words that a manager can read."""

    name: str
    words: str
    test: Callable[[Any, Any], bool]
    public: bool = False

    def __call__(self, user: Any, subject: Any = None) -> bool:
        if self.public:
            return True
        return bool(user.is_authenticated and user.is_active and self.test(user, subject))

    def __or__(self, other: Rule) -> Rule:
        return Rule(
            f"{self.name} or {other.name}",
            f"{self.words}; or {other.words[0].lower()}{other.words[1:]}",
            lambda user, subject: self(user, subject) or other(user, subject),
        )


def rule(words: str) -> Callable[[Callable[[Any, Any], bool]], Rule]:
    """Make a Rule of a predicate: `@rule("Staff of the programme")`."""

    def wrap(test: Callable[[Any, Any], bool]) -> Rule:
        return Rule(test.__name__, words, test)

    return wrap


anyone = Rule("anyone", "Anyone, signed in or not", lambda user, subject: True, public=True)
signed_in = Rule("signed_in", "Anyone who has signed in", lambda user, subject: True)


def visible_or_404(queryset: Any, **lookup: Any) -> Any:
    """The row, of those a person may see; for anybody else it is not there.

    An id that no column could hold (too long, not a number) is a row that is not there, too.
    """
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, OverflowError):
        raise Http404(NOT_THERE) from None


def shown_or_404(kept: KeptQuery, ids: Mapping[int, Any]) -> Any:
    """As visible_or_404, of a query that is kept."""
    try:
        known = {stands: int(one) for stands, one in ids.items()}
    except (TypeError, ValueError):
        raise Http404(NOT_THERE) from None
    if all(abs(one) <= LARGEST for one in known.values()):
        for row in kept(known):
            return row
    raise Http404(NOT_THERE)
