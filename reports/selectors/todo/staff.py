"""What waits for staff, cohort by cohort: four queries, however many cohorts."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from cohorts.enums import CohortState
from cohorts.models import Cohort
from core import clock
from core.models import MailState, OutboundEmail
from core.templatetags.words import day
from pioneers.enums import ApplicationState, PioneerState
from pioneers.models import Application, Assignment, Review
from pioneers.selectors import releases
from pioneers.selectors.choosing import RUNNING_OUT
from pioneers.selectors.places import holds_a_place
from qi_projects.enums import PosterState
from reports.selectors.todo.line import Todo
from workshops.models import Session


def for_staff(user: Any) -> list[Todo]:
    cohorts = list(
        Cohort.objects.visible_to(user)
        .filter(state__in=[CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING])
        .annotate(
            posters=Count(
                "pioneers__project__poster",
                filter=Q(pioneers__project__poster__state=PosterState.SUBMITTED),
            ),
            concerns=_number(releases.concerns(user)),
            overdue=_number(_overdue()),
        )
        .order_by("number")
    )
    if not cohorts:
        return []
    by_application = _counts(
        Application.objects.filter(cohort__in=cohorts),
        "cohort",
        submitted=Q(state=ApplicationState.SUBMITTED),
        undecided=Q(state=ApplicationState.SUBMITTED, decision=""),
        decided=Q(state=ApplicationState.SUBMITTED) & ~Q(decision=""),
        offered=Q(state=ApplicationState.OFFERED),
        running_out=Q(
            state=ApplicationState.OFFERED, offer_expires_at__lte=clock.now() + RUNNING_OUT
        ),
        freed=Q(state=ApplicationState.LAPSED)
        | Q(state=ApplicationState.WITHDRAWN, decided_at__isnull=False)
        | Q(pioneer__state=PioneerState.WITHDRAWN),
        in_reserve=Q(state=ApplicationState.RESERVE),
        taken=holds_a_place(),
    )
    by_session = _counts(
        Session.objects.published().filter(
            cohort__in=cohorts, ends_at__lte=clock.now(), register_taken_at__isnull=True
        ),
        "cohort",
        registers=Q(),
    )
    by_mail = {
        scope: (held, failed)
        for scope, held, failed in OutboundEmail.objects.in_scopes(
            [cohort.scope for cohort in cohorts]
        )
        .order_by()
        .values_list("scope")
        .annotate(
            held=Count("pk", filter=Q(state=MailState.HELD)),
            failed=Count("pk", filter=Q(state__in=[MailState.FAILED, MailState.UNKNOWN])),
        )
    }
    items: list[Todo] = []
    for cohort in cohorts:
        counts = {
            **by_application.get(cohort.pk, {}),
            **by_session.get(cohort.pk, {}),
            "posters": cohort.posters,
            "concerns": cohort.concerns or 0,
            "overdue": cohort.overdue or 0,
        }
        held, failed = by_mail.get(cohort.scope, (0, 0))
        items += _of_cohort(cohort, counts, held, failed)
    return items


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


def _number(rows: Any) -> Subquery:
    """How many of these rows, each about an application, belong to the cohort."""
    mine = rows.filter(application__cohort=OuterRef("pk")).order_by()
    return Subquery(mine.values("application__cohort").annotate(n=Count("pk")).values("n"))


def _of_cohort(cohort: Cohort, counts: dict[str, int], held: int, failed: int) -> list[Todo]:
    items = []

    def add(n: int, one: str, many: str, url_name: str, **more: Any) -> None:
        if n:
            url = reverse(url_name, args=[cohort.pk]) + more.pop("query", "")
            more["text"] = f"{cohort.name}. {more.pop('text', '')}".strip()
            items.append(Todo(one if n == 1 else many, url, count=n, **more))

    add(
        failed,
        "mail could not be sent",
        "mails could not be sent",
        "cohorts:outbox",
        tone="late",
        action="See why",
    )
    add(
        counts.get("registers", 0),
        "register not taken yet",
        "registers not taken yet",
        "workshops:timetable",
        tone="late",
        action="See which",
    )
    add(
        held,
        "mail waits for you to release it",
        "mails wait for you to release them",
        "cohorts:outbox",
        query="?state=held",
        action="Read and release",
    )
    add(
        counts.get("posters", 0),
        "poster to check",
        "posters to check",
        "qi_projects:staff_projects",
        query="?poster=submitted",
        action="Check them",
    )
    add(
        counts.get("decided", 0),
        "decision ready to apply",
        "decisions ready to apply",
        "pioneers:decisions",
        action="See the decisions",
    )
    is_open = cohort.state == CohortState.OPEN
    close = f"Applications close on {day(cohort.applications_close_at)}."
    add(
        counts.get("undecided", 0),
        "application to read",
        "applications to read",
        "pioneers:staff_applications",
        tone="calm" if is_open else "next",
        text=close if is_open else "",
        action="Read them",
    )
    add(
        counts.get("running_out", 0),
        "offer runs out within two days",
        "offers run out within two days",
        "pioneers:staff_offers",
        query="#out",
        text="Ring them, or give them more days.",
        action="Give more days",
    )
    add(
        counts.get("offered", 0) - counts.get("running_out", 0),
        "offer not answered yet",
        "offers not answered yet",
        "pioneers:staff_offers",
        query="#out",
        tone="calm",
    )
    _places(cohort, counts, add)
    add(
        counts.get("concerns", 0),
        "line manager has a concern about letting somebody come",
        "line managers have a concern about letting somebody come",
        "pioneers:staff_releases",
        query="?state=concern",
        action="See who",
    )
    add(
        counts.get("overdue", 0),
        "reading is overdue",
        "readings are overdue",
        "pioneers:prepare_reading",
        tone="late",
        action="See which",
    )
    return items


def _places(cohort: Cohort, counts: dict[str, int], add: Any) -> None:
    """A place that became free, once everybody is answered and before the cohort begins."""
    free = cohort.places - counts.get("taken", 0)
    before = clock.today() < cohort.starts_on
    freed, waiting = counts.get("freed", 0), counts.get("in_reserve", 0)
    if not before or free < 1 or counts.get("submitted", 0):
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


def _counts(rows: Any, group: str, **filters: Q) -> dict[int, dict[str, int]]:
    """Per value of `group`, how many rows pass each filter: one query."""
    found = (
        rows.order_by()
        .values(group)
        .annotate(**{name: Count("pk", filter=where) for name, where in filters.items()})
    )
    return {row.pop(group): row for row in found}
