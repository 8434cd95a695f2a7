"""Learning sets: made, filled, and changed one person at a time."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cohorts.models import Cohort
from core import audit, clock, mail
from core.errors import Refused
from pioneers.models import Pioneer
from workshops import calendar, expected, invitations, letters, reminders, set_reading
from workshops.models import LearningSet, Session, SetMembership
from workshops.set_filling import fill

NOON = time(12)
LONGEST_REASON = 300


@transaction.atomic
def add_set(
    cohort: Cohort,
    *,
    name: str,
    facilitator: Any,
    weekday: int,
    starts: time,
    ends: time,
    by: Any,
    place: str = "",
) -> LearningSet:
    """A new set with its facilitator (a User, or None until there is one)."""
    made = LearningSet(cohort=cohort, facilitator=facilitator, weekday=weekday)
    made.name, made.starts, made.ends, made.place = _name(name), starts, ends, place.strip()
    _check(made)
    made.save()
    audit.record("added learning set", made, by=by, detail={"cohort": cohort.number})
    return made


@transaction.atomic
def change_set(learning_set: LearningSet, *, by: Any, **fields: Any) -> LearningSet:
    """Name, facilitator, weekday, times, place. Meetings that are published stay where they are."""
    if "name" in fields:
        fields["name"] = _name(fields["name"])
    changed = [name for name, value in fields.items() if getattr(learning_set, name) != value]
    for name in changed:
        setattr(learning_set, name, fields[name])
    _check(learning_set)
    learning_set.save()
    audit.record("changed learning set", learning_set, by=by, detail={"fields": sorted(changed)})
    if "facilitator" in changed:
        reminders.plan(learning_set.cohort)
    return learning_set


@transaction.atomic
def fill_sets(cohort: Cohort, *, by: Any) -> int:
    """Place everybody who is in no set yet; whoever is in one stays. Returns how many were placed.

    Called again after staff have moved people, it undoes nothing of what they did.
    """
    sets = list(cohort.learning_sets.order_by("pk"))
    if not sets:
        raise Refused("Add the learning sets first, then fill them.")
    people = set_reading.pioneers_to_place(cohort)
    placed = set_reading.placed_now(cohort)
    new = {str(pioneer.pk): pioneer for pioneer in people if str(pioneer.pk) not in placed}
    if not new:
        raise Refused("Every Pioneer is in a learning set already.")
    filling = fill(
        set_reading.people_to_place(cohort, people),
        [set_reading.set_to_fill(one) for one in sets],
        placed=placed,
    )
    joined = [(new[key], one) for one in sets for key in filling.members[str(one.pk)] if key in new]
    SetMembership.objects.bulk_create(
        SetMembership(
            pioneer=pioneer,
            learning_set=one,
            reason=" ".join(filling.reasons[str(pioneer.pk)])[:LONGEST_REASON],
        )
        for pioneer, one in joined
    )
    audit.record("filled learning sets", cohort, by=by, detail={"placed": len(joined)})
    welcome(cohort, joined, by=by)
    return len(joined)


@transaction.atomic
def move_member(
    pioneer: Pioneer, learning_set: LearningSet | None, *, by: Any, reason: str = ""
) -> SetMembership | None:
    """Into another set, or (None) out of every set; the time in the old one is kept as history."""
    if learning_set and learning_set.cohort_id != pioneer.cohort_id:
        raise Refused(
            f"{learning_set} is of another cohort. Choose one of {pioneer.cohort}’s sets."
        )
    current = (
        SetMembership.objects.current().select_related("learning_set").filter(pioneer=pioneer)
    ).first()
    if learning_set and current and current.learning_set_id == learning_set.pk:
        raise Refused(f"{pioneer} is in the {learning_set} already.")
    if current:
        current.left_on = clock.today()
        current.save(update_fields=["left_on"])
        expected.no_longer_expect(pioneer, current.learning_set)
    made = None
    if learning_set:
        words = reason.strip() or f"Placed by staff on {letters.day(clock.today())}."
        made = SetMembership.objects.create(
            pioneer=pioneer, learning_set=learning_set, reason=words[:LONGEST_REASON]
        )
    audit.record(
        "moved between learning sets",
        pioneer,
        by=by,
        detail={
            "from": current.learning_set.name if current else None,
            "to": learning_set.name if learning_set else None,
        },
    )
    welcome(pioneer.cohort, [(pioneer, learning_set)] if learning_set else [], by=by)
    return made


def welcome(cohort: Cohort, joined: list[tuple[Pioneer, LearningSet]], *, by: Any) -> None:
    """Who joins a set whose dates are published is expected at them, and is told."""
    coming = list(
        Session.objects.published()
        .filter(learning_set__in={one.pk for _, one in joined}, starts_at__gt=clock.now())
        .select_related("learning_set")
    )
    expected.expect(coming, by=by)
    people = Pioneer.objects.filter(pk__in=[pioneer.pk for pioneer, _ in joined])
    users = {pioneer.pk: pioneer.person for pioneer in people.select_related("person")}
    following = calendar.followers(user.pk for user in users.values())
    messages = []
    for pioneer, one in joined:
        dates = [session for session in coming if session.learning_set_id == one.pk]
        if not dates:
            continue
        context = {"set": str(one), **letters.of_dates(dates)}
        # The moment makes it new: a Pioneer may come back to a set that they once left.
        key = f"set_joined:set:{one.pk}:at:{clock.now():%Y%m%dT%H%M%S%f}"
        to = letters.reader(users[pioneer.pk])
        file = "" if to.pk in following else calendar.all_dates(dates)
        messages.append(
            letters.message(
                "set_joined", to, key=key, cohort_id=cohort.pk, context=context, calendar=file
            )
        )
    mail.queue_many(messages)
    reminders.plan(cohort)
    invitations.plan(cohort)


def times_of(cohort: Cohort, half: str) -> dict[str, time]:
    """When a set of this cohort meets in the morning or afternoon: as long as the cohort says."""
    own = "am" if cohort.set_starts < NOON else "pm"
    starts = cohort.set_starts if own == half else time(10) if half == "am" else time(13, 30)
    any_day = date(2000, 1, 1)
    length = datetime.combine(any_day, cohort.set_ends) - datetime.combine(
        any_day, cohort.set_starts
    )
    ends = min(datetime.combine(any_day, starts) + length, datetime(2000, 1, 1, 23, 59))
    return {"starts": starts, "ends": ends.time()}


def _name(name: str) -> str:
    """“Wandle set” is shown as the Wandle set, not as the Wandle set set."""
    return " ".join(name.split()).removesuffix(" set").removesuffix(" Set")


def _check(learning_set: LearningSet) -> None:
    if not learning_set.name:
        raise Refused("Give the learning set a name, such as a river or a park nearby.")
    try:
        learning_set.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
