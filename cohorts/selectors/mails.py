"""Reads of a cohort's mails: what goes in the next days and why, what went wrong, one's mails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone

from cohorts import mail_rules
from cohorts.mail_rules import Rule
from cohorts.models import Cohort
from cohorts.selectors import mails_of
from core import clock, links
from core.mail import choices, kinds
from core.models import BouncedAddress, MailChoice, MailState, OutboundEmail
from core.models.mail import UNSENT

DAYS = 14
# How many names stand under one group; the rest are behind a link.
NAMES_SHOWN = 40
# So many rows are read for the names; counts are of all.
MOST_ROWS = 2000
# Among so many real readers one chooses for a preview.
READERS = 30
FIELDS = (
    *("pk", "kind", "rule", "thread", "state", "due_at", "subject"),
    *("person", "to_name", "to_email"),
)
TROUBLE = (MailState.FAILED, MailState.BOUNCED, MailState.UNKNOWN)


def waiting(cohort: Cohort, user: Any) -> QuerySet[OutboundEmail]:
    """What has not left and still can: a mail whose time has passed goes nowhere."""
    in_time = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    return mails_of(cohort, user).filter(in_time, state__in=UNSENT)


def waiting_by_rule(cohort: Cohort, user: Any) -> dict[str, int]:
    rows = waiting(cohort, user).exclude(rule="").order_by()
    return dict(rows.values_list("rule").annotate(n=Count("pk")))


def waiting_by_kind(cohort: Cohort, user: Any) -> dict[str, int]:
    rows = waiting(cohort, user).order_by()
    return dict(rows.values_list("kind").annotate(n=Count("pk")))


def readers_of(cohort: Cohort, user: Any, kind: str) -> list[OutboundEmail]:
    """Real mails of one kind to preview its words with: those that wait first, then the latest."""
    rows = mails_of(cohort, user).filter(kind=kind).exclude(context={})
    waits = Case(When(state__in=UNSENT, then=Value(0)), default=Value(1))
    return list(rows.order_by(waits, "-due_at", "to_name")[:READERS])


def shown_values(mail: OutboundEmail | None, cohort: Cohort) -> dict[str, str]:
    """What placeholders mean in a preview: nobody reads another person's own link."""
    usual = {
        "cohort": cohort.name,
        "programme": cohort.programme.name,
        "site": settings.SITE_NAME,
        "contact": settings.CONTACT_EMAIL,
    }
    own = {name: links.hide(value) for name, value in mail.context.items()} if mail else {}
    return {**usual, **own}


@dataclass
class Group:
    """Mails of one day that say the same: of one kind, by one rule, about one thing."""

    day: date
    kind: str
    rule: str
    thread: str
    first_due: datetime
    count: int = 0
    held: int = 0
    mails: list[dict[str, Any]] = field(default_factory=list)
    title: str = ""
    why: str = ""
    about: tuple[str, str] = ("", "")
    # Not rows yet: they are made when they are due.
    names: list[str] = field(default_factory=list)
    subjects: set[str] = field(default_factory=set)

    @property
    def subject(self) -> str:
        """What all of them say alike, where nothing else tells what they are about."""
        alike = len(self.subjects) == 1 and not self.about[0]
        return next(iter(self.subjects)) if alike else ""

    @property
    def is_late(self) -> bool:
        return self.first_due <= clock.now()

    @property
    def is_foreseen(self) -> bool:
        return bool(self.names)

    @property
    def more(self) -> int:
        return self.count - len(self.mails) - len(self.names)

    @property
    def query(self) -> str:
        """The part of an address that finds these mails again: see `waiting_in`."""
        return urlencode(
            {
                "day": self.day.isoformat(),
                "kind": self.kind,
                "rule": self.rule,
                "thread": self.thread,
            }
        )


@dataclass
class Day:
    day: date
    groups: list[Group]

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


def coming(cohort: Cohort, user: Any) -> list[Day]:
    """What will go out in the next days, as things stand, by day; late ones are today's."""
    until = clock.now() + timedelta(days=DAYS)
    rows = waiting(cohort, user).filter(due_at__lt=until)
    found: dict[tuple[date, str, str, str], Group] = {}
    order = ("due_at", "to_name", "pk")
    for row in rows.order_by(*order).values(*FIELDS)[:MOST_ROWS]:
        thread = mail_rules.thread_shown(row["thread"])
        group = _group(found, row["kind"], row["rule"], thread, row["due_at"])
        group.count += 1
        group.subjects.add(row["subject"])
        group.held += row["state"] == MailState.HELD
        if len(group.mails) < NAMES_SHOWN:
            group.mails.append(row)
    rules = mail_rules.rules_for(cohort)
    for one in mail_rules.foreseen(cohort, user, until, rules):
        kind = mail_rules.get(one.rule)
        if kind is None or one.due_at >= until:
            continue
        # Apart from rows of the same rule: these cannot be changed yet.
        group = _group(found, kind.mail_kind, one.rule, f"foreseen:{one.about}", one.due_at)
        group.count, group.about = group.count + 1, (one.about, "")
        if len(group.names) < NAMES_SHOWN:
            group.names.append(one.to_name)
    groups = sorted(found.values(), key=lambda group: (group.day, group.first_due, group.kind))
    _explain(cohort, groups, rules)
    _mark_turned_off(groups)
    days: dict[date, list[Group]] = {}
    for group in groups:
        days.setdefault(group.day, []).append(group)
    return [Day(day, of) for day, of in days.items()]


def _group(found: dict[Any, Group], kind: str, rule: str, thread: str, due: datetime) -> Group:
    day = max(timezone.localtime(due).date(), clock.today())
    key = (day, kind, rule, thread)
    if key not in found:
        found[key] = Group(*key, first_due=due)
    return found[key]


def _explain(cohort: Cohort, groups: list[Group], rules: Mapping[str, Rule]) -> None:
    named = mail_rules.subjects(cohort, {group.thread for group in groups})
    for group in groups:
        group.title = kinds.find(group.kind).title
        group.about = named.get(group.thread, group.about)
        only = mail_rules.of_mail(group.kind) if not group.rule else []
        key = only[0].key if len(only) == 1 else group.rule
        group.why = reason_for(group, rules.get(key))


def reason_for(group: Group, rule: Rule | None) -> str:
    if rule is not None:
        return f"Rule: {rule.when}"
    if group.held == group.count:
        return "Waits until one of you releases it"
    return "Tells of something that was done"


def _mark_turned_off(groups: Iterable[Group]) -> None:
    """Whose receiver does not want this kind: it will not be sent."""
    mails = [(row, group.kind) for group in groups for row in group.mails]
    off = choices.off((row["person"], kind) for row, kind in mails)
    for row, kind in mails:
        row["turned_off"] = (row["person"], kind) in off


def waiting_in(cohort: Cohort, user: Any, wanted: dict[str, str]) -> QuerySet[OutboundEmail]:
    """Those of one group that have not left; `wanted` is its query, as typed by anybody."""
    rows = waiting(cohort, user)
    try:
        day = date.fromisoformat(wanted.get("day", ""))
        rows = rows.filter(due_at__lt=_midnight(day + timedelta(days=1)))
    except (ValueError, OverflowError):
        return rows.none()
    if day > clock.today():
        rows = rows.filter(due_at__gte=_midnight(day))
    rows = rows.filter(kind=wanted.get("kind", ""), rule=wanted.get("rule", ""))
    thread = wanted.get("thread", "")
    if thread:
        return rows.filter(thread=thread)
    for word in mail_rules.named_threads():
        rows = rows.exclude(thread__startswith=word)
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def trouble(cohort: Cohort, user: Any) -> QuerySet[OutboundEmail]:
    """What did not arrive, or may not have: the latest first."""
    return mails_of(cohort, user).filter(state__in=TROUBLE).order_by("-due_at", "-pk")


def blocked(addresses: Iterable[str]) -> dict[str, BouncedAddress]:
    """Of these addresses, those that mail does not reach, by the address in small letters."""
    wanted = {address.lower() for address in addresses}
    return {row.email: row for row in BouncedAddress.objects.filter(email__in=wanted)}


def turned_off_by(person_id: int) -> QuerySet[MailChoice]:
    """The kinds of mail that this person does not want, as they said."""
    return MailChoice.objects.filter(person=person_id).order_by("kind")


def searched(
    rows: QuerySet[OutboundEmail], *, words: str = "", person: str = "", rule: str = ""
) -> QuerySet[OutboundEmail]:
    """Mails to whoever is called so, to one person, or of one rule that have not left."""
    words = words.strip()
    if words:
        rows = rows.filter(Q(to_name__icontains=words) | Q(to_email__icontains=words))
    if person:
        # Ids longer than any column are nobody's.
        rows = rows.filter(person=int(person)) if person.isdecimal() and len(person) < 18 else rows
    if rule:
        rows = rows.filter(rule=rule, state__in=UNSENT)
    return rows
