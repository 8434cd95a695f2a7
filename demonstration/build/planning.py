"""What is being planned: dates proposed for the next cohort, and a swap that staff think about."""

from __future__ import annotations

from datetime import timedelta

from cohorts.models import Cohort
from demonstration.build import people
from workshops import composer_reading, set_reading
from workshops.services import composing, proposing


def propose(cohort: Cohort) -> None:
    """The next cohort's workshops, with one online and a week kept free. Not published."""
    free = cohort.starts_on + timedelta(days=30)
    administrator = people.staff()[0]
    proposing.save_wishes(
        cohort,
        workshop_weekdays=[1, 2, 3],
        gap_days=5,
        online_workshops=[2],
        online_meetings=[],
        avoid=[(free, free + timedelta(days=4), "inspectors’ week")],
        by=administrator,
    )
    proposing.propose_timetable(cohort, by=administrator)


def think_of_a_swap(cohort: Cohort) -> None:
    """A draft of the running cohort's sets in which two people would change places."""
    administrator, facilitators = people.staff()[0], people.facilitators()
    days = {one: sorted({n % 5, (n + 2) % 5}) for n, one in enumerate(facilitators)}
    composing.save_facilitator_days(cohort, days=days, by=administrator)
    number = cohort.learning_sets.count()
    draft = composing.compose(cohort, number=number, keep=True, by=administrator)
    who = set_reading.pioneers_to_place(cohort)[0]
    shown = set_reading.read_draft(draft, cohort)
    swaps = [one for one in composer_reading.options_of(shown, who) if one.weighed.change.swap]
    change = swaps[0].weighed.change
    composing.change_draft(cohort, who=who, to=change.to, swap=change.swap, by=administrator)
