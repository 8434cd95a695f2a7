"""Pauses of a home: begun, lengthened, ended early, and over by themselves.

Apps above do their part through `on_pause` (absences, due dates) and `on_return` (what is next),
which they name at start-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from cohorts.enums import CohortState
from core import audit, clock, links, mail
from core.errors import Refused
from core.templatetags.words import day
from pioneers.enums import PauseReason, PioneerState
from pioneers.models import CareHome, HomePause, Pairing, Pioneer
from pioneers.selectors import pauses as rows

FEWEST_WEEKS, MOST_WEEKS = 1, 8
USUAL_WEEKS = 2


@dataclass(frozen=True)
class Change:
    """What a pause was and is now. `was_until` is its first day where it has only begun."""

    pause: HomePause
    pioneers: list[Pioneer]
    was_until: date
    by: Any

    @property
    def days(self) -> int:
        """By how much the pause grew; less than 0 where it is shorter now."""
        return (self.pause.ends_on - self.was_until).days

    def shift(self, due: date) -> date:
        """A due date as the pause moves it: by whole days, so whole weeks keep their weekday.

        What was due before the pause began stays. Of a pause that shrinks, the days that are no
        longer paused are taken back.
        """
        return due if due < self.pause.starts_on else due + timedelta(days=self.days)


# Returns whom else to tell of it: pairs of a user and the Pioneer they have to do with.
Listener = Callable[[Change], Iterable[tuple[Any, Pioneer]]]
# Given Pioneers who are back, lines on what is next for each, by the Pioneer's id.
WhatIsNext = Callable[[list[Pioneer]], dict[int, list[str]]]
_listeners: list[Listener] = []
_next: list[WhatIsNext] = []


def on_pause(listener: Listener) -> None:
    """`listener` is called, in the same transaction, when a pause begins, grows or shrinks."""
    if listener not in _listeners:
        _listeners.append(listener)


def on_return(what_is_next: WhatIsNext) -> None:
    if what_is_next not in _next:
        _next.append(what_is_next)


@transaction.atomic
def pause(pioneer: Pioneer, *, weeks: int, reason: str, by: Any, how: str = "") -> HomePause:
    """Leave the home of this Pioneer in peace for some weeks from today.

    `how` is "link" where a link in a mail was pressed without signing in.
    """
    _check_weeks(weeks)
    if reason not in PauseReason.values:
        raise Refused("Please choose why: an outbreak, an inspection, too few staff.")
    _check_takes_part(pioneer)
    _lock(pioneer)
    if current := rows.current_pause(pioneer):
        raise Refused(f"{_who(current)} is paused already, until {day(current.ends_on)}.")
    today = clock.today()
    made = HomePause.objects.create(
        home=pioneer.home,
        pioneer=None if pioneer.home_id else pioneer,
        reason=reason,
        starts_on=today,
        ends_on=today + timedelta(weeks=weeks),
        started_by=by,
    )
    detail = {"reason": reason, "until": made.ends_on.isoformat()} | ({"by": how} if how else {})
    audit.record("paused home", made, by=by, detail=detail)
    _carry_out(made, was_until=today, kinds=("pause_begun", "pause_told"), by=by)
    return made


@transaction.atomic
def lengthen(pause: HomePause, *, weeks: int, by: Any) -> HomePause:
    """Some weeks more, up to eight from today."""
    _check_weeks(weeks)
    pause = _locked(pause)
    was = pause.ends_on
    longest = clock.today() + timedelta(weeks=MOST_WEEKS)
    pause.ends_on = was + timedelta(weeks=weeks)
    if pause.ends_on > longest:
        raise Refused(
            f"A pause can last until {day(longest)} at most. You can make it longer again later."
        )
    pause.save(update_fields=["ends_on"])
    _record_change("lengthened pause", pause, was, by=by)
    _carry_out(pause, was_until=was, kinds=("pause_begun", "pause_told"), by=by)
    return pause


@transaction.atomic
def end_early(pause: HomePause, *, by: Any) -> HomePause:
    """All is as usual again from today."""
    pause = _locked(pause)
    was = pause.ends_on
    pause.ends_on, pause.end_told_at = clock.today(), clock.now()
    pause.save(update_fields=["ends_on", "end_told_at"])
    _record_change("ended pause", pause, was, by=by)
    _carry_out(pause, was_until=was, kinds=("pause_over", "pause_over_told"), by=by)
    return pause


def end_those_over() -> int:
    """A planner: who is back since today is told what is next; the second run touches 0."""
    over = HomePause.objects.filter(ends_on__lte=clock.today(), end_told_at__isnull=True)
    return sum(_end(pk) for pk in list(over.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _end(pk: int) -> bool:
    """Of two workers at once, one tells."""
    claimed = HomePause.objects.filter(
        pk=pk, ends_on__lte=clock.today(), end_told_at__isnull=True
    ).update(end_told_at=clock.now())
    if claimed:
        pause = HomePause.objects.select_related("home", "pioneer").get(pk=pk)
        _carry_out(
            pause,
            was_until=pause.ends_on,
            kinds=("pause_over", "pause_over_told"),
            by=pause.started_by,
        )
    return bool(claimed)


def _carry_out(pause: HomePause, *, was_until: date, kinds: tuple[str, str], by: Any) -> None:
    """The parts of other apps, then a mail to the Pioneers and one to those who work with them."""
    pioneers = [
        one
        for one in rows.pioneers_of(pause)
        if one.cohort.state in (CohortState.RUNNING, CohortState.SELECTING)
    ]
    change = Change(pause, pioneers, was_until, by)
    others = [pair for listener in _listeners for pair in listener(change)]
    others += [
        (pairing.mentor.user, pairing.pioneer)
        for pairing in Pairing.objects.current()
        .filter(pioneer__in=pioneers)
        .select_related("mentor__user", "pioneer__person")
        .order_by("pk")
    ]
    to_pioneers, to_others = kinds
    after: dict[int, list[str]] = {}
    if to_pioneers == "pause_over":
        for what_is_next in _next:
            for pk, lines in what_is_next(pioneers).items():
                after.setdefault(pk, []).extend(lines)
    cohort_of = {one.pk: one.cohort for one in pioneers}
    messages = [
        _message(to_pioneers, pause, one.person, one.cohort, next=_lines(after.get(one.pk, [])),
                 page=links.absolute("pioneers:pause_home", one.pk))
        for one in pioneers
    ]  # fmt: skip
    told: dict[tuple[int, int], tuple[Any, set[str], Any]] = {}
    for user, pioneer in others:
        if user.is_active and pioneer.pk in cohort_of:
            cohort = cohort_of[pioneer.pk]
            names = told.setdefault((user.pk, cohort.pk), (user, set(), cohort))[1]
            names.add(str(pioneer))
    messages += [
        _message(to_others, pause, user, cohort, names=" and ".join(sorted(names)))
        for user, names, cohort in told.values()
    ]
    mail.queue_many(messages)


def _message(kind: str, pause: HomePause, to: Any, cohort: Any, **context: str) -> mail.Message:
    return mail.Message(
        kind=kind,
        key=f"{kind}:{pause.pk}:until:{pause.ends_on}:cohort:{cohort.pk}:user:{to.pk}",
        to_email=to.email,
        to_name=to.name,
        person_id=to.pk,
        scope=cohort.scope,
        context={
            "first_name": to.first_name or "there",
            "home": _who(pause),
            "until": day(pause.ends_on),
            **context,
        },
        thread=f"pause:{pause.pk}",
    )


def _lines(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or "- Nothing is planned yet."


def _who(pause: HomePause) -> str:
    return str(pause.home or pause.pioneer)


def _check_weeks(weeks: int) -> None:
    if not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        raise Refused(f"Choose {FEWEST_WEEKS} to {MOST_WEEKS} weeks.")


def _check_takes_part(pioneer: Pioneer) -> None:
    if pioneer.state not in (PioneerState.ACTIVE, PioneerState.PAUSED):
        raise Refused(f"{pioneer} does not take part any more, so there is nothing to pause.")


def _lock(pioneer: Pioneer) -> None:
    """Two people of one home may press at once: the second is told that it is paused."""
    if pioneer.home_id:
        CareHome.objects.select_for_update().get(pk=pioneer.home_id)
    else:
        Pioneer.objects.select_for_update().get(pk=pioneer.pk)


def _locked(pause: HomePause) -> HomePause:
    found = (
        HomePause.objects.select_for_update(of=("self",))
        .select_related("home", "pioneer__person")
        .get(pk=pause.pk)
    )
    if found.ends_on <= clock.today():
        raise Refused("This pause is over already.")
    return found


def _record_change(action: str, pause: HomePause, was: date, *, by: Any) -> None:
    detail = {"from": was.isoformat(), "to": pause.ends_on.isoformat()}
    audit.record(action, pause, by=by, detail=detail)
