"""The staff's list of applications: what its filters let through, and whose scores are known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Collate
from django.db.models.lookups import IContains

from cohorts.models import Funding
from core import clock
from core.models import User
from pioneers.enums import ApplicationState, QuestionKind, ReleaseState
from pioneers.models import Answer, Application, CareHome, ReleaseAgreement
from pioneers.selectors.reviewing import not_scored_by

PAGE_SIZE = 50
BY_SCORES = ("score", "apart")
# What a blind reader may ask answers for. Words that somebody wrote freely may hold names, which
# only the page of one application takes out.
WITHOUT_NAMES = (QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.NUMBER)


def with_scores(
    rows: QuerySet[Application], user: Any, *, knows_all: bool = False
) -> QuerySet[Application]:
    """`own`, the reader's own total, and `known`, the median that this person may know.

    Whoever reads for the cohort knows it of what they have scored; `knows_all` are staff who do
    not read (see selectors.staff.stands_by).
    """
    mine = FilteredRelation("reviews", condition=Q(reviews__reviewer=user))
    rows = rows.alias(mine=mine).annotate(own=F("mine__total"))
    if knows_all:
        return rows.annotate(known=F("median"), known_spread=F("spread"))
    scored = Q(mine__total__isnull=False)
    number: Any = FloatField(null=True)
    return rows.annotate(
        known=Case(When(scored, then=F("median")), output_field=number),
        known_spread=Case(When(scored, then=F("spread")), output_field=number),
    )


def filtered(
    rows: QuerySet[Application],
    wanted: Mapping[str, Any],
    *,
    user: Any,
    blind: bool = False,
) -> QuerySet[Application]:
    """The rows that every filter lets through.

    What it says is for staff only once it is sent; until then it is found by its writer alone.
    A blind reviewer finds by number, and by nothing that tells who it is.
    """
    sent = Q(submitted_at__isnull=False)
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    for name in ("borough", "setting", "role"):
        if wanted.get(name):
            rows = rows.filter(sent, **{name: wanted[name]})
    for word in str(wanted.get("q") or "").split():
        rows = rows.filter(_numbered(word) if blind else _said(word, sent))
    if wanted.get("provider") and not blind:
        rows = rows.filter(sent, home__provider_name__icontains=wanted["provider"])
    if wanted.get("funding"):
        rows = rows.filter(sent, _funded(wanted["funding"]))
    if wanted.get("decision"):
        none = wanted["decision"] == "none"
        rows = rows.filter(sent, decision="" if none else wanted["decision"])
    if wanted.get("release"):
        rows = _released(rows.filter(sent), wanted["release"])
    if wanted.get("untouched"):
        still = clock.now() - timedelta(days=wanted["untouched"])
        rows = rows.filter(state=ApplicationState.DRAFT, changed_at__lte=still)
    if wanted.get("unread"):
        rows = not_scored_by(user, rows)
    for ending in ("", "2", "3"):
        if wanted.get(f"question{ending}"):
            how, words = wanted.get(f"how{ending}", ""), wanted.get(f"answer{ending}", "")
            asked = _answered(wanted[f"question{ending}"], how, words, blind=blind)
            rows = rows.filter(sent, asked)
    return rows


def _holds(field: str, words: str) -> Q:
    """Whether the words are in it, whatever their case.

    PostgreSQL folds the case of a long text slowly, so it looks for the words as they were typed
    first; and faster if it may leave alone all but a to z, where that is all that was asked for.
    """
    if connection.vendor != "postgresql":
        return Q(**{f"{field}__icontains": words})
    as_typed = Q(**{f"{field}__contains": words})
    if words.isascii():
        return as_typed | Q(IContains(Collate(F(field), "C"), words))
    return as_typed | Q(**{f"{field}__icontains": words})


def _said(word: str, sent: Q) -> Q:
    """Homes and people are looked through once, not for each application."""
    homes = CareHome.objects.filter(_holds("name", word))
    said = _holds("name", word) | _holds("home_as_typed", word) | Q(home__in=homes.values("pk"))
    people = User.objects.filter(_holds("name", word) | _holds("email", word))
    return (sent & said) | Q(applicant__in=people.values("pk"))


def _numbered(word: str) -> Q:
    return Q(pk=int(word)) if word.isdecimal() and len(word) < 18 else Q(pk=None)


def _funded(pk: int) -> Any:
    """In the boroughs that this funder pays for; a funder without boroughs pays for any."""
    boroughs = Funding.boroughs.through.objects.filter(funding=pk)
    return Q(borough__in=boroughs.values("borough")) | ~Exists(boroughs)


def _released(rows: QuerySet[Application], wanted: str) -> Any:
    """By the newest agreement: the later round is the one that counts."""
    if wanted == "none":
        return rows.filter(~Exists(ReleaseAgreement.objects.filter(application=OuterRef("pk"))))
    later = ReleaseAgreement.objects.filter(
        application=OuterRef("application"), asked_at__gt=OuterRef("asked_at")
    )
    state = ReleaseState.AGREED if wanted == "missing" else wanted
    # Found once, not for each application.
    found = ReleaseAgreement.objects.filter(~Exists(later), state=state).values("application")
    return rows.exclude(pk__in=found) if wanted == "missing" else rows.filter(pk__in=found)


def _answered(question: int, how: str, words: str, *, blind: bool) -> Any:
    to_it = Answer.objects.filter(question=question)
    if how == "empty" or not words:  # what holds words is not empty
        to_it = to_it.exclude(text="")
    if blind:
        to_it = to_it.filter(
            question__for_reviewers=True,
            question__tells_who=False,
            question__kind__in=WITHOUT_NAMES,
        )
    given = to_it.filter(application=OuterRef("pk"))
    if how == "empty":
        return ~Exists(given)
    if how == "is":
        # Of several choices one stands on each line.
        return Exists(given.filter(_line(words)))
    return Q(pk__in=to_it.filter(_holds("text", words)).values("application"))


def _line(words: str) -> Q:
    found = Q(text__iexact=words)
    for pattern in (f"{words}\n", f"{words}\r\n"):
        found |= Q(text__istartswith=pattern)
    return found | Q(text__iendswith=f"\n{words}") | Q(text__icontains=f"\n{words}\n")
