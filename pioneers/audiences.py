"""The groups of Pioneers that staff can write to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cohorts.audiences import Audience, Recipient, register
from cohorts.models import Cohort
from pioneers.enums import PioneerState
from pioneers.models import Pioneer

WHO = [
    ("", "All who take part"),
    (PioneerState.ACTIVE, "Only those who are not paused"),
    (PioneerState.PAUSED, "Only those who are paused"),
]


def recipients(
    pioneers: Iterable[Pioneer], values: dict[str, str] | None = None
) -> Iterator[Recipient]:
    """Each with the home; `values` are the same for all, such as a session's."""
    for pioneer in pioneers:
        person = pioneer.person
        if person.is_active:
            yield Recipient(
                person.pk,
                person.email,
                person.name,
                note=pioneer.home_name,
                values={"home": pioneer.home_name or "your home", **(values or {})},
            )


def seen_by(user: Any, cohort: Cohort) -> Any:
    """Those who take part, of the ones that this member of staff may see."""
    rows = Pioneer.objects.visible_to(user).taking_part().filter(cohort=cohort)
    return rows.select_related("person", "home")


def taking_part(cohort: Cohort, user: Any, which: str) -> Iterator[Recipient]:
    rows = seen_by(user, cohort)
    if which in (PioneerState.ACTIVE, PioneerState.PAUSED):
        rows = rows.filter(state=which)
    return recipients(rows)


def choices(cohort: Cohort, user: Any) -> list[tuple[str, str]]:
    return [(str(value), words) for value, words in WHO]


register(
    Audience(
        "pioneers", "The Pioneers", taking_part, choices, placeholders={"home": "the care home"}
    )
)
