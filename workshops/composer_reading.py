"""The draft of the sets as its pages show it: each set, each person, each change with its cost."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from cohorts.models import Cohort
from core.models import User
from pioneers.models import Pioneer
from workshops.models import FacilitatorDays, KeepApart, LearningSet, Session, SetDraft
from workshops.set_filling import MIXED
from workshops.set_reading import Draft
from workshops.set_weighing import Weighed, warnings


class DraftMember(NamedTuple):
    pioneer: Pioneer
    reason: str
    # What changes for this person when the draft is made so; "" if nothing.
    change: str


class DraftSet(NamedTuple):
    learning_set: LearningSet
    members: list[DraftMember]
    warnings: list[str]
    mix: list[str]
    leader: FacilitatorDays | None


def sets_in(draft: Draft) -> list[DraftSet]:
    reasons = draft.placing.reasons()
    names = {str(one.pk): str(one) for one in draft.sets}
    return [_set_in(draft, one, reasons, names) for one in draft.sets]


def _set_in(
    draft: Draft, one: LearningSet, reasons: dict[str, tuple[str, ...]], names: dict[str, str]
) -> DraftSet:
    key = str(one.pk)
    people = sorted(draft.placing.members(key), key=lambda person: person.name)
    members = [
        DraftMember(
            draft.pioneers[person.key],
            " ".join(reasons[person.key]),
            _change(draft.now.get(person.key), key, names),
        )
        for person in people
    ]
    half = draft.placing.sets[key].half_day
    return DraftSet(
        one,
        members,
        warnings(str(one), half, people),
        [_mix(what, people) for what in MIXED],
        draft.leaders.get(key),
    )


def _change(was: str | None, to: str, names: dict[str, str]) -> str:
    if was == to:
        return ""
    return f"Now in the {names.get(was, 'other set')}" if was else "New"


def _mix(what: str, people: list[Any]) -> str:
    count = Counter(value for one in people if (value := getattr(one, what)))
    said = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{value} {number}" for value, number in said)


def unplaced_in(draft: Draft) -> list[Pioneer]:
    members = sorted(draft.placing.members(""), key=lambda person: person.name)
    return [draft.pioneers[one.key] for one in members]


class Effect(NamedTuple):
    """What making the draft so does."""

    joining: int
    moving: int
    leaving: int
    leaders: int
    mails: int

    @property
    def nothing(self) -> bool:
        return not (self.joining or self.moving or self.leaving or self.leaders)


def effect_of(draft: Draft) -> Effect:
    changing = {
        key: where for key, where in draft.placing.place.items() if where != draft.now.get(key, "")
    }
    dated = set(
        Session.objects.coming()
        .filter(learning_set__in=draft.sets)
        .order_by()
        .values_list("learning_set_id", flat=True)
    )
    going = {key: where for key, where in changing.items() if where}
    moving = sum(key in draft.now for key in going)
    return Effect(
        joining=len(going) - moving,
        moving=moving,
        leaving=len(changing) - len(going),
        leaders=len(draft.leaders),
        mails=sum(int(where) in dated for where in going.values()),
    )


class Option(NamedTuple):
    """One possible change of a person, with its cost and the words of its button."""

    value: str
    label: str
    weighed: Weighed


def options_of(draft: Draft, who: Pioneer) -> list[Option]:
    return [_option(draft, one) for one in draft.placing.possible(str(who.pk))]


def _option(draft: Draft, weighed: Weighed) -> Option:
    change = weighed.change
    if change.swap:
        other = draft.pioneers[change.swap].person.name
        where = draft.placing.sets[change.to].name
        return Option(f"person-{change.swap}", f"Swap with {other}, {where}", weighed)
    if change.to:
        return Option(f"set-{change.to}", f"Move to {draft.placing.sets[change.to].name}", weighed)
    return Option("none", "Take out of every set", weighed)


def read_option(value: str) -> tuple[str, str] | None:
    """(set, person to swap with) of an option's value; None if it is not one."""
    kind, _, key = value.partition("-")
    if value == "none":
        return "", ""
    if kind == "set" and key.isdecimal():
        return key, ""
    if kind == "person" and key.isdecimal():
        return "", key
    return None


def kept_apart(cohort: Cohort) -> QuerySet[KeepApart]:
    rows = KeepApart.objects.filter(cohort=cohort).order_by("one__person__name", "pk")
    return rows.select_related("cohort", "one__person", "other__person")


def days_of(cohort: Cohort) -> dict[int, list[int]]:
    """On which weekdays each facilitator can lead, by the person's id."""
    rows = FacilitatorDays.objects.filter(cohort=cohort).order_by("pk")
    return dict(rows.values_list("user_id", "weekdays"))


def has_draft(cohort: Cohort) -> bool:
    return SetDraft.objects.filter(cohort=cohort).exists()


def facilitators_of(cohort: Cohort) -> list[User]:
    """Those with days in this cohort and those who lead one of its sets."""
    led = cohort.learning_sets.filter(facilitator__isnull=False).values("facilitator")
    days = FacilitatorDays.objects.filter(cohort=cohort).values("user")
    return list(User.objects.filter(Q(pk__in=led) | Q(pk__in=days)).order_by("name", "pk"))
