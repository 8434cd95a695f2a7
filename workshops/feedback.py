"""What people said of sessions: counts only, and only so many that nobody can be found in them.

A workshop stands for itself. A learning set is small, so all its meetings are taken together.
Nothing is shown before five different people have answered, and what is shown then stays as it
is until five more different people have: the difference between two looks is never one person.
The mean is rounded, and never so near an end that it would say what everybody answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum

from cohorts.models import Cohort
from core import clock
from workshops.enums import CAME, SessionState
from workshops.models import Attendance, FeedbackGiven, FeedbackTally, LearningSet, Session

ENOUGH = 5
ASKED_FOR = timedelta(days=30)
# (mark, words, icon), best first: the buttons.
FACES = (
    (5, "Very good", "emoji-laughing"),
    (4, "Good", "emoji-smile"),
    (3, "All right", "emoji-neutral"),
    (2, "Not so good", "emoji-frown"),
    (1, "Not good at all", "emoji-tear"),
)
MARKS = frozenset(mark for mark, _, _ in FACES)
# From so many answers on, the mean is told to a tenth; below it, to a half.
MANY = 20


def group_of(session: Session) -> Q:
    """The sessions that are counted together with this one, as a filter of tallies and givers."""
    if session.learning_set_id:
        return Q(session__learning_set=session.learning_set_id)
    return Q(session=session)


def to_answer(user: Any) -> Any:
    """The sessions that somebody came to lately and has not spoken of yet, newest first."""
    given = FeedbackGiven.objects.filter(pioneer__person=user).values("session")
    now = clock.now()
    return (
        came_to(user)
        .filter(ends_at__lte=now, ends_at__gt=now - ASKED_FOR)
        .exclude(pk__in=given)
        .order_by("-ends_at")
    )


def came_to(user: Any) -> Any:
    rows = Attendance.objects.filter(pioneer__person=user, state__in=CAME)
    return Session.objects.filter(pk__in=rows.values("session"), state=SessionState.PUBLISHED)


@dataclass(frozen=True)
class Figure:
    """What may be said of one workshop, or of one set's meetings together."""

    title: str
    of: str
    came: int
    answers: int = 0
    total: int = 0
    session: Session | None = None

    @property
    def is_shown(self) -> bool:
        return self.answers >= ENOUGH

    @property
    def mean(self) -> str:
        if not self.is_shown:
            return ""
        mean = self.total / self.answers
        if mean >= 4.5:
            return "4.5 or more"
        if mean <= 1.5:
            return "1.5 or less"
        if self.answers >= MANY:
            return f"{mean:.1f}"
        return f"{round(mean * 2) / 2:g}"


def figures(cohort: Cohort) -> list[Figure]:
    """Of every session for all, and of every set, that has met. Four queries, any number."""
    past = list(
        Session.objects.past().filter(cohort=cohort).select_related("learning_set").order_by("pk")
    )
    return _figures(past)


def figure_of(learning_set: LearningSet) -> Figure | None:
    past = Session.objects.past().filter(learning_set=learning_set).select_related("learning_set")
    return next(iter(_figures(list(past))), None)


def _figures(past: list[Session]) -> list[Figure]:
    shown = {
        row["session"]: (row["n"], row["sum"])
        for row in FeedbackTally.objects.filter(session__in=past)
        .order_by()
        .values("session")
        .annotate(n=Sum("shown"), sum=Sum(F("shown") * F("mark")))
    }
    came = dict(
        Attendance.objects.filter(session__in=past, state__in=CAME)
        .order_by()
        .values_list("session")
        .annotate(n=Count("*"))
    )
    common = [one for one in past if not one.learning_set_id]
    found = [
        _figure(one.title, "", [one], came, shown, session=one)
        for one in sorted(common, key=lambda one: one.starts_at)
    ]
    by_set: dict[LearningSet, list[Session]] = defaultdict(list)
    for one in past:
        if one.learning_set:
            by_set[one.learning_set].append(one)
    for learning_set, meetings in sorted(by_set.items(), key=lambda pair: pair[0].name):
        many = "1 meeting" if len(meetings) == 1 else f"{len(meetings)} meetings, taken together"
        found.append(_figure(str(learning_set), many, meetings, came, shown))
    return found


def _figure(
    title: str,
    of: str,
    sessions: Iterable[Session],
    came: dict[int, int],
    shown: dict[int, tuple[int, int]],
    session: Session | None = None,
) -> Figure:
    pks = [one.pk for one in sessions]
    answers = sum(shown.get(pk, (0, 0))[0] for pk in pks)
    total = sum(shown.get(pk, (0, 0))[1] for pk in pks)
    return Figure(title, of, sum(came.get(pk, 0) for pk in pks), answers, total, session)
