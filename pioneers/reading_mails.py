"""The mails to reviewers: that they are asked to read, and that the day comes near."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef

from cohorts import mail_rules
from cohorts.mail_rules import Rule, RuleKind
from core import clock, links, mail
from core.mail import Kind, add_planner, register
from core.templatetags.words import day
from pioneers.enums import ApplicationState
from pioneers.models import Assignment, Review, SelectionPlan

REMINDER = "reading_reminder"
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
        reminder=True,
        optional=True,
        called="Reminders of applications to read",
        title="Reminder to reviewers",
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
    """Usually three days before the day, made when it is due, so that the count is right.

    The second run makes none; a due day that moves is told of anew.
    """
    today = clock.today()
    coming = SelectionPlan.objects.filter(
        read_by__gte=today, read_by__lte=today + timedelta(days=mail_rules.MOST_DAYS)
    )
    found = list(coming.select_related("cohort__programme"))
    rules = mail_rules.rules_for_many(plan.cohort_id for plan in found)
    plans = {
        plan.cohort_id: plan for plan in found if _has_come(plan, rules[plan.cohort_id][REMINDER])
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


def _has_come(plan: SelectionPlan, rule: Rule) -> bool:
    assert plan.read_by is not None
    return rule.is_on and mail_rules.due_at(plan.read_by, rule) <= clock.now()


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
        expires_at=_morning_after(plan.read_by),
        rule=REMINDER,
        context={
            "first_name": name.split(" ")[0] or "there",
            "cohort": cohort.name,
            "programme": cohort.programme.name,
            "count": f"{n} application{'' if n == 1 else 's'}",
            "due": day(plan.read_by),
            "link": links.absolute("pioneers:reading"),
        },
    )


def _morning_after(of: date) -> datetime:
    tomorrow = datetime.combine(of + timedelta(days=1), mail_rules.MORNING)
    return tomorrow.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


mail_rules.register(
    RuleKind(
        key=REMINDER,
        mail_kind=REMINDER,
        title="Applications still to read",
        to="reviewers who have some left",
        anchor="the day by which scores are due",
        days=3,
    )
)
add_planner(plan_reading_reminders)
