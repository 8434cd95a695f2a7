"""What the records say of a cohort's people and sets, as set_filling and its kin know them."""

from __future__ import annotations

from collections import defaultdict
from datetime import time
from typing import NamedTuple

from cohorts.models import Cohort
from pioneers.models import Answer, Pioneer
from workshops.models import FacilitatorDays, KeepApart, LearningSet, SetDraft, SetMembership
from workshops.set_filling import HalfDay, Person, SetToFill
from workshops.set_leading import SetToLead, find_leaders
from workshops.set_weighing import Placing

NOON = time(12)


def pioneers_to_place(cohort: Cohort) -> list[Pioneer]:
    """Who takes part, those who joined first first: where places are short, they have them."""
    return list(
        Pioneer.objects.taking_part()
        .filter(cohort=cohort)
        .select_related("person", "home__borough", "application__borough")
        .order_by("joined_at", "pk")
    )


def placed_now(cohort: Cohort) -> dict[str, str]:
    """Set by Pioneer, as it is today; both are ids as text."""
    return {
        str(pioneer): str(learning_set)
        for pioneer, learning_set in SetMembership.objects.current()
        .filter(pioneer__cohort=cohort)
        .order_by()
        .values_list("pioneer_id", "learning_set_id")
    }


def people_to_place(cohort: Cohort, pioneers: list[Pioneer]) -> list[Person]:
    wishes, apart = _wishes(cohort), _apart(cohort)
    return [
        _person(one, wishes.get(one.application_id, ""), apart.get(str(one.pk), frozenset()))
        for one in pioneers
    ]


def set_to_fill(one: LearningSet) -> SetToFill:
    return SetToFill(key=str(one.pk), half_day=half_day(one), name=f"the {one}")


def half_day(one: LearningSet) -> HalfDay:
    return "am" if one.starts < NOON else "pm"


def _person(pioneer: Pioneer, wish: HalfDay, apart: frozenset[str]) -> Person:
    home = pioneer.home
    borough = home.borough if home else pioneer.application and pioneer.application.borough
    return Person(
        key=str(pioneer.pk),
        home=str(home.pk) if home else "",
        provider=home.provider_id if home else "",
        borough=str(borough or ""),
        setting=pioneer.get_setting_display(),
        role=pioneer.get_role_display(),
        preference=wish,
        name=pioneer.person.name,
        apart=apart,
    )


def _wishes(cohort: Cohort) -> dict[int | None, HalfDay]:
    """Morning or afternoon, as each application asked for."""
    answers = Answer.objects.filter(
        application__cohort=cohort, question__key="preference"
    ).values_list("application_id", "text")
    halves: dict[str, HalfDay] = {"morn": "am", "afte": "pm"}
    return {application: halves.get(text.strip().lower()[:4], "") for application, text in answers}


def _apart(cohort: Cohort) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in KeepApart.objects.filter(cohort=cohort).values_list("one_id", "other_id"):
        found[str(one)].add(str(other))
        found[str(other)].add(str(one))
    return {key: frozenset(others) for key, others in found.items()}


class Draft(NamedTuple):
    """A cohort's sets as they might be."""

    row: SetDraft
    sets: list[LearningSet]
    pioneers: dict[str, Pioneer]
    placing: Placing
    # Set by Pioneer as it is today.
    now: dict[str, str]
    # Facilitator found, by the id of a set that has none.
    leaders: dict[str, FacilitatorDays]


def draft_of(cohort: Cohort) -> Draft | None:
    """The draft with the people and sets of today: who came since is in no set yet."""
    row = SetDraft.objects.filter(cohort=cohort).first()
    return read_draft(row, cohort) if row else None


def read_draft(row: SetDraft, cohort: Cohort) -> Draft:
    pioneers = pioneers_to_place(cohort)
    used = {where for where in row.placing.values() if where}
    every = cohort.learning_sets.select_related("facilitator").order_by("pk")
    sets = [one for one in every if str(one.pk) in used]
    placing = Placing(
        people_to_place(cohort, pioneers),
        [set_to_fill(one) for one in sets],
        row.size or 1,
        {key: where or "" for key, where in row.placing.items()},
    )
    return Draft(
        row=row,
        sets=sets,
        pioneers={str(one.pk): one for one in pioneers},
        placing=placing,
        now=placed_now(cohort),
        leaders=leaders_for(cohort, sets),
    )


def leaders_for(cohort: Cohort, sets: list[LearningSet]) -> dict[str, FacilitatorDays]:
    days = {
        str(one.user_id): one
        for one in FacilitatorDays.objects.filter(cohort=cohort).select_related("user")
    }
    found = find_leaders(
        [
            SetToLead(
                key=str(one.pk),
                weekday=one.weekday,
                starts=one.starts,
                ends=one.ends,
                leader=str(one.facilitator_id or ""),
            )
            for one in sets
        ],
        {who: one.weekdays for who, one in days.items()},
    )
    return {key: days[who] for key, who in found.items()}
