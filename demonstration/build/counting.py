"""What some homes count beside their own measure, as the measure library says, with numbers."""

from __future__ import annotations

import random
from datetime import date, timedelta

from cohorts.models import Cohort
from core import clock
from demonstration.build.timeline import at
from qi_projects import library, services
from qi_projects.enums import MeasureKind
from qi_projects.models import Project
from qi_projects.services.numbers import Number

# One definition for each theme, so that homes of a theme can be shown together.
COUNTED = {
    "hydration_nutrition": "drinks-rounds-done",
    "deterioration": "calls-with-facts-ready",
    "dementia": "did-something-they-enjoy",
    "mouth_care": "mouth-care-twice",
    "end_of_life": "wishes-written-down",
    "staff_wellbeing": "whole-breaks-taken",
    "communication": "handovers-complete",
    "falls": "falls-per-1000-days",
}
BEGUN = timedelta(weeks=5)


def count_alike(cohort: Cohort, project: Project) -> None:
    """The theme's definition, chosen in the sixth week and counted until the cohort ends."""
    entry = library.entries()[COUNTED[project.theme]]
    chance = random.Random(f"{cohort.pk} {project.title}")
    step = timedelta(weeks=4 if entry.every == "month" else 1)
    first = cohort.starts_on + BEGUN
    last = min(clock.today(), cohort.ends_on)
    days = [first + n * step for n in range((last - first) // step + 1)] if first <= last else []
    if not days:
        return
    with clock.at(at(first, 18, 50)):
        measure = services.choose_measure(project, by=project.pioneer.person, key=entry.key)
    beds = chance.randint(16, 40)
    numbers = [
        _number(entry.kind, day, n / max(len(days) - 1, 1), beds, chance)
        for n, day in enumerate(days)
    ]
    with clock.at(at(days[-1], 20, 25)):
        services.record_numbers(measure, by=project.pioneer.person, numbers=numbers)


def _number(kind: str, day: date, along: float, beds: int, chance: random.Random) -> Number:
    """A number that wanders a little better over the year; `along` runs from 0 to 1."""
    if kind == MeasureKind.RATE:
        out_of = beds * 28
        share = chance.uniform(0.006, 0.011) - 0.003 * along
    else:
        out_of = max(beds - chance.randint(0, 5), 6)
        share = min(0.45 + 0.3 * along + chance.uniform(-0.15, 0.15), 1)
    return Number(day, None, "", round(out_of * share), out_of)
