"""Learning sets composed as a draft that staff change about, and made so in one step.

A draft tells nobody anything. Making it so moves only those whose set changes, keeps the time
in the old set as history, and mails only who joins a set whose dates are published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, NamedTuple

from django.db import transaction

from cohorts.enums import Weekday
from cohorts.models import Cohort
from core import audit, clock, people
from core.errors import Refused
from pioneers.models import Pioneer
from workshops import expected, reminders, set_reading
from workshops.models import (
    FacilitatorDays,
    KeepApart,
    LearningSet,
    SetDraft,
    SetMembership,
)
from workshops.services import sets as set_services
from workshops.set_filling import Person, fill
from workshops.set_weighing import Change
from workshops.timetable import MIDWEEK_FIRST

NAMES = ("Ash", "Beech", "Cedar", "Elm", "Hazel", "Maple", "Oak", "Rowan", "Willow", "Yew")
MOST_SETS = 30
NOON = time(12)


@transaction.atomic
def compose(
    cohort: Cohort, *, number: int | None = None, size: int | None = None, keep: bool, by: Any
) -> SetDraft:
    """A new draft of so many sets, or of sets of at most that size; sets that lack are added.

    With `keep`, whoever is in a set stays there.
    """
    pioneers = set_reading.pioneers_to_place(cohort)
    if not pioneers:
        raise Refused("Nobody takes part in this cohort yet, so there is nobody to place.")
    if not number and not size:
        raise Refused("Say how many sets you want, or how many people in each.")
    number = number or -(-len(pioneers) // (size or 1))
    if number > MOST_SETS:
        raise Refused(f"That makes {number} sets. Choose {MOST_SETS} or fewer.")
    to_place = set_reading.people_to_place(cohort, pioneers)
    now = set_reading.placed_now(cohort) if keep else {}
    sets = _sets_for(cohort, number, set(now.values()), to_place, by=by)
    size = max(size or 0, -(-len(pioneers) // len(sets)))
    filling = fill(
        to_place,
        [set_reading.set_to_fill(one) for one in sets],
        size=size,
        placed={key: where for key, where in now.items() if where in {str(s.pk) for s in sets}},
    )
    placing: dict[str, str | None] = dict.fromkeys(filling.unplaced)
    placing |= {key: where for where, members in filling.members.items() for key in members}
    row, _ = SetDraft.objects.update_or_create(
        cohort=cohort, defaults={"size": size, "placing": placing, "made_at": clock.now()}
    )
    audit.record("composed learning sets", cohort, by=by, detail={"sets": len(sets)})
    return row


def _sets_for(
    cohort: Cohort, number: int, needed: set[str], to_place: list[Person], *, by: Any
) -> list[LearningSet]:
    """So many sets of the cohort: those with members first, and new ones where there are too few.

    Of the new ones, as many meet in the afternoon as people asked for it.
    """
    there = sorted(cohort.learning_sets.all(), key=lambda one: (str(one.pk) not in needed, one.pk))
    sets = there[: max(number, len(needed))]
    asked = [one.preference for one in to_place if one.preference]
    afternoons = round(number * asked.count("pm") / len(asked)) if asked else 0
    afternoons -= sum(one.starts >= NOON for one in sets)
    taken = {one.name for one in there}
    names = [name for name in NAMES if name not in taken]
    names += [f"{name} {n}" for n in range(2, 5) for name in NAMES if f"{name} {n}" not in taken]
    weekdays = [day for day in MIDWEEK_FIRST if day != cohort.workshop_weekday]
    missing = range(number - len(sets))
    for n in missing:
        times = set_services.times_of(cohort, "pm" if n >= len(missing) - afternoons else "am")
        sets.append(
            set_services.add_set(
                cohort,
                name=names[n],
                facilitator=None,
                weekday=weekdays[len(sets) % len(weekdays)],
                by=by,
                starts=times["starts"],
                ends=times["ends"],
            )
        )
    return sets


@transaction.atomic
def change_draft(cohort: Cohort, *, who: Pioneer, to: str, swap: str = "", by: Any) -> None:
    """One person to another set of the draft ("" for none), or two swapped."""
    row = _locked(cohort)
    draft = set_reading.read_draft(row, cohort)
    key = str(who.pk)
    if key not in draft.placing.place:
        raise Refused(f"{who} does not take part any more.")
    if swap and not draft.placing.place.get(swap):
        raise Refused("The other person is in no set of the draft any more.")
    target = draft.placing.place[swap] if swap else to
    if target and target not in draft.placing.sets:
        raise Refused("That set is not in the draft. Propose the sets again.")
    if target == draft.placing.place[key]:
        raise Refused(f"{who} is there already.")
    row.placing = draft.placing.after(Change(who=key, to=target, swap=swap))
    row.save(update_fields=["placing"])
    audit.record("changed draft of sets", cohort, by=by)


@transaction.atomic
def discard_draft(cohort: Cohort, *, by: Any) -> None:
    if SetDraft.objects.filter(cohort=cohort).delete()[0]:
        audit.record("discarded draft of sets", cohort, by=by)


class Made(NamedTuple):
    joined: int
    moved: int
    left: int
    leaders: int


@transaction.atomic
def make_it_so(cohort: Cohort, *, by: Any) -> Made:
    """The draft becomes the sets; the draft is gone."""
    row = _locked(cohort)
    draft = set_reading.read_draft(row, cohort)
    by_key = {str(one.pk): one for one in draft.sets}
    changing = {
        key: where for key, where in draft.placing.place.items() if where != draft.now.get(key, "")
    }
    left = _leave([draft.pioneers[key] for key in changing if key in draft.now])
    why = draft.placing.reasons()
    joining = [(draft.pioneers[key], by_key[where]) for key, where in changing.items() if where]
    SetMembership.objects.bulk_create(
        SetMembership(
            pioneer=pioneer,
            learning_set=one,
            reason=" ".join(why[str(pioneer.pk)])[: set_services.LONGEST_REASON],
        )
        for pioneer, one in joining
    )
    for key, days in draft.leaders.items():
        set_services.change_set(by_key[key], facilitator=days.user, by=by)
    moved = sum(str(pioneer.pk) in draft.now for pioneer, _ in joining)
    made = Made(len(joining) - moved, moved, left - moved, len(draft.leaders))
    row.delete()
    audit.record("made composed sets so", cohort, by=by, detail=made._asdict())
    if joining:
        set_services.welcome(cohort, joining, by=by)
    elif left:
        reminders.plan(cohort)
    return made


def _leave(pioneers: list[Pioneer]) -> int:
    leaving = list(
        SetMembership.objects.current().filter(pioneer__in=pioneers).select_related("learning_set")
    )
    by_pk = {one.pk: one for one in pioneers}
    for one in leaving:
        one.left_on = clock.today()
        one.save(update_fields=["left_on"])
        expected.no_longer_expect(by_pk[one.pioneer_id], one.learning_set)
    return len(leaving)


def _locked(cohort: Cohort) -> SetDraft:
    row = SetDraft.objects.select_for_update().filter(cohort=cohort).first()
    if row is None:
        raise Refused("There is no draft any more. Propose the sets again.")
    return row


@transaction.atomic
def keep_apart(cohort: Cohort, *, one: Pioneer, other: Pioneer, by: Any) -> KeepApart:
    """Two who are not to sit in one set. No reason is asked for, and none is kept."""
    if one == other:
        raise Refused("Choose two different people.")
    if {one.cohort_id, other.cohort_id} != {cohort.pk}:
        raise Refused(f"Both must take part in {cohort}.")
    first, second = sorted((one, other), key=lambda pioneer: pioneer.pk)
    row, made = KeepApart.objects.get_or_create(cohort=cohort, one=first, other=second)
    if not made:
        raise Refused(f"{one} and {other} are kept apart already.")
    audit.record("keeps two apart", cohort, by=by, detail={"pioneers": [first.pk, second.pk]})
    return row


@transaction.atomic
def no_longer_apart(row: KeepApart, *, by: Any) -> None:
    pair = [row.one_id, row.other_id]
    audit.record("no longer keeps two apart", row.cohort, by=by, detail={"pioneers": pair})
    row.delete()


@transaction.atomic
def save_facilitator_days(cohort: Cohort, *, days: Mapping[Any, Iterable[int]], by: Any) -> None:
    """On which weekdays each can lead; nobody's days are kept who has none."""
    for user, weekdays in days.items():
        chosen = sorted({Weekday(day).value for day in weekdays})
        if chosen:
            FacilitatorDays.objects.update_or_create(
                cohort=cohort, user=user, defaults={"weekdays": chosen}
            )
        else:
            FacilitatorDays.objects.filter(cohort=cohort, user=user).delete()
    audit.record("saved facilitators’ days", cohort, by=by, detail={"facilitators": len(days)})


@transaction.atomic
def add_facilitator(
    cohort: Cohort, *, name: str, email: str, weekdays: Iterable[int], by: Any
) -> FacilitatorDays:
    user = people.person(email, name=name, by=by)
    chosen = sorted(set(weekdays))
    if not chosen:
        raise Refused("Choose at least one day on which they can lead a set.")
    row, _ = FacilitatorDays.objects.update_or_create(
        cohort=cohort, user=user, defaults={"weekdays": chosen}
    )
    audit.record("saved facilitators’ days", cohort, by=by, detail={"facilitators": 1})
    return row
