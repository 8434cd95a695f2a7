"""“Tell me about the next call”: an address is kept, told once, and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from cohorts.models import Borough, Cohort, Programme
from core import clock, links, mail
from core.mail import Message
from core.models import ActionLink, OutboundEmail
from core.templatetags.words import day, moment
from pioneers.eligibility import fits
from pioneers.models import CallInterest
from pioneers.selectors import public

ACTION = "stop-next-call"
KIND = "next_call"
AT_ONCE = 200
STOP_WORKS = timedelta(days=365)


@transaction.atomic
def ask(
    programme: Programme,
    *,
    email: str,
    role: str = "",
    setting: str = "",
    borough: Borough | None = None,
    instead_of: Cohort | None = None,
) -> None:
    """Keep the address. Says nothing of whether it was known: the answer is always the same.

    Anybody may ask for any address, so nothing is mailed now: a stranger gets one mail at most,
    when a call opens, with a link that stops it.
    """
    CallInterest.objects.update_or_create(
        programme=programme,
        email=email.strip().lower(),
        told_of=None,
        stopped_at=None,
        defaults={
            "role": role,
            "setting": setting,
            "borough": borough,
            "instead_of": instead_of,
        },
    )


def tell_of_calls() -> int:
    """Queue one mail to each who waits for a call that is open now; the second run does 0."""
    told = 0
    for call in public.open_calls():
        told += _tell(call)
    return told


@transaction.atomic
def _tell(call: Cohort) -> int:
    waiting = CallInterest.objects.select_for_update(of=("self",)).filter(
        Q(instead_of__isnull=True) | ~Q(instead_of=call),
        programme=call.programme_id,
        told_of__isnull=True,
        stopped_at__isnull=True,
    )
    rows = [
        row
        for row in waiting.select_related("borough")
        if fits(call, role=row.role, setting=row.setting, borough=row.borough)
    ]
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        mail.queue_many(_messages(call, part))
        CallInterest.objects.filter(pk__in=[row.pk for row in part]).update(told_of=call)
    return len(rows)


def _messages(call: Cohort, rows: Sequence[CallInterest]) -> list[Message]:
    until = clock.now() + STOP_WORKS
    tokens = links.create_many(ACTION, [(row, None, until) for row in rows])
    return [
        Message(
            kind=KIND,
            key=f"next-call:{row.pk}",
            to_email=row.email,
            scope=call.scope,
            expires_at=call.applications_close_at,
            context={
                "cohort": call.name,
                "programme": call.programme.name,
                "closes": moment(call.applications_close_at),
                "starts": day(call.starts_on),
                "link": links.absolute("pioneers:check_eligibility", call.pk),
                "stop_link": links.absolute("pioneers:stop_next_call", token),
            },
        )
        for row, token in zip(rows, tokens, strict=True)
    ]


@transaction.atomic
def stop(link: ActionLink) -> None:
    """Never write again about calls to this address, as far as it asked until now."""
    links.check(link)
    row = CallInterest.objects.filter(pk=link.subject_id).first()
    if row is not None:
        same = CallInterest.objects.filter(programme=row.programme_id, email=row.email)
        unsent = OutboundEmail.objects.filter(key__in=[f"next-call:{one.pk}" for one in same])
        mail.cancel(unsent, reason="They asked us to stop.")
        same.filter(stopped_at__isnull=True).update(stopped_at=clock.now())
    links.use(link)
