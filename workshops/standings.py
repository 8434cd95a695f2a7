"""Who stands where: the figures and the rule of completion together, for the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cohorts.enums import CohortState
from cohorts.models import Cohort
from core import clock
from pioneers.enums import PioneerState
from pioneers.models import Pioneer
from pioneers.selectors.pauses import paused_days
from workshops import completion, figures, records
from workshops.completion import Rule, Standing
from workshops.figures import Figures
from workshops.models import CompletionRule, LearningSet, SetMembership

SORTS = {
    "behind": "Who is behind",
    "name": "Name",
    "attended": "Attended",
    "answered": "Attended or apologies",
}
ORDER = ("behind", "on_track", "meets")


@dataclass(frozen=True)
class Line:
    """One Pioneer in a list of attendance."""

    pioneer: Pioneer
    learning_set: LearningSet | None
    figures: Figures
    standing: Standing
    paused: bool = False

    @property
    def to_nudge(self) -> bool:
        """Behind, and not to be left in peace just now."""
        at_work = self.pioneer.state == PioneerState.ACTIVE and not self.paused
        return self.standing.behind and at_work


def rule_of(cohort: Cohort) -> Rule:
    """The cohort's own rule, or else what holds for all."""
    row = CompletionRule.objects.filter(cohort=cohort).first()
    return _rule(row, cohort)


def _rule(row: CompletionRule | None, cohort: Cohort) -> Rule:
    if row is None:
        return completion.default_rule(cohort.set_meeting_count)
    return Rule(
        workshops=row.workshops,
        set_meetings=row.set_meetings,
        celebration=row.celebration,
        part_counts=row.part_counts,
        make_ups_count=row.make_ups_count,
    )


def of_cohort(cohort: Cohort, *, sort: str = "behind") -> list[Line]:
    """Every Pioneer but those who withdrew: the same five queries for any number of them."""
    pioneers = list(
        Pioneer.objects.counted()
        .filter(cohort=cohort)
        .select_related("person", "home", "cohort")
        .order_by("person__name", "pk")
    )
    rule = rule_of(cohort)
    sets = {
        one.pioneer_id: one.learning_set
        for one in SetMembership.objects.current()
        .filter(pioneer__cohort=cohort)
        .select_related("learning_set")
    }
    entries = records.of_pioneers([one.pk for one in pioneers])
    paused = paused_days()
    lines = [
        Line(
            one,
            sets.get(one.pk),
            figures.of_entries(entries.get(one.pk, [])),
            completion.standing(entries.get(one.pk, []), rule),
            bool(paused.excuse(one.pk, clock.today())),
        )
        for one in pioneers
    ]
    return _sorted(lines, sort)


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    if sort == "attended":
        return sorted(lines, key=lambda one: _share(one.figures.percent_attended))
    if sort == "answered":
        return sorted(lines, key=lambda one: _share(one.figures.percent_answered))
    if sort == "behind":
        return sorted(lines, key=lambda one: ORDER.index(one.standing.state))
    return lines


def _share(percent: int | None) -> int:
    """Those of whom nothing is known come last."""
    return 101 if percent is None else percent


def own(user: Any) -> list[Line]:
    """A person's own places on cohorts that run or have run, the newest first."""
    places = list(
        Pioneer.objects.counted()
        .filter(
            person=user,
            cohort__state__in=[CohortState.RUNNING, CohortState.CELEBRATED, CohortState.CLOSED],
        )
        .select_related("person", "home", "cohort__completion_rule")
        .order_by("-cohort__number")
    )
    entries = records.of_pioneers([one.pk for one in places])
    return [
        Line(
            one,
            None,
            figures.of_entries(entries.get(one.pk, [])),
            completion.standing(
                entries.get(one.pk, []),
                _rule(getattr(one.cohort, "completion_rule", None), one.cohort),
            ),
        )
        for one in places
    ]


@dataclass(frozen=True)
class MemberLine:
    pioneer: Pioneer
    figures: Figures


def of_set(learning_set: LearningSet) -> list[MemberLine]:
    """The members of now, with their figures at this set's meetings: two queries."""
    members = (
        learning_set.memberships.current()
        .exclude(pioneer__state="withdrawn")
        .select_related("pioneer__person", "pioneer__home")
        .order_by("pioneer__person__name")
    )
    known = figures.of_set(learning_set)
    return [MemberLine(one.pioneer, known.get(one.pioneer_id, Figures())) for one in members]
