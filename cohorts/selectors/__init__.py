"""Reads of cohorts, funders, the team and the outbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When

from cohorts.models import Cohort, Funder, FunderContact, Funding, Programme, StaffMembership
from core.models import MailState, OutboundEmail
from core.models.mail import UNSENT

# What went wrong, what waits for staff, what will go, what has gone; then what never will.
OUTBOX_ORDER = (
    MailState.FAILED,
    MailState.BOUNCED,
    MailState.UNKNOWN,
    MailState.HELD,
    MailState.DUE,
    MailState.CLAIMED,
    MailState.SENDING,
    MailState.SENT,
)


def cohorts_for(user: Any) -> QuerySet[Cohort]:
    """The cohorts a person works on, newest first."""
    return (
        Cohort.objects.visible_to(user).select_related("programme").order_by("programme", "-number")
    )


def programme_of(user: Any) -> Programme | None:
    """The programme whose pages a member of staff lands on: the first of theirs."""
    return Programme.objects.staffed_by(user).first()


def funders_for(user: Any) -> QuerySet[Funder]:
    """Every funder, with how many of the user's cohorts each supports. Funders are shared."""
    mine = Cohort.objects.visible_to(user)
    return Funder.objects.annotate(
        cohorts=Count("fundings", filter=Q(fundings__cohort__in=mine), distinct=True),
        people=Count("contacts", filter=Q(contacts__left_on__isnull=True), distinct=True),
    ).order_by("name")


def fundings_of_cohort(cohort: Cohort) -> QuerySet[Funding]:
    """With what was carried over, from where and to where: three queries, any number."""
    return cohort.fundings.select_related("funder", "carried_from__cohort").prefetch_related(
        "boroughs", Prefetch("carried_to", Funding.objects.select_related("cohort"))
    )


def fundings_of(funder: Funder, user: Any) -> QuerySet[Funding]:
    """What the funder gives to the user's cohorts; other programmes' are not theirs to read."""
    return (
        funder.fundings.filter(cohort__in=Cohort.objects.visible_to(user))
        .select_related("cohort")
        .order_by("-cohort__number")
    )


def contacts_of(funder: Funder) -> QuerySet[FunderContact]:
    return (
        funder.contacts.filter(left_on__isnull=True).select_related("user").order_by("user__name")
    )


def team_for(user: Any) -> QuerySet[StaffMembership]:
    return (
        StaffMembership.objects.filter(
            programme__in=Programme.objects.staffed_by(user), left_on__isnull=True
        )
        .select_related("user", "programme")
        .order_by("programme", "user__name")
    )


# Which of a cohort's mails a member of staff must not see; apps add theirs at start-up.
_hidden: list[Callable[[Any, Cohort], Q]] = []


def hide_mails(of: Callable[[Any, Cohort], Q]) -> None:
    """`of(user, cohort)` says which of the cohort's mails would tell this person too much."""
    _hidden.append(of)


def mails_of(cohort: Cohort, user: Any) -> QuerySet[OutboundEmail]:
    """The cohort's mails that this person may see."""
    rows = OutboundEmail.objects.in_scopes([cohort.scope])
    for of in _hidden:
        rows = rows.exclude(of(user, cohort))
    return rows


def outbox(cohort: Cohort, user: Any, *, state: str = "") -> QuerySet[OutboundEmail]:
    """The cohort's mail: what waits for staff first, then what is due, then what has gone."""
    rows = mails_of(cohort, user)
    if state:
        return rows.filter(state=state).order_by("due_at", "pk")
    first = Case(
        *[When(state=state, then=Value(place)) for place, state in enumerate(OUTBOX_ORDER)],
        default=Value(len(OUTBOX_ORDER)),
    )
    # What goes next stands before what goes later; what is over, the other way round.
    next_first = Case(When(state__in=UNSENT, then=F("due_at")))
    return rows.order_by(first, F("sent_at").desc(nulls_first=True), next_first, "-due_at", "-pk")


def outbox_counts(cohort: Cohort, user: Any) -> list[tuple[str, str, int]]:
    """(state, its label, how many) for every state that some mail of the cohort is in."""
    counts = dict(mails_of(cohort, user).order_by().values_list("state").annotate(n=Count("pk")))
    return [(state, label, counts[state]) for state, label in MailState.choices if state in counts]
