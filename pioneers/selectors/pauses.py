"""Who is left in peace, and when: reads of the pauses of homes.

A pause holds from its first day up to, and without, `ends_on`. It is of a home, and so of every
Pioneer there who takes part; whoever has no home in the register pauses alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core import clock
from core.kept_queries import SOMEBODY, KeptQuery
from pioneers.models import HomePause, Pioneer


def paused_people(on: date | None = None) -> set[int]:
    """Ids of the people (users) to whom no nudge goes on that day: one query."""
    return set(
        Pioneer.objects.taking_part()
        .filter(Exists(_covering(on or clock.today())))
        .order_by()
        .values_list("person_id", flat=True)
    )


def paused_pioneers(on: date | None = None) -> QuerySet[Pioneer]:
    """The places whose home is paused on that day."""
    return Pioneer.objects.taking_part().filter(Exists(_covering(on or clock.today())))


def _covering(on: date) -> QuerySet[HomePause]:
    return HomePause.objects.filter(
        Q(pioneer=OuterRef("pk")) | Q(home__isnull=False, home=OuterRef("home")),
        starts_on__lte=on,
        ends_on__gt=on,
    )


@dataclass(frozen=True)
class Span:
    """One pause: its first day, the first day after it, and why."""

    start: date
    end: date
    reason: str

    def covers(self, when: date | datetime) -> bool:
        day = timezone.localtime(when).date() if isinstance(when, datetime) else when
        return self.start <= day < self.end


@dataclass(frozen=True)
class PausedDays:
    """Pauses read once, for a planner that asks about many people and days."""

    of_person: dict[int, list[Span]]
    of_pioneer: dict[int, list[Span]]

    def covers(self, person_id: int, when: date | datetime) -> bool:
        """Whether a nudge that is due then must not go to that person."""
        return any(span.covers(when) for span in self.of_person.get(person_id, ()))

    def excuse(self, pioneer_id: int, when: date | datetime) -> str:
        """Why that Pioneer is excused from what happens then; empty where they are not."""
        spans = self.of_pioneer.get(pioneer_id, ())
        return next((span.reason for span in spans if span.covers(when)), "")


def paused_days(since: date | None = None) -> PausedDays:
    """The pauses that end after `since` (today): one query where there are none, else two."""
    pauses = list(
        HomePause.objects.filter(ends_on__gt=since or clock.today())
        .order_by("pk")
        .values_list("home_id", "pioneer_id", "starts_on", "ends_on", "reason")
    )
    of_person: dict[int, list[Span]] = defaultdict(list)
    of_pioneer: dict[int, list[Span]] = defaultdict(list)
    if pauses:
        homes = {home for home, *_ in pauses if home}
        alone = {pioneer for _, pioneer, *_ in pauses if pioneer}
        places = (
            Pioneer.objects.taking_part()
            .filter(Q(home__in=homes) | Q(pk__in=alone))
            .order_by()
            .values_list("pk", "person_id", "home_id")
        )
        for pk, person, home in places:
            for of_home, of_one, start, end, reason in pauses:
                if of_one == pk or (of_home and of_home == home):
                    of_pioneer[pk].append(Span(start, end, reason))
                    of_person[person].append(Span(start, end, reason))
    return PausedDays(dict(of_person), dict(of_pioneer))


def paused_until(user: Any, places: Iterable[Pioneer]) -> dict[int, date]:
    """Until when the pauses of today last, of these places of one person; others are left out."""
    today = clock.today()
    found: dict[int, date] = {}
    for home, pioneer, start, end in _of_person()({SOMEBODY: user.pk}):
        for place in places:
            if start <= today < end and (place.pk == pioneer or (home and home == place.home_id)):
                found[place.pk] = max(end, found.get(place.pk, end))
    return found


@cache
def _of_person() -> KeptQuery:
    """(home, place, first day, the day after the last) of all those of one's homes and places."""
    homes = Pioneer.objects.filter(person=SOMEBODY, home__isnull=False).values("home")
    rows = HomePause.objects.filter(Q(pioneer__person=SOMEBODY) | Q(home__in=homes))
    return KeptQuery(rows.order_by().values_list("home", "pioneer", "starts_on", "ends_on"))


def pioneers_of(pause: HomePause) -> list[Pioneer]:
    """Everybody whom this pause concerns: who takes part from that home, or the one."""
    rows = Pioneer.objects.taking_part()
    mine = {"home": pause.home_id} if pause.home_id else {"pk": pause.pioneer_id}
    rows = rows.filter(**mine)
    return list(rows.select_related("person", "home", "cohort__programme").order_by("pk"))


def current_pause(pioneer: Pioneer) -> HomePause | None:
    """The one that holds today."""
    return of_pioneer(pioneer).current().first()


def of_pioneer(pioneer: Pioneer) -> Any:
    """All pauses of this place, the latest first."""
    mine = Q(pioneer=pioneer)
    if pioneer.home_id:
        mine |= Q(home=pioneer.home_id)
    return HomePause.objects.filter(mine).select_related("started_by")
