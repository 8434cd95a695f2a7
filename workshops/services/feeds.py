"""A person's private calendar address: made, made anew, switched off."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from core import audit, clock
from workshops.calendar import feeds
from workshops.models import CalendarFeed

# A fetch is noted this often and no more: a calendar may ask every minute.
NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_feed(user: Any, *, by: Any) -> CalendarFeed:
    """A new address. The one before, if there is one, stops working at once."""
    now = clock.now().astimezone(UTC)
    values = {
        "token_hash": feeds.hash_of(feeds.token_of(user, now)),
        "made_at": now,
        "fetched_at": None,
    }
    made, is_new = CalendarFeed.objects.update_or_create(user=user, defaults=values)
    audit.record("made calendar address", made, by=by, detail={"instead of one": not is_new})
    return made


@transaction.atomic
def switch_off(user: Any, *, by: Any) -> None:
    for found in CalendarFeed.objects.select_for_update().filter(user=user):
        audit.record("switched off calendar address", found, by=by)
        found.delete()


def note_fetched(found: CalendarFeed) -> None:
    """That a calendar reads it, so that its owner needs no invitations by mail."""
    now = clock.now()
    if found.fetched_at and found.fetched_at > now - NOTED_EVERY:
        return
    stale = Q(fetched_at=None) | Q(fetched_at__lte=now - NOTED_EVERY)
    CalendarFeed.objects.filter(stale, pk=found.pk).update(fetched_at=now)
