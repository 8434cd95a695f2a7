from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cohorts.enums import COHORT_MOVES, CohortState
from cohorts.models import Borough, Cohort, Funding, Programme
from core import audit
from core.errors import Refused

# What upper apps add to a new cohort (its questions, its criteria): called with the new cohort,
# the cohort it was copied from or None, and the actor.
Starter = Callable[[Cohort, Cohort | None, Any], None]
_starters: list[Starter] = []

COPIED = (
    "places",
    "settings",
    "roles",
    "workshop_count",
    "set_meeting_count",
    "set_count",
    "workshop_weekday",
    "workshop_starts",
    "workshop_ends",
    "workshop_place",
    "set_starts",
    "set_ends",
)
DATES = (
    "applications_open_at",
    "applications_close_at",
    "starts_on",
    "ends_on",
    "celebration_on",
)


def add_starter(starter: Starter) -> None:
    _starters.append(starter)


@transaction.atomic
def create_cohort(
    *,
    programme: Programme,
    by: Any,
    boroughs: Iterable[Borough],
    source: Cohort | None = None,
    **fields: Any,
) -> Cohort:
    """A cohort being planned. `fields` are Cohort's own; Refused where they make no sense."""
    cohort = Cohort(programme=programme, **fields)
    _check(cohort)
    cohort.save()
    cohort.boroughs.set(boroughs)
    for starter in _starters:
        starter(cohort, source, by)
    audit.record(
        "created cohort", cohort, by=by, detail={"copied_from": source.number if source else None}
    )
    return cohort


@transaction.atomic
def copy_cohort(source: Cohort, *, by: Any, **fields: Any) -> Cohort:
    """A new cohort like `source`: its counts, places, rules, funders and questions; new dates."""
    copied = {name: getattr(source, name) for name in COPIED}
    boroughs = fields.pop("boroughs", None)
    cohort = create_cohort(
        programme=source.programme,
        by=by,
        source=source,
        boroughs=source.boroughs.all() if boroughs is None else boroughs,
        **{**copied, **fields},
    )
    for funding in source.fundings.prefetch_related("boroughs"):
        copy = Funding.objects.create(
            cohort=cohort,
            funder=funding.funder,
            places=funding.places,
            credit_line=funding.credit_line,
        )
        copy.boroughs.set(funding.boroughs.all())
    return cohort


@transaction.atomic
def change_cohort(cohort: Cohort, *, by: Any, **fields: Any) -> Cohort:
    """Change some of the cohort's own fields; only those that differ are saved and recorded."""
    boroughs = fields.pop("boroughs", None)
    changed = [name for name, value in fields.items() if getattr(cohort, name) != value]
    for name in changed:
        setattr(cohort, name, fields[name])
    _check(cohort)
    cohort.save()
    if boroughs is not None:
        cohort.boroughs.set(boroughs)
        changed.append("boroughs")
    audit.record("changed cohort", cohort, by=by, detail={"fields": sorted(changed)})
    return cohort


@transaction.atomic
def move_cohort(cohort: Cohort, *, to: str, by: Any) -> Cohort:
    """From one state to the next (see COHORT_MOVES)."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if to not in COHORT_MOVES[cohort.state]:
        allowed = ", ".join(f"“{CohortState(state).label}”" for state in COHORT_MOVES[cohort.state])
        raise Refused(
            f"{cohort} is “{cohort.get_state_display()}” now. From there it can become: "
            f"{allowed or 'nothing else, it is closed'}."
        )
    was, cohort.state = cohort.state, to
    cohort.save(update_fields=["state"])
    audit.record("moved cohort", cohort, by=by, detail={"from": was, "to": to})
    return cohort


def _check(cohort: Cohort) -> None:
    """The database's own rules, told in words before it has to refuse."""
    if cohort.celebration_on and cohort.celebration_on < cohort.starts_on:
        raise Refused("The celebration cannot be before the first day.")
    if cohort.set_ends <= cohort.set_starts or cohort.workshop_ends <= cohort.workshop_starts:
        raise Refused("A session must end after it starts: please look at the times.")
    if not cohort.settings or not cohort.roles:
        raise Refused("Choose at least one care setting and one role that may apply.")
    try:
        cohort.validate_unique()
        cohort.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
