"""The cohort as it takes shape: those with a place, and those whom staff mean to offer one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from cohorts.models import Cohort
from pioneers import wishes
from pioneers.allotting import Purse, allot
from pioneers.enums import (
    OPEN_TO_DECISION,
    ApplicationState,
    Decision,
    DeclineReason,
    ReleaseState,
)
from pioneers.models import Application, ReleaseAgreement, SelectionPlan
from pioneers.plans import plan_of
from pioneers.selectors.places import holds_a_place

# From this many on, one provider is said to take many of the places.
MANY_OF_ONE_PROVIDER = 3


@dataclass(frozen=True)
class Line:
    """How many of those chosen are of this borough, setting or role; `least` are wanted."""

    key: str
    label: str
    n: int
    least: int

    @property
    def short(self) -> int:
        return max(0, self.least - self.n)


@dataclass(frozen=True)
class Paid:
    """A funder's places: how many of those chosen count for it."""

    funder: str
    places: int
    used: int
    boroughs: tuple[str, ...]

    @property
    def left(self) -> int:
        return self.places - self.used


@dataclass(frozen=True)
class Shape:
    places: int
    taken: int
    counts: Counter[tuple[str, str]]
    reasons: list[tuple[str, int]]
    groups: list[tuple[str, list[Line]]]
    funders: list[Paid]
    not_funded: int
    missing: list[str]
    warnings: list[str]
    chosen_rows: list[Application]
    plan: SelectionPlan
    labels: dict[str, str]
    blind: bool

    def _of(self, decision: str, *states: str) -> int:
        return sum(self.counts[state, decision] for state in states or OPEN_TO_DECISION)

    @property
    def offers(self) -> int:
        return self._of(Decision.OFFER)

    @property
    def to_reserve(self) -> int:
        return self._of(Decision.RESERVE)

    @property
    def declines(self) -> int:
        return self._of(Decision.DECLINE)

    @property
    def undecided(self) -> int:
        return self._of("", ApplicationState.SUBMITTED)

    @property
    def in_reserve(self) -> int:
        return self._of("", ApplicationState.RESERVE) + self.to_reserve

    @property
    def to_decide(self) -> int:
        return sum(n for (state, _), n in self.counts.items() if state in OPEN_TO_DECISION)

    @property
    def to_apply(self) -> int:
        return self.offers + self.to_reserve + self.declines

    @property
    def chosen(self) -> int:
        return self.taken + self.offers

    @property
    def left(self) -> int:
        return self.places - self.chosen

    @property
    def too_many(self) -> int:
        return max(0, -self.left)

    @property
    def shown_left(self) -> int:
        return max(0, self.left)


def shape_of(cohort: Cohort, *, blind: bool = False, seen: Collection[int] | None = None) -> Shape:
    """A fixed number of queries, however many applied. `blind`: by number, nobody is named.

    `seen` are the applications that the looker may see: the others count, and no word is said of
    any of them, for what is meant for them is private.
    """
    rows = Application.objects.filter(cohort=cohort)
    to_offer = Q(state__in=OPEN_TO_DECISION, decision=Decision.OFFER)
    chosen: list[Application] = list(
        rows.filter(holds_a_place() | to_offer)
        .annotate(
            concern=Exists(
                ReleaseAgreement.objects.filter(
                    application=OuterRef("pk"), state=ReleaseState.CONCERN
                )
            )
        )
        .select_related("applicant", "borough", "home")
        .order_by("submitted_at", "pk")
    )
    counts, reasons = _counts(cohort)
    labels, plan = wishes.labels(cohort), plan_of(cohort)
    targets = plan.targets
    have = Counter(key for row in chosen for key in wishes.keys_of(row))
    funders, not_funded = _paid(cohort, chosen)
    taken = [row for row in chosen if row.state not in OPEN_TO_DECISION]
    return Shape(
        places=cohort.places,
        taken=len(taken),
        counts=counts,
        reasons=reasons,
        groups=_groups(labels, have, targets),
        funders=funders,
        not_funded=not_funded,
        missing=_missing(
            cohort, chosen, funders, wishes.unmet(targets, have, labels), labels, have
        ),
        warnings=_warnings(cohort, chosen, blind, seen),
        chosen_rows=chosen,
        plan=plan,
        labels=labels,
        blind=blind,
    )


def _counts(cohort: Cohort) -> tuple[Counter[tuple[str, str]], list[tuple[str, int]]]:
    """How many have which state and decision; and the reasons of a no, given or meant."""
    counts: Counter[tuple[str, str]] = Counter()
    reasons: Counter[str] = Counter()
    rows = Application.objects.filter(cohort=cohort).order_by()
    found = rows.values_list("state", "decision", "decline_reason").annotate(n=Count("pk"))
    for state, decision, reason, n in found:
        counts[state, decision] += n
        meant = state in OPEN_TO_DECISION and decision == Decision.DECLINE
        if meant or state == ApplicationState.DECLINED:
            reasons[reason] += n
    choices = DeclineReason.choices
    return counts, [(label, reasons[value]) for value, label in choices if reasons[value]]


def reasons_of(cohort: Cohort) -> list[tuple[str, int]]:
    return _counts(cohort)[1]


def _groups(
    labels: dict[str, str], have: Counter[str], targets: dict[str, int]
) -> list[tuple[str, list[Line]]]:
    found: dict[str, list[Line]] = {title: [] for title in wishes.KINDS.values()}
    for key, label in labels.items():
        line = Line(key, label, have[key], targets.get(key, 0))
        found[wishes.KINDS[key.partition(":")[0]]].append(line)
    return list(found.items())


def _paid(cohort: Cohort, chosen: list[Application]) -> tuple[list[Paid], int]:
    """How the places are shared among the funders: see `pioneers.allotting.allot`."""
    fundings = list(cohort.fundings.select_related("funder").prefetch_related("boroughs"))
    purses = [
        Purse(one.pk, one.places, frozenset(borough.pk for borough in one.boroughs.all()))
        for one in fundings
    ]
    found = Counter(allot([row.borough_id for row in chosen], purses))
    return [
        Paid(
            one.funder.short_name or one.funder.name,
            one.places,
            found[one.pk],
            tuple(borough.name for borough in one.boroughs.all()),
        )
        for one in fundings
    ], found[None] if fundings else 0


def _missing(
    cohort: Cohort,
    chosen: list[Application],
    funders: list[Paid],
    unmet: list[str],
    labels: dict[str, str],
    have: Counter[str],
) -> list[str]:
    """What would be missing if this list were final, in words."""
    said = list(unmet)
    nobody = [
        label for key, label in labels.items() if key.startswith("borough:") and not have[key]
    ]
    if nobody and chosen:
        said.append(f"Nobody from {_and(nobody)}.")
    said += [
        f"{one.left} of {one.places} places of {one.funder} would not be used."
        for one in funders
        if one.left > 0
    ]
    if len(chosen) < cohort.places:
        n = cohort.places - len(chosen)
        said.append(f"{n} place{'' if n == 1 else 's'} would be free.")
    return said


def _warnings(
    cohort: Cohort, chosen: list[Application], blind: bool, seen: Collection[int] | None
) -> list[str]:
    said = []
    names = {row.pk: row.number if blind else str(row) for row in chosen}
    over = len(chosen) - cohort.places
    if over > 0:
        said.append(f"More offers than places: {over} too many. They cannot be applied like this.")
    if cohort.takes_applications:
        said.append("The call is still open: more people may apply.")
    if seen is not None:
        chosen = [row for row in chosen if row.pk in seen]
    homes: dict[Any, list[Application]] = {}
    providers: dict[Any, list[Application]] = {}
    for row in chosen:
        if row.home is not None:
            homes.setdefault(row.home_id, []).append(row)
            if row.home.provider_id:
                providers.setdefault(row.home.provider_id, []).append(row)
    said += [
        f"{_and([names[row.pk] for row in rows])} work at the same home"
        f"{'' if blind else f', {rows[0].home_name}'}."
        for rows in homes.values()
        if len(rows) > 1
    ]
    said += [
        f"{len(rows)} people work for one provider"
        f"{'' if blind else f', {rows[0].home.provider_name}'}."
        for rows in providers.values()
        if len(rows) >= MANY_OF_ONE_PROVIDER and rows[0].home is not None
    ]
    said += [
        f"The line manager of {names[row.pk]} has a concern about letting them come."
        for row in chosen
        if row.concern  # type: ignore[attr-defined]
    ]
    return said


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
