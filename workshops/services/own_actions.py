"""Own actions: written, shared and taken back, done, carried on, deleted. Only ever by their owner.

The trail says that something was done and by whom; nothing of the words, and no id by which the
actions of one person could be told apart or counted.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from cohorts.enums import CohortState
from core import audit, clock
from core.errors import Refused
from pioneers.models import Pioneer
from workshops.enums import SessionState
from workshops.models import Commitment, LearningSet, Session, SetMembership

LONGEST = 500
# What the trail names in place of the row.
SOME_ACTION = Commitment(id=uuid.UUID(int=0))


@sensitive_variables()
@transaction.atomic
def keep(
    pk: uuid.UUID, *, pioneer: Pioneer, learning_set: LearningSet, text: str, by: Any
) -> Commitment:
    """Write a new one, or change it. The page chose `pk`, so pressing twice makes one."""
    text = text.strip()
    if not text:
        raise Refused("Write what you will do.")
    if len(text) > LONGEST:
        raise Refused(f"Please keep it under {LONGEST} letters: one action, in a line or two.")
    if pioneer.person_id != by.pk:
        raise Refused("An own action is written by its owner only.")
    row = Commitment.objects.select_for_update().filter(pk=pk).first()
    if row is None and (new := _write(pk, pioneer, learning_set, text)):
        _note("wrote an own action", by)
        return new
    # Where two presses came at once, the other one has written it meanwhile.
    row = row or Commitment.objects.select_for_update().get(pk=pk)
    _check_owner(row, by)
    if row.text != text:
        row.text = text
        row.save(update_fields=["sealed"])
    return row


def _write(
    pk: uuid.UUID, pioneer: Pioneer, learning_set: LearningSet, text: str
) -> Commitment | None:
    if _current_set(pioneer) != learning_set.pk:
        raise Refused("You are not in this learning set now, so there is no next meeting to plan.")
    row = Commitment(
        id=pk, pioneer=pioneer, learning_set=learning_set, by_session=next_meeting(learning_set)
    )
    row.text = text
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


def change(row: Commitment, *, text: str, by: Any) -> Commitment:
    row = _own(row, by)
    return keep(row.pk, pioneer=row.pioneer, learning_set=row.learning_set, text=text, by=by)


@transaction.atomic
def share(row: Commitment, *, by: Any) -> None:
    """The set may read it from now on: its members and its facilitator, nobody else."""
    row = _own(row, by)
    if row.learning_set.cohort.state != CohortState.RUNNING:
        raise Refused("The programme is over. Your own actions stay yours, and private.")
    mine = SetMembership.objects.of_person(by)
    if not mine.filter(learning_set=row.learning_set_id, pioneer=row.pioneer_id).exists():
        raise Refused("You are not in that learning set now, so there is nobody to share it with.")
    if row.shared_at is None:
        row.shared_at = clock.now()
        row.save(update_fields=["shared_at"])
        _note("shared an own action with the set", by)


@transaction.atomic
def stop_sharing(row: Commitment, *, by: Any) -> None:
    """From the next request on nobody else sees it."""
    row = _own(row, by)
    if row.shared_at is not None:
        row.shared_at = None
        row.save(update_fields=["shared_at"])
        _note("stopped sharing an own action", by)


def mark_done(row: Commitment, *, by: Any) -> None:
    _set_done(row, clock.now(), by=by)


def mark_open(row: Commitment, *, by: Any) -> None:
    _set_done(row, None, by=by)


@transaction.atomic
def _set_done(row: Commitment, moment: datetime | None, *, by: Any) -> None:
    row = _own(row, by)
    if (row.done_at is None) != (moment is None):
        row.done_at = moment
        if moment is None and _current_set(row.pioneer) == row.learning_set_id:
            row.by_session = next_meeting(row.learning_set) or row.by_session
        row.save(update_fields=["done_at", "by_session"])
        _note("marked an own action", by)


@transaction.atomic
def delete(row: Commitment, *, by: Any) -> None:
    """For good: nothing of it is kept but in older backups, where it is sealed."""
    _own(row, by).delete()
    _note("deleted an own action", by)


@transaction.atomic
def carry_on() -> int:
    """Open ones whose meeting is over go on to the next one; returns how many, 0 the second time.

    They follow their owner into another set, and are private there until they are shared again.
    """
    now = clock.now()
    here = dict(
        SetMembership.objects.current()
        .filter(pioneer__state__in=Pioneer.TAKES_PART, pioneer__commitments__done_at__isnull=True)
        .values_list("pioneer_id", "learning_set_id")
    )
    is_over = Q(by_session__ends_at__lte=now) | ~Q(by_session__state=SessionState.PUBLISHED)
    behind = Q(by_session__isnull=True) | is_over
    touched = 0
    for set_id in sorted(set(here.values())):
        members = [pioneer for pioneer, its in here.items() if its == set_id]
        rows = Commitment.objects.open().filter(pioneer__in=members)
        coming = next_meeting(set_id)
        moved = rows.exclude(learning_set=set_id)
        touched += moved.update(learning_set=set_id, by_session=coming, shared_at=None)
        if coming:
            touched += rows.filter(behind).update(by_session=coming)
    return touched


def next_meeting(learning_set: LearningSet | int) -> Session | None:
    return Session.objects.coming().filter(learning_set=learning_set).first()


def _current_set(pioneer: Pioneer) -> int | None:
    current = pioneer.set_memberships.current()
    return current.values_list("learning_set_id", flat=True).first()


def _own(row: Commitment, by: Any) -> Commitment:
    """The row as it is now, locked."""
    found = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("pioneer")
        .prefetch_related("learning_set__cohort")
        .filter(pk=row.pk)
        .first()
    )
    if found is None:
        raise Refused("This own action is not there any more.")
    _check_owner(found, by)
    return found


def _check_owner(row: Commitment, by: Any) -> None:
    if row.pioneer.person_id != by.pk:
        raise Refused("An own action can be changed by its owner only.")


def _note(action: str, by: Any) -> None:
    audit.record(action, SOME_ACTION, by=by)
