"""What waits for facilitators, reviewers, mentors and funders."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from cohorts.models import FunderContact
from core import clock
from core.templatetags.words import day, short_day
from pioneers.enums import ApplicationState
from pioneers.models import Assignment, ConflictOfInterest, Mentor, Pairing, Review
from qi_projects.models import ProgressReport, Update
from reports.models import FunderSummary
from reports.selectors.todo.line import MOST_LINES, Todo, session_line
from workshops.enums import SessionState
from workshops.models import LearningSet, Session

NEXT_MEETINGS = 3


def for_facilitator(user: Any) -> list[Todo]:
    """Registers that are missing, and the next meetings of the own sets."""
    sets = LearningSet.objects.facilitated_by(user)
    now = clock.now()
    sessions = list(
        Session.objects.filter(
            Q(ends_at__gt=now) | Q(register_taken_at__isnull=True),
            learning_set__in=sets,
            state=SessionState.PUBLISHED,
        )
        .select_related("learning_set")
        .order_by("starts_at")
    )
    registers = [
        Todo(
            f"Take the register: {session.title}",
            reverse("workshops:register", args=[session.pk]),
            day(session.starts_at),
            tone="late",
            action="Take the register",
        )
        for session in sessions
        if session.ends_at <= now
    ]
    coming = [session_line(session) for session in sessions if session.ends_at > now]
    return [*registers[:MOST_LINES], *coming[:NEXT_MEETINGS]]


def for_reviewer(user: Any) -> list[Todo]:
    """What was given to them to read and is not read, cohort by cohort: one query."""
    read = Review.objects.filter(application=OuterRef("application"), reviewer=user)
    conflict = ConflictOfInterest.objects.filter(application=OuterRef("application"), user=user)
    waiting = (
        Assignment.objects.filter(
            ~Exists(read),
            ~Exists(conflict),
            reviewer__user=user,
            reviewer__left_at__isnull=True,
            application__state=ApplicationState.SUBMITTED,
        )
        .order_by("reviewer__cohort__number")
        .values_list(
            "reviewer__cohort",
            "reviewer__cohort__number",
            "reviewer__cohort__selection_plan__read_by",
        )
        .annotate(n=Count("pk"))
    )
    return [
        Todo(
            f"application{'' if n == 1 else 's'} to read and score",
            reverse("pioneers:read_next", args=[pk]),
            f"Cohort {number}",
            f"By {day(read_by)}" if read_by else "",
            tone="late" if read_by and read_by < clock.today() else "next",
            icon="book",
            count=n,
            action="Read the next one",
        )
        for pk, number, read_by, n in waiting
    ]


def for_mentor(user: Any) -> list[Todo]:
    mentors = Mentor.objects.filter(user=user, left_on__isnull=True)
    late = ProgressReport.objects.late().filter(project__pioneer=OuterRef("pioneer"))
    told = Update.objects.filter(project__pioneer=OuterRef("pioneer"))
    pairs = (
        Pairing.objects.current()
        .filter(mentor__in=mentors)
        .select_related("pioneer__person", "pioneer__home")
        .annotate(
            met=Count("meetings"),
            late_since=Subquery(late.values("due_on")[:1]),
            told_at=Subquery(told.values("written_at")[:1]),
            project=F("pioneer__project"),
        )
        .order_by("pioneer__person__name", "pk")
    )
    return [
        Todo(
            str(pair.pioneer) if pair.met else f"Meet {pair.pioneer}",
            _project(pair) or reverse("pioneers:mentees"),
            f"{pair.pioneer.home_name}. {_met(pair.met)} {_told(pair)}".strip(),
            tone="calm" if pair.met else "next",
            icon="person",
            action="See the project" if pair.project else "See your mentees",
            second="Your mentees" if pair.project else "",
            second_url=reverse("pioneers:mentees") if pair.project else "",
        )
        for pair in pairs
    ]


def _project(pair: Any) -> str:
    return reverse("qi_projects:project", args=[pair.project]) if pair.project else ""


def _met(times: int) -> str:
    if not times:
        return "You mentor this Pioneer and have not met yet."
    return f"You have met {'once' if times == 1 else 'twice' if times == 2 else f'{times} times'}."


def _told(pair: Any) -> str:
    """How the mentee stands with word of the project."""
    said = f"Last word of the project {short_day(pair.told_at)}." if pair.told_at else ""
    if pair.late_since:
        said += f" A word was due {short_day(pair.late_since)}."
    return said.strip()


def for_funder(user: Any) -> list[Todo]:
    funders = FunderContact.objects.filter(user=user, left_on__isnull=True).values("funder")
    summaries = FunderSummary.objects.filter(funder__in=funders)[:MOST_LINES]
    return [
        Todo(
            summary.title,
            reverse("reports:summary", args=[summary.pk]),
            f"Issued on {day(summary.issued_at)}.",
            tone="calm",
            icon="file-earmark-text",
        )
        for summary in summaries
    ]
