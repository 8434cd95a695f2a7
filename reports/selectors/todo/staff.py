"""What waits for staff, cohort by cohort: five queries at most, however many cohorts."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Lower
from django.urls import reverse

from cohorts.enums import CohortState
from cohorts.models import Cohort
from core import clock
from core.kept_queries import SOMEBODY, KeptQuery
from core.models import BouncedAddress, MailState, OutboundEmail, User
from core.templatetags.words import day
from pioneers.enums import ApplicationState, PioneerState
from pioneers.models import Application, Assignment, Review
from pioneers.selectors import mentors, releases
from pioneers.selectors.choosing import RUNNING_OUT
from pioneers.selectors.places import holds_a_place
from qi_projects.enums import PosterState
from qi_projects.models import Poster
from qi_projects.selectors import behind, left_alone
from reports.selectors.todo.line import Todo
from workshops import missed
from workshops.models import Session


def for_staff(user: Any) -> list[Todo]:
    cohorts = list(_cohorts()({SOMEBODY: user.pk}))
    if not cohorts:
        return []
    counts: dict[int, Counter[str]] = {cohort.pk: Counter() for cohort in cohorts}
    _count_applications(counts)
    standing = _what_stands()({SOMEBODY: user.pk})
    for kind, pk, n in [*standing, *_what_is_due(cohorts, counts)]:
        if pk in counts:
            counts[pk][kind] = n
    for pk, numbers in _count_mails(cohorts).items():
        counts[pk].update(numbers)
    return [item for cohort in cohorts for item in _of_cohort(cohort, counts[cohort.pk])]


@cache
def _cohorts() -> KeptQuery:
    """With the day by which they are to be read, and with the end of their first session."""
    states = [CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING]
    ends = Session.objects.published().filter(cohort=OuterRef("pk")).order_by("ends_at")
    rows = Cohort.objects.visible_to(User(pk=SOMEBODY)).filter(state__in=states)
    return KeptQuery(
        rows.annotate(
            read_by=F("selection_plan__read_by"), first_end=Subquery(ends.values("ends_at")[:1])
        ).order_by("number")
    )


@cache
def _what_stands() -> KeptQuery:
    """(kind, cohort, number) of what goes by no day."""
    submitted = Poster.objects.filter(state=PosterState.SUBMITTED)
    concerns = _number("concerns", releases.worried(User(pk=SOMEBODY)))
    posters = _number("posters", submitted, "project__pioneer__cohort")
    alone = _number("alone", left_alone(), "pioneer__cohort")
    return KeptQuery(concerns.union(posters, alone, all=True))


def _count_applications(counts: dict[int, Counter[str]]) -> None:
    """By state, and whether anything is decided: all of it in the index."""
    rows = Application.objects.filter(cohort__in=counts).order_by()
    # Not of "pk", which PostgreSQL's index does not hold.
    found = rows.values_list("cohort", "state", "decision").annotate(n=Count("*"))
    for cohort, state, decision, n in found:
        counts[cohort][state] += n
        if state == ApplicationState.SUBMITTED:
            counts[cohort]["decided" if decision else "undecided"] += n


def _count_mails(cohorts: list[Cohort]) -> dict[int, dict[str, int]]:
    """What waits, what could not be sent, and addresses that mail does not reach until mended."""
    named = {cohort.scope: cohort.pk for cohort in cohorts}
    blocked = BouncedAddress.objects.filter(email=Lower(OuterRef("to_email")))
    back = Q(state=MailState.BOUNCED) & Q(Exists(blocked))
    found = (
        OutboundEmail.objects.in_scopes(list(named))
        .order_by()
        .values_list("scope")
        .annotate(
            held=Count("pk", filter=Q(state=MailState.HELD)),
            failed=Count("pk", filter=Q(state__in=[MailState.FAILED, MailState.UNKNOWN])),
            bounced=Count(Lower("to_email"), filter=back, distinct=True),
        )
    )
    return {
        named[scope]: {"held": held, "failed": failed, "bounced": bounced}
        for scope, held, failed, bounced in found
    }


def _what_is_due(cohorts: list[Any], counts: dict[int, Counter[str]]) -> Any:
    """The same of what goes by the day, in one query; what the cohorts' states and
    days and the states of applications rule out is not asked, as putting it into words takes
    longer than the answer."""
    now, today = clock.now(), clock.today()
    parts = []
    if any(cohort.first_end and cohort.first_end <= now for cohort in cohorts):
        untaken = Session.objects.past().filter(cohort__in=counts, register_taken_at__isnull=True)
        parts += [_number("missed", missed.to_write_to()), _number("registers", untaken)]
    # Places are of interest once everybody is answered, readings until then.
    waiting = [pk for pk, found in counts.items() if found[ApplicationState.SUBMITTED]]
    if any(one.pk in waiting and one.read_by and one.read_by < today for one in cohorts):
        parts.append(_number("overdue", _overdue(), "application__cohort"))
    answered = [pk for pk in counts if pk not in waiting]
    if answered:
        held = Application.objects.filter(cohort__in=answered)
        parts.append(_number("taken", held.filter(holds_a_place())))
        parts.append(_number("freed", held.filter(_gave_it_up())))
    running = [cohort.pk for cohort in cohorts if cohort.state == CohortState.RUNNING]
    if running:
        parts.append(_number("quiet", mentors.quiet_pairs(running), "pioneer__cohort"))
        parts.append(_number("behind", behind(), "pioneer__cohort"))
    offered = [pk for pk, found in counts.items() if found[ApplicationState.OFFERED]]
    if offered:
        offers = Application.objects.filter(cohort__in=offered, state=ApplicationState.OFFERED)
        soon = offers.filter(offer_expires_at__lte=now + RUNNING_OUT)
        parts.append(_number("running_out", soon))
    return parts[0].union(*parts[1:], all=True) if parts else []


def _gave_it_up() -> Q:
    return (
        Q(state=ApplicationState.LAPSED)
        | Q(state=ApplicationState.WITHDRAWN, decided_at__isnull=False)
        | Q(pioneer__state=PioneerState.WITHDRAWN)
    )


def _overdue() -> QuerySet[Assignment]:
    """What a reader was asked to read by a day that has passed, and has not."""
    read = Review.objects.filter(
        application=OuterRef("application"), reviewer=OuterRef("reviewer__user")
    )
    return Assignment.objects.filter(
        ~Exists(read),
        application__state=ApplicationState.SUBMITTED,
        application__cohort__selection_plan__read_by__lt=clock.today(),
        reviewer__left_at__isnull=True,
    )


def _number(kind: str, rows: Any, cohort: str = "cohort") -> Any:
    """How many of these rows belong to each cohort; `cohort` is what of the row leads there."""
    named = rows.order_by().values(cohort).annotate(n=Count("pk"))
    return named.values_list(Value(kind, CharField()), cohort, "n")


def _of_cohort(cohort: Cohort, counts: Counter[str]) -> list[Todo]:
    items = []

    def add(n: int, one: str, many: str, url_name: str, *args: str, **more: Any) -> None:
        if n:
            url = reverse(url_name, args=[cohort.pk, *args]) + more.pop("query", "")
            more["text"] = f"{cohort.name}. {more.pop('text', '')}".strip()
            if press_name := more.pop("press_name", ""):
                more["press_url"] = reverse(press_name, args=[cohort.pk])
            items.append(Todo(one if n == 1 else many, url, count=n, **more))

    add(
        counts["failed"],
        "mail could not be sent",
        "mails could not be sent",
        "cohorts:outbox",
        tone="late",
        action="See why",
    )
    add(
        counts["bounced"],
        "address does not work: mail to it came back",
        "addresses do not work: mail to them came back",
        "cohorts:outbox",
        query="?state=bounced",
        tone="late",
        action="See whose",
    )
    add(
        counts["registers"],
        "register not taken yet",
        "registers not taken yet",
        "workshops:timetable",
        tone="late",
        action="See which",
    )
    add(
        counts["alone"],
        "project has lost its Pioneer, and nobody carries it on",
        "projects have lost their Pioneers, and nobody carries them on",
        "qi_projects:staff_projects",
        query="?alone=1",
        action="Find somebody",
    )
    add(
        counts["missed"],
        "person was missing from a session, and sent no word",
        "people were missing from sessions, and sent no word",
        "cohorts:write_to_people",
        "missed",
        action="Write to them",
    )
    add(
        counts["quiet"],
        "mentor and Pioneer have not met for six weeks",
        "pairs of mentor and Pioneer have not met for six weeks",
        "pioneers:cohort_mentors",
        tone="late",
        action="See them",
        press="Ask them whether they met",
        press_name="pioneers:ask_quiet_pairs",
    )
    add(
        counts["behind"],
        "project is behind with word of how it goes",
        "projects are behind with word of how they go",
        "qi_projects:staff_projects",
        query="?behind=1",
        tone="late",
        action="See and nudge them",
    )
    add(
        counts["held"],
        "mail waits for you to release it",
        "mails wait for you to release them",
        "cohorts:outbox",
        query="?state=held",
        action="Read and release",
    )
    add(
        counts["posters"],
        "poster to check",
        "posters to check",
        "qi_projects:staff_posters",
        action="Check them",
    )
    add(
        counts["decided"],
        "decision ready to apply",
        "decisions ready to apply",
        "pioneers:decisions",
        action="See the decisions",
    )
    is_open = cohort.state == CohortState.OPEN
    close = f"Applications close on {day(cohort.applications_close_at)}."
    add(
        counts["undecided"],
        "application to read",
        "applications to read",
        "pioneers:staff_applications",
        tone="calm" if is_open else "next",
        text=close if is_open else "",
        action="Read them",
    )
    add(
        counts["running_out"],
        "offer runs out within two days",
        "offers run out within two days",
        "pioneers:staff_offers",
        query="#out",
        text="Ring them, or give them more days.",
        action="Give more days",
    )
    add(
        counts[ApplicationState.OFFERED] - counts["running_out"],
        "offer not answered yet",
        "offers not answered yet",
        "pioneers:staff_offers",
        query="#out",
        tone="calm",
    )
    _places(cohort, counts, add)
    add(
        counts["concerns"],
        "line manager has a concern about letting somebody come",
        "line managers have a concern about letting somebody come",
        "pioneers:staff_releases",
        query="?state=concern",
        action="See who",
    )
    add(
        counts["overdue"],
        "reading is overdue",
        "readings are overdue",
        "pioneers:prepare_reading",
        tone="late",
        action="See which",
    )
    return items


def _places(cohort: Cohort, counts: Counter[str], add: Any) -> None:
    """A place that became free, once everybody is answered and before the cohort begins."""
    free = cohort.places - counts["taken"]
    before = clock.today() < cohort.starts_on
    freed, waiting = counts["freed"], counts[ApplicationState.RESERVE]
    if not before or free < 1 or counts[ApplicationState.SUBMITTED]:
        return
    if waiting:
        add(
            free,
            "place is free, and somebody waits in reserve",
            "places are free, and somebody waits in reserve",
            "pioneers:staff_offers",
            action="Offer it to the next",
        )
    elif freed:
        add(
            free,
            "place is free, and nobody waits in reserve",
            "places are free, and nobody waits in reserve",
            "pioneers:staff_offers",
            action="See the offers",
        )
