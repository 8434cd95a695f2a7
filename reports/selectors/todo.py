"""What is waiting for a person, most pressing first, worked out from the records.

One function per role; each takes a constant number of queries, whatever the number of rows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from cohorts.enums import CohortState
from cohorts.models import Cohort, FunderContact
from core import clock, roles
from core.models import MailState, OutboundEmail
from core.templatetags.words import clock_time, day, short_day
from pioneers.enums import ApplicationState
from pioneers.models import Application, Mentor, Pairing, Pioneer
from qi_projects.enums import PosterState
from qi_projects.models import Observation, Poster, Project
from reports.models import FunderSummary
from workshops.enums import SessionState
from workshops.models import LearningSet, Session

SOON = timedelta(days=14)
NUMBER_EVERY = timedelta(days=14)
TONES = ("late", "next", "calm", "done")


@dataclass(frozen=True)
class Todo:
    """One line of a home page. Tone: late, next, calm or done."""

    title: str
    url: str = ""
    text: str = ""
    due: str = ""
    tone: str = "next"
    icon: str = ""
    count: int | None = None


def plural(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def for_staff(user: Any) -> list[Todo]:
    cohorts = list(
        Cohort.objects.visible_to(user)
        .filter(state__in=[CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING])
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
    )
    by_session = _counts(
        Session.objects.published().filter(
            cohort__in=cohorts, ends_at__lte=clock.now(), register_taken_at__isnull=True
        ),
        "cohort",
        registers=Q(),
    )
    by_poster = _counts(
        Poster.objects.filter(project__pioneer__cohort__in=cohorts, state=PosterState.SUBMITTED),
        "project__pioneer__cohort",
        posters=Q(),
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
            **by_poster.get(cohort.pk, {}),
        }
        held, failed = by_mail.get(cohort.scope, (0, 0))
        items += _of_cohort(cohort, counts, held, failed)
    return items


def _of_cohort(cohort: Cohort, counts: dict[str, int], held: int, failed: int) -> list[Todo]:
    items = []

    def add(name: str, title: str, url_name: str, **more: Any) -> None:
        n = more.pop("n", counts.get(name, 0))
        if n:
            items.append(
                Todo(
                    title=f"{cohort}: {title}",
                    url=reverse(url_name, args=[cohort.pk]) + more.pop("query", ""),
                    count=n,
                    **more,
                )
            )

    add("", "mails could not be sent", "cohorts:outbox", n=failed, tone="late")
    add("", "mails wait for you to release them", "cohorts:outbox", n=held, query="?state=held")
    add("registers", "registers not taken yet", "workshops:timetable", tone="late")
    add("posters", "posters to check", "qi_projects:staff_projects", query="?poster=submitted")
    add("decided", "decisions ready to apply", "pioneers:decisions")
    close = f"Applications close {day(cohort.applications_close_at)}."
    add(
        "undecided",
        "applications to read",
        "pioneers:staff_applications",
        tone="calm" if cohort.state == CohortState.OPEN else "next",
        text=close if cohort.state == CohortState.OPEN else "",
    )
    add("offered", "offers not answered yet", "pioneers:staff_applications", tone="calm")
    return items


def _counts(rows: Any, group: str, **filters: Q) -> dict[int, dict[str, int]]:
    """Per value of `group`, how many rows pass each filter: one query."""
    found = (
        rows.order_by()
        .values(group)
        .annotate(**{name: Count("pk", filter=where) for name, where in filters.items()})
    )
    return {row.pop(group): row for row in found}


def for_applicant(user: Any) -> list[Todo]:
    items = []
    mine = Application.objects.own(user).select_related("cohort")
    for application in mine.order_by("-created_at"):
        url = reverse("pioneers:application", args=[application.pk])
        cohort = application.cohort
        if application.state == ApplicationState.DRAFT and cohort.takes_applications:
            items.append(
                Todo(
                    f"Finish your application to {cohort.name}",
                    url,
                    "Everything you typed is saved.",
                    f"Closes {short_day(cohort.applications_close_at)}",
                )
            )
        elif application.state == ApplicationState.OFFERED:
            items.append(Todo(f"You have a place on {cohort.name}: say yes or no", url))
        elif application.state in (ApplicationState.SUBMITTED, ApplicationState.RESERVE):
            items.append(
                Todo(
                    f"Your application to {cohort.name}",
                    url,
                    application.get_state_display(),
                    tone="calm",
                )
            )
    return items


def for_pioneer(user: Any) -> list[Todo]:
    places = list(
        Pioneer.objects.taking_part()
        .filter(person=user, cohort__state=CohortState.RUNNING)
        .select_related("cohort")
    )
    if not places:
        return []
    items = []
    coming = Session.objects.visible_to(user).coming().select_related("learning_set")
    session = coming.filter(cohort__in=[place.cohort_id for place in places]).first()
    if session:
        items.append(
            Todo(
                session.title,
                reverse("workshops:session", args=[session.pk]),
                f"{day(session.starts_at)}, {clock_time(session.starts_at)}, {session.where}",
                tone="next" if session.starts_at - clock.now() < SOON else "calm",
                icon="calendar-event",
            )
        )
    projects = {
        project.pioneer_id: project
        for project in Project.objects.own(user)
        .select_related("poster")
        .annotate(
            fresh=Exists(
                Observation.objects.filter(
                    measure__project=OuterRef("pk"), on__gte=clock.today() - NUMBER_EVERY
                )
            )
        )
    }
    for place in places:
        items += _project_todos(projects.get(place.pk))
    return items


def _project_todos(project: Any) -> list[Todo]:
    if project is None:
        return [
            Todo(
                "Start your improvement project",
                reverse("qi_projects:own_project"),
                "Four questions: what matters, for whom, how will you know, by when?",
                icon="lightbulb",
            )
        ]
    url = reverse("qi_projects:project", args=[project.pk])
    items = []
    poster = getattr(project, "poster", None)
    if poster and poster.state == PosterState.CHANGES_ASKED:
        items.append(
            Todo(
                "Your poster: a change is asked for",
                reverse("qi_projects:poster", args=[project.pk]),
                poster.staff_comment,
                icon="easel",
            )
        )
    if not project.fresh:
        items.append(
            Todo(
                f"Add a number to “{project.title}”", url, "One number is enough.", icon="graph-up"
            )
        )
    return items


def for_facilitator(user: Any) -> list[Todo]:
    sets = LearningSet.objects.facilitated_by(user)
    sessions = (
        Session.objects.filter(learning_set__in=sets, state=SessionState.PUBLISHED)
        .select_related("learning_set")
        .order_by("starts_at")
    )
    missing = sessions.filter(ends_at__lte=clock.now(), register_taken_at__isnull=True)
    items = [
        Todo(
            f"Take the register: {session.title}",
            reverse("workshops:register", args=[session.pk]),
            day(session.starts_at),
            tone="late",
        )
        for session in missing[:10]
    ]
    coming = sessions.filter(ends_at__gt=clock.now()).first()
    if coming:
        items.append(
            Todo(
                coming.title,
                reverse("workshops:session", args=[coming.pk]),
                f"{day(coming.starts_at)}, {clock_time(coming.starts_at)}, {coming.where}",
                icon="calendar-event",
            )
        )
    return items


def for_mentor(user: Any) -> list[Todo]:
    mentors = Mentor.objects.filter(user=user, left_on__isnull=True)
    pairs = (
        Pairing.objects.current()
        .filter(mentor__in=mentors)
        .select_related("pioneer__person", "pioneer__home")
        .annotate(met=Count("meetings"))
    )
    return [
        Todo(
            f"You mentor {pair.pioneer}",
            reverse("pioneers:mentees"),
            f"{pair.pioneer.home_name}. {_met(pair.met)}",
            tone="calm" if pair.met else "next",
            icon="person",
        )
        for pair in pairs
    ]


def _met(times: int) -> str:
    return f"You have met {plural(times, 'time')}." if times else "You have not met yet."


def for_funder(user: Any) -> list[Todo]:
    funders = FunderContact.objects.filter(user=user, left_on__isnull=True).values("funder")
    return [
        Todo(
            summary.title,
            reverse("reports:summary", args=[summary.pk]),
            f"Issued {day(summary.issued_at)}",
            tone="calm",
            icon="file-earmark-text",
        )
        for summary in FunderSummary.objects.filter(funder__in=funders)[:5]
    ]


BY_ROLE = {
    "applicant": for_applicant,
    "pioneer": for_pioneer,
    "facilitator": for_facilitator,
    "mentor": for_mentor,
    "staff": for_staff,
    "funder": for_funder,
}


def todos(user: Any) -> list[dict[str, Any]]:
    """Everything that waits for the user in any role, as the todo_list component takes it."""
    held = roles.held_by(user)
    items = [item for role, work in BY_ROLE.items() if role in held for item in work(user)]
    return [asdict(item) for item in sorted(items, key=lambda item: TONES.index(item.tone))]
