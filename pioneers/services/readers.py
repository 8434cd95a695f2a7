"""Who reads a cohort's applications, how, and who must not."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from cohorts.models import Cohort
from core import audit, clock, links, mail, people, roles
from core.errors import Refused
from pioneers import permissions
from pioneers.enums import ApplicationState
from pioneers.models import (
    Application,
    Assignment,
    ConflictOfInterest,
    Pioneer,
    Review,
    Reviewer,
    SelectionPlan,
)
from pioneers.plans import plan_of
from pioneers.services.reviewing import sum_up
from pioneers.sharing import share_out

ASKED = "reading_asked"
PLAN = ("blind", "reviews_each", "read_by", "disagreement")


@transaction.atomic
def change_plan(cohort: Cohort, *, by: Any, **fields: Any) -> SelectionPlan:
    _lock(cohort, by)
    plan = plan_of(cohort)
    was = plan.blind
    for name in PLAN:
        setattr(plan, name, fields[name])
    plan.save()
    audit.record("changed how applications are read", cohort, by=by)
    if was != plan.blind:
        audit.record(f"switched blind reading {'on' if plan.blind else 'off'}", cohort, by=by)
    return plan


@transaction.atomic
def add_reviewer(cohort: Cohort, *, email: str, name: str = "", by: Any) -> Reviewer:
    """Somebody reads for the cohort; one who had ended begins again. They are told by mail."""
    _lock(cohort, by)
    user = people.person(email, name=name, by=by)
    if not user.is_active:
        raise Refused(f"{user} can no longer sign in. Choose somebody else.")
    applies = Application.objects.filter(cohort=cohort, applicant=user)
    if applies.exclude(state=ApplicationState.WITHDRAWN).exists():
        raise Refused(f"{user} applies to {cohort}, so they cannot read for it.")
    reviewer, made = Reviewer.objects.get_or_create(cohort=cohort, user=user)
    if not made and reviewer.left_at is None:
        raise Refused(f"{user} already reads for {cohort}.")
    reviewer.joined_at, reviewer.left_at = clock.now(), None
    reviewer.save()
    roles.forget(user)
    audit.record("added reviewer", reviewer, by=by)
    mail.queue_many(
        [
            mail.Message(
                kind=ASKED,
                key=f"reading-asked:{reviewer.pk}:{reviewer.joined_at:%Y%m%dT%H%M%S}",
                to_email=user.email,
                to_name=user.name,
                person_id=user.pk,
                scope=cohort.scope,
                context={
                    "first_name": user.first_name or "there",
                    "cohort": cohort.name,
                    "programme": cohort.programme.name,
                    "link": links.absolute("pioneers:reading"),
                },
            )
        ]
    )
    return reviewer


@transaction.atomic
def end_reviewer(reviewer: Reviewer, *, by: Any) -> None:
    """Their scores stay and count. What they had not read goes to the others, if it was shared."""
    cohort = _lock(reviewer.cohort, by)
    reviewer = Reviewer.objects.select_related("user").get(pk=reviewer.pk)
    if reviewer.left_at:
        return
    reviewer.left_at = clock.now()
    reviewer.save(update_fields=["left_at"])
    roles.forget(reviewer.user)
    audit.record("ended reviewer", reviewer, by=by)
    if Assignment.objects.filter(reviewer=reviewer).exists():
        _share(cohort)


@transaction.atomic
def allot(cohort: Cohort, *, by: Any) -> int:
    """Share the sent applications out evenly; how many were given to somebody or moved.

    Pressed twice, the second press changes nothing.
    """
    _lock(cohort, by)
    if not Reviewer.objects.filter(cohort=cohort, left_at__isnull=True).exists():
        raise Refused("Nobody reads for this cohort yet. Add a reviewer first.")
    changed = _share(cohort)
    audit.record("allotted applications to reviewers", cohort, by=by, detail={"changed": changed})
    return changed


def _share(cohort: Cohort) -> int:
    """The cohort is locked: two who share out at once make one share."""
    reviewers = {
        row.pk: row
        for row in Reviewer.objects.filter(
            cohort=cohort, left_at__isnull=True, user__is_active=True
        ).select_related("user")
    }
    by_user = {row.user_id: pk for pk, row in reviewers.items()}
    rows = list(
        Application.objects.filter(cohort=cohort, state=ApplicationState.SUBMITTED)
        .select_related("home")
        .order_by("pk")
    )
    barred = _barred(rows, by_user)
    conflicts = set(
        ConflictOfInterest.objects.filter(application__cohort=cohort).values_list(
            "application_id", "user_id"
        )
    )
    read: dict[int, set[int]] = {row.pk: set() for row in rows}
    for app, user in Review.objects.filter(application__in=read).values_list(
        "application_id", "reviewer_id"
    ):
        if (app, user) not in conflicts:
            # Readers who have ended count for the application, and for nobody's share.
            read[app].add(by_user.get(user, -user))
    held: dict[int, set[int]] = {row.pk: set() for row in rows}
    known: dict[tuple[int, int], int] = {}
    for pk, app, reviewer in Assignment.objects.filter(application__in=read).values_list(
        "pk", "application_id", "reviewer_id"
    ):
        held[app].add(reviewer)
        known[app, reviewer] = pk
    wanted = share_out(
        [row.pk for row in rows],
        list(reviewers),
        plan_of(cohort).reviews_each,
        read=read,
        held=held,
        barred=barred,
        avoided=_same_place(rows, by_user),
    )
    pairs = {(app, who) for app, found in wanted.items() for who in found if who in reviewers}
    gone = [pk for pair, pk in known.items() if pair not in pairs]
    new = [pair for pair in sorted(pairs) if pair not in known]
    Assignment.objects.filter(pk__in=gone).delete()
    Assignment.objects.bulk_create(
        [Assignment(application_id=app, reviewer_id=who) for app, who in new]
    )
    return max(len(new), len(gone))


def _barred(rows: list[Application], by_user: dict[int, int]) -> set[tuple[int, int]]:
    """The applicant and whoever declared a conflict never read it."""
    found = {(row.pk, by_user[row.applicant_id]) for row in rows if row.applicant_id in by_user}
    for app, user in ConflictOfInterest.objects.filter(
        application__in=[row.pk for row in rows], user__in=by_user
    ).values_list("application_id", "user_id"):
        found.add((app, by_user[user]))
    return found


def _same_place(rows: list[Application], by_user: dict[int, int]) -> set[tuple[int, int]]:
    """Of reviewers who were Pioneers we know the home: their own provider is better left out."""
    found = set()
    known = Pioneer.objects.filter(person__in=by_user, home__isnull=False).values_list(
        "person_id", "home_id", "home__provider_id"
    )
    for user, home, provider in known:
        for row in rows:
            same_provider = row.home and provider and row.home.provider_id == provider
            if row.home_id == home or same_provider:
                found.add((row.pk, by_user[user]))
    return found


@transaction.atomic
def declare_conflict(application: Application, *, by: Any, reason: str = "") -> None:
    """From now on it is out of sight for this person; what they scored is kept and not counted."""
    cohort = Cohort.objects.select_for_update().get(pk=application.cohort_id)
    if not permissions.reads_application(by, application):
        raise Refused("You do not read this application, so there is nothing to declare.")
    _declare(cohort, [application], by=by, reason=reason)


@transaction.atomic
def declare_connection(cohort: Cohort, *, by: Any, home: Any = None, provider: str = "") -> None:
    """In advance: every application of this home or provider, drafts too.

    How many there are is not said: in blind reading that would tell who applies.
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if not permissions.reads_for_cohort(by, cohort):
        raise Refused("Only who reads for the cohort declares this.")
    same = Q(home=home) if home else Q(home__provider_id=provider) & ~Q(home__provider_id="")
    rows = Application.objects.filter(same, cohort=cohort).exclude(applicant=by)
    already = ConflictOfInterest.objects.filter(user=by).values("application")
    _declare(cohort, list(rows.exclude(pk__in=already)), by=by, reason="Connected with the home")


def _declare(cohort: Cohort, rows: list[Application], *, by: Any, reason: str) -> None:
    pks = sorted(row.pk for row in rows)
    # Against somebody's scores arriving at this moment.
    rows = list(Application.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    for row in rows:
        _, made = ConflictOfInterest.objects.get_or_create(
            application=row, user=by, defaults={"reason": reason.strip()[:250]}
        )
        if made:
            audit.record("declared a conflict of interest", row, by=by)
    taken = Assignment.objects.filter(application__in=pks, reviewer__user=by)
    was_given, _ = taken.delete()
    sum_up(pks)
    if was_given:
        _share(cohort)


@transaction.atomic
def take_back_conflict(conflict: ConflictOfInterest, *, by: Any) -> None:
    """Declared by mistake: staff give the application back, and earlier scores count again."""
    application = conflict.application
    _lock(application.cohort, by)
    if conflict.user_id == by.pk:
        raise Refused("Ask a colleague to take it back: nobody lifts their own conflict.")
    who = str(conflict.user)
    conflict.delete()
    sum_up([application.pk])
    audit.record("took back a conflict of interest", application, by=by, detail={"of": who})


def _lock(cohort: Cohort, by: Any) -> Cohort:
    cohort = Cohort.objects.select_for_update().select_related("programme").get(pk=cohort.pk)
    if not permissions.prepares_reading(by, cohort):
        raise Refused("Only staff of the programme decide who reads, and how.")
    return cohort
