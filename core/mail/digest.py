"""At most one reminder mail a day to a person in a cohort: of several due, one digest is made.

Called when reminders are about to go. Whoever gathers a person's reminders holds a lock on the
person, so that two workers never make two mails of them.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core import clock
from core.mail import choices, hours, kinds
from core.mail.checks import NOT_WANTED, TOO_LATE
from core.mail.folding import DIGEST
from core.mail.outbox import Message, make
from core.models import EmailTemplate, MailState, OutboundEmail, User

TOLD = "Another reminder went that day, and its own time runs out before the next morning."
TOMORROW = "Waits for the next morning: one reminder a day."
TOGETHER = "It goes together with other reminders of that day."
MAY_HAVE_GONE = (MailState.CLAIMED, MailState.SENDING, MailState.UNKNOWN)
WITHDRAWN = (MailState.CANCELLED, MailState.EXPIRED)
# The lines of a reminder that its digest repeats.
FACT = re.compile(r"^(When|Where): |https?://")
Group = tuple[int, str]


def nudges() -> list[str]:
    return [kind.key for kind in kinds.all_kinds() if kind.reminder]


def foldable() -> Q:
    """Reminders that may share a mail: an invitation has to go by itself."""
    return Q(kind__in=[key for key in nudges() if key != DIGEST], calendar="", person__isnull=False)


def gather(limit: int) -> list[int]:
    """The reminders and digests that may go now; other reminders that are due have been put off.

    Inside the transaction that claims them: until it ends, their receivers are locked.
    """
    while people := _receivers(limit):
        ready = _of(people)
        if ready:
            return ready
    return []


def _receivers(limit: int) -> list[int]:
    """People with a reminder due, locked; those that another worker holds are left to it."""
    first = OutboundEmail.objects.due().filter(foldable()).order_by("due_at", "pk")
    people = set(first.values_list("person", flat=True)[:limit])
    if not people:
        return []
    locked = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=people)
    return list(locked.order_by("pk").values_list("pk", flat=True))


def _of(people: list[int]) -> list[int]:
    now = clock.now()
    start, end = hours.day_of(now)
    today = OutboundEmail.objects.filter(foldable(), person__in=people)
    waiting = list(today.filter(state=MailState.DUE, due_at__lt=end).order_by("due_at", "pk"))
    waiting = _sort_out(waiting, now)
    gone = _told_today(people, start)
    groups: dict[Group, list[OutboundEmail]] = {}
    for row in waiting:
        groups.setdefault((row.person_id or 0, row.scope), []).append(row)
    return _settle(groups, gone, now)


def _settle(groups: dict[Group, list[OutboundEmail]], gone: set[Group], now: datetime) -> list[int]:
    ready: list[int] = []
    together: list[list[OutboundEmail]] = []
    later: list[OutboundEmail] = []
    for group, rows in groups.items():
        # What may have gone already goes once more as it was, whatever else there is.
        ready += [row.pk for row in rows if row.resends and _due(row, now)]
        rows = [row for row in rows if not row.resends]
        if not any(_due(row, now) for row in rows):
            continue
        if group in gone:
            later += [row for row in rows if _due(row, now)]
        elif len(rows) == 1:
            ready += [row.pk for row in rows]
        else:
            together.append(rows)
    _put_off(later, now)
    return ready + _fold(together, now)


def _due(row: OutboundEmail, now: datetime) -> bool:
    return row.due_at <= now and (row.next_attempt_at is None or row.next_attempt_at <= now)


def _sort_out(rows: list[OutboundEmail], now: datetime) -> list[OutboundEmail]:
    """Without what its receiver turned off, and what comes too late."""
    off = choices.off((row.person_id, row.kind) for row in rows)
    unwanted = [row.pk for row in rows if (row.person_id, row.kind) in off]
    late = [row.pk for row in rows if row.expires_at and row.expires_at <= now]
    _update(unwanted, state=MailState.CANCELLED, reason=NOT_WANTED)
    _update(late, state=MailState.EXPIRED, reason=TOO_LATE)
    return [row for row in rows if row.pk not in {*unwanted, *late}]


def _update(pks: list[int], **values: Any) -> None:
    if pks:
        OutboundEmail.objects.filter(pk__in=pks, state=MailState.DUE).update(**values)


def _told_today(people: list[int], start: datetime) -> set[Group]:
    """Who got a reminder or a digest today, or has one on its way."""
    kinds_told = Q(kind__in=nudges(), calendar="")
    went = Q(state__in=[MailState.SENT, MailState.BOUNCED], sent_at__gte=start)
    going = Q(state__in=MAY_HAVE_GONE, lease_until__gte=start)
    again = Q(state=MailState.DUE, resends__gt=0)
    # One that failed or is held still speaks for what is in it; one that was withdrawn does not.
    again |= Q(kind=DIGEST, due_at__gte=start) & ~Q(state__in=WITHDRAWN)
    rows = OutboundEmail.objects.filter(kinds_told, went | going | again, person__in=people)
    return {(person or 0, scope) for person, scope in rows.values_list("person_id", "scope")}


def _put_off(rows: list[OutboundEmail], now: datetime) -> None:
    morning = hours.next_morning(now)
    in_time = [row.pk for row in rows if not row.expires_at or row.expires_at > morning]
    _update(in_time, next_attempt_at=morning, reason=TOMORROW)
    _update(
        [row.pk for row in rows if row.pk not in set(in_time)],
        state=MailState.EXPIRED,
        reason=TOLD,
    )


def _key(row: OutboundEmail, now: datetime) -> str:
    day = timezone.localtime(now).date()
    return f"digest:{row.scope}:user:{row.person_id}:{day}"


def _fold(groups: list[list[OutboundEmail]], now: datetime) -> list[int]:
    """One digest for each; one that was made today and withdrawn is used again."""
    if not groups:
        return []
    template = EmailTemplate.objects.filter(kind=DIGEST).first()
    names = {
        person.pk: person
        for person in User.objects.filter(pk__in={rows[0].person_id for rows in groups})
    }
    wanted = {}
    for rows in groups:
        person = names[rows[0].person_id or 0]
        wanted[_key(rows[0], now)] = make(_message(rows, person, now), template)
    known = {row.key: row for row in OutboundEmail.objects.filter(key__in=wanted)}
    revived = []
    for key, digest in wanted.items():
        if key in known:
            digest.pk, digest.created_at = known[key].pk, known[key].created_at
            revived.append(digest)
    changed = ["state", "due_at", "expires_at", "subject", "body", "to_email", "to_name", "thread"]
    again = ["token", "lease_until", "attempts", "next_attempt_at", "reason"]
    OutboundEmail.objects.bulk_update(revived, [*changed, *again], batch_size=100)
    OutboundEmail.objects.bulk_create(
        [digest for key, digest in wanted.items() if key not in known], batch_size=100
    )
    pks = dict(OutboundEmail.objects.filter(key__in=wanted).values_list("key", "pk"))
    folded = []
    for rows in groups:
        for row in rows:
            row.state, row.reason = MailState.FOLDED, TOGETHER
            row.folded_into_id = pks[_key(rows[0], now)]
            folded.append(row)
    OutboundEmail.objects.bulk_update(folded, ["state", "reason", "folded_into"], batch_size=100)
    return list(pks.values())


def _message(rows: list[OutboundEmail], person: User, now: datetime) -> Message:
    first = rows[0]
    ends = [row.expires_at for row in rows if row.expires_at]
    threads = {row.thread for row in rows}
    return Message(
        kind=DIGEST,
        key=_key(first, now),
        to_email=person.email,
        to_name=person.name,
        person_id=person.pk,
        scope=first.scope,
        due_at=now,
        expires_at=min(ends, default=None),
        thread=threads.pop() if len(threads) == 1 else "",
        context={
            "first_name": person.first_name or "there",
            "count": len(rows),
            "items": "\n\n".join(_item(row) for row in rows),
        },
    )


def _item(row: OutboundEmail) -> str:
    """What a reminder is about, when, where, and its links."""
    lines = [line.strip() for line in row.body.splitlines()]
    facts = [line for line in lines if FACT.search(line)]
    return "\n  ".join([f"- {row.subject}", *facts[:4]])
