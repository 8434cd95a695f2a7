"""The mails that go by the calendar, as data: which, to whom, how many days off, at what hour.

Apps register what they plan; a cohort switches each on or off and moves it (MailRule). Planners
ask here and never count days themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from cohorts.models import Cohort, MailRule
from core.templatetags.words import hour

# Nobody's telephone rings at night: mails go from 7 to 20. The last is planned half an hour
# before, so that one that has to wait a little still goes that day.
EARLIEST, LATEST = time(7), time(19, 30)
MOST_DAYS = 120
MORNING = time(10)  # the morning round is over and there is still time to find cover


@dataclass(frozen=True)
class RuleKind:
    """One planned mail. `key` never changes: rows of the outbox and of MailRule carry it."""

    key: str
    mail_kind: str
    title: str
    to: str
    # What the days are counted from, such as "the session".
    anchor: str
    days: int
    at: time = MORNING
    after: bool = False
    # Without it somebody loses a place: it can be moved and not switched off.
    needed: bool = False
    # Works out the rows of one cohort anew; a rule whose mails are made when due needs none.
    plan: Callable[[Cohort], int] | None = None


@dataclass(frozen=True)
class Rule:
    """What holds for one cohort."""

    kind: RuleKind
    is_on: bool
    days: int
    at: time

    @property
    def key(self) -> str:
        return self.kind.key

    @property
    def when(self) -> str:
        """Such as “7 days before the session, at 10am”."""
        side = "after" if self.kind.after else "before"
        if not self.days:
            return f"on the day of {self.kind.anchor}, at {hour(self.at)}"
        days = "1 day" if self.days == 1 else f"{self.days} days"
        return f"{days} {side} {self.kind.anchor}, at {hour(self.at)}"

    @property
    def is_as_usual(self) -> bool:
        return (self.is_on, self.days, self.at) == (True, self.kind.days, self.kind.at)


@dataclass(frozen=True)
class Forecast:
    """A mail that will be made when it is due, as things stand: it holds a link of its own."""

    rule: str
    due_at: datetime
    to_name: str
    about: str = ""


# What an app knows of a cohort's coming mails that are no rows yet, for one member of staff: only
# those of people whom this person may know of. Called with (cohort, user, until, rules).
Foreseer = Callable[[Cohort, Any, datetime, Mapping[str, Rule]], Iterable[Forecast]]

_kinds: dict[str, RuleKind] = {}
_foreseers: list[Foreseer] = []
# How to name and where to show what mails are about, by the first word of their thread.
Subjects = Callable[[Cohort, list[str]], Mapping[str, tuple[str, str]]]
_subjects: dict[str, Subjects] = {}


def register(kind: RuleKind) -> None:
    _kinds[kind.key] = kind


def add_foreseer(foresee: Foreseer) -> None:
    _foreseers.append(foresee)


def foreseen(
    cohort: Cohort, user: Any, until: datetime, rules: Mapping[str, Rule]
) -> list[Forecast]:
    return [one for foresee in _foreseers for one in foresee(cohort, user, until, rules)]


def add_subjects(word: str, name: Subjects) -> None:
    """`name(cohort, ids)` gives {id: (words, address)} of threads such as word:12."""
    _subjects[word] = name


def thread_shown(thread: str) -> str:
    """The thread, where somebody can name it; else mails are not told apart by it."""
    return thread if thread.partition(":")[0] in _subjects else ""


def named_threads() -> list[str]:
    """What the threads begin with that somebody can name."""
    return [f"{word}:" for word in _subjects]


def subjects(cohort: Cohort, threads: Iterable[str]) -> dict[str, tuple[str, str]]:
    """{thread: (what it is about, its address)} for those that somebody can name: one query for
    each sort of thing."""
    by_word: dict[str, set[str]] = {}
    for thread in threads:
        word, _, pk = thread.partition(":")
        if word in _subjects and pk:
            by_word.setdefault(word, set()).add(pk)
    return {
        f"{word}:{pk}": named
        for word, pks in by_word.items()
        for pk, named in _subjects[word](cohort, sorted(pks)).items()
    }


def get(key: str) -> RuleKind | None:
    return _kinds.get(key)


def all_kinds() -> list[RuleKind]:
    """In the order in which they were registered: by app, and as the year goes."""
    return list(_kinds.values())


def of_mail(mail_kind: str) -> list[RuleKind]:
    return [kind for kind in _kinds.values() if kind.mail_kind == mail_kind]


def rules_for(cohort: Cohort) -> dict[str, Rule]:
    """Every rule of one cohort by its key: one query."""
    return rules_for_many([cohort.pk])[cohort.pk]


def rules_for_many(cohorts: Iterable[int]) -> Mapping[int, dict[str, Rule]]:
    """Every rule of these cohorts by their id: one query, any number."""
    wanted = set(cohorts)
    found = {pk: {key: _usual(kind) for key, kind in _kinds.items()} for pk in wanted}
    for row in MailRule.objects.filter(cohort__in=wanted):
        kind = _kinds.get(row.key)
        if kind is not None:
            on = row.is_on or kind.needed
            found[row.cohort_id][row.key] = Rule(kind, on, row.days, row.at)
    return found


def _usual(kind: RuleKind) -> Rule:
    return Rule(kind, True, kind.days, kind.at)


def due_at(anchor: date | datetime, rule: Rule) -> datetime:
    """When the mail goes: so many days from the anchor's day, by the clock on the wall in London.

    Hours are kept within those in which mails go, whatever the table says.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    day = timezone.localtime(anchor, zone).date() if isinstance(anchor, datetime) else anchor
    day += timedelta(days=rule.days if rule.kind.after else -rule.days)
    return datetime.combine(day, min(max(rule.at, EARLIEST), LATEST), tzinfo=zone)


def copy_rules(cohort: Cohort, source: Cohort | None, by: Any) -> None:
    """Called by `cohorts.services` for each new cohort."""
    if source is None:
        return
    MailRule.objects.bulk_create(
        MailRule(cohort=cohort, key=row.key, is_on=row.is_on, days=row.days, at=row.at)
        for row in source.mail_rules.all()
    )
