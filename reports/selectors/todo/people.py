"""Records that may be one person's, on staff's home page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cohorts.permissions import administrator
from pioneers.people_permissions import joins_records
from pioneers.selectors import matching
from reports.selectors.todo.line import Todo


def to_match(user: Any) -> list[Todo]:
    """Proposals that this person can carry out, and how many pairs look like one person."""
    proposals = matching.proposals_for(user)[:3] if administrator(user, None) else []
    items = [
        Todo(
            "Two records to join",
            reverse("pioneers:merge", args=[merge.pk]),
            f"{merge.stays} is on the list twice, says {merge.proposed_by}.",
            action="Look at them",
        )
        for merge in proposals
        if merge.proposed_by_id != user.pk and joins_records(user, merge)
    ]
    alike = matching.match_count(user)
    if alike:
        items.append(
            Todo(
                "pair of records may be one person"
                if alike == 1
                else "pairs of records may be one person",
                reverse("pioneers:matches"),
                count=alike,
                tone="calm",
                action="Compare them",
            )
        )
    return items
