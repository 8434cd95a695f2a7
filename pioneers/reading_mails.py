"""The mails to reviewers: that they are asked to read, and that the day comes near."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef

from core import clock, links, mail
from core.mail import Kind, add_planner, register
from core.templatetags.words import day
from pioneers.enums import ApplicationState
from pioneers.models import Assignment, Review, SelectionPlan

REMINDER = "reading_reminder"
DAYS_BEFORE = 3
AT = time(10)  # by the clock on the wall, also across the change of the clocks
PLACEHOLDERS = ("first_name", "cohort", "programme", "link", "contact", "site")

register(
    Kind(
        key="reading_asked",
        title="To a new reviewer",
        subject="Will you read applications to {cohort}?",
        body=(
            "Dear {first_name},\n\n"
            "You are one of the readers of applications to {cohort} of the {programme}. "
            "Thank you for taking this on.\n\n"
            "What is yours to read is here:\n{link}\n\n"
            "You sign in with a code that we mail you. Because the applications tell of people, "
            "you are also asked for a second step, once on each device.\n\n"
            "If you know an applicant or their home well, say so on the page: it is one press, "
            "and somebody else reads that one.\n\n"
            "Questions? Write to {contact}.\n\n"
            "{site}\n"
        ),
        placeholders=PLACEHOLDERS,
    )
)
register(
    Kind(
        key=REMINDER,
        title="Reminder to reviewers, three days before",
        subject="{count} to read for {cohort} by {due}",
        body=(
            "Dear {first_name},\n\n"
            "You have {count} still to read for {cohort} of the {programme}. "
            "Your scores are due on {due}.\n\n"
            "Go on where you stopped:\n{link}\n\n"
            "If you cannot manage them all, please write to {contact}: we will share them out.\n\n"
            "{site}\n"
        ),
        placeholders=(*PLACEHOLDERS, "count", "due"),
    )
)


def plan_reading_reminders() -> int:
    """Three days before the day, made when it is due, so that the count is right.

    The second run makes none; a due day that moves is told of anew.
    """
    today = clock.today()
    plans = {
        plan.cohort_id: plan
        for plan in SelectionPlan.objects.filter(
            read_by__gte=today, read_by__lte=today + timedelta(days=DAYS_BEFORE)
        ).select_related("cohort__programme")
        if plan.read_by and _at(plan.read_by - timedelta(days=DAYS_BEFORE)) <= clock.now()
    }
    waiting = (
        Assignment.objects.filter(
            application__cohort__in=plans,
            application__state=ApplicationState.SUBMITTED,
            reviewer__left_at__isnull=True,
            reviewer__user__is_active=True,
        )
        .exclude(_read())
        .order_by()
        .values_list(
            "application__cohort",
            "reviewer__user",
            "reviewer__user__email",
            "reviewer__user__name",
        )
        .annotate(n=Count("pk"))
    )
    return mail.queue_many(
        _message(plans[cohort], user, email, name, n) for cohort, user, email, name, n in waiting
    )


def _read() -> Exists:
    return Exists(
        Review.objects.filter(
            application=OuterRef("application"), reviewer=OuterRef("reviewer__user")
        )
    )


def _message(plan: SelectionPlan, user: int, email: str, name: str, n: int) -> mail.Message:
    assert plan.read_by is not None
    cohort = plan.cohort
    return mail.Message(
        kind=REMINDER,
        key=f"reading:cohort:{cohort.pk}:{plan.read_by:%Y%m%d}:user:{user}",
        to_email=email,
        to_name=name,
        person_id=user,
        scope=cohort.scope,
        expires_at=_at(plan.read_by + timedelta(days=1)),
        context={
            "first_name": name.split(" ")[0] or "there",
            "cohort": cohort.name,
            "programme": cohort.programme.name,
            "count": f"{n} application{'' if n == 1 else 's'}",
            "due": day(plan.read_by),
            "link": links.absolute("pioneers:reading"),
        },
    )


def _at(of: date) -> datetime:
    return datetime.combine(of, AT, tzinfo=ZoneInfo(settings.TIME_ZONE))


add_planner(plan_reading_reminders)
