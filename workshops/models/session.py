from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cohorts.models import Cohort
from core import clock
from pioneers.enums import PioneerState
from pioneers.models import Pioneer
from workshops.enums import (
    ApologyReason,
    AttendanceState,
    SessionKind,
    SessionMode,
    SessionState,
)
from workshops.models.learning_set import LearningSet, SetMembership


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: Any) -> SessionQuerySet:
        """Staff: all of their cohorts. A facilitator: own set's, and the cohort's common ones.

        A Pioneer: the published ones of the own cohort that are for everybody or for the own set.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(_own(user) | Q(cohort__in=Cohort.objects.visible_to(user)))

    def own(self, user: Any) -> SessionQuerySet:
        """Those one goes to or leads; staff's rights count for nothing here."""
        return self.filter(_own(user)) if user.is_authenticated else self.none()

    def published(self) -> SessionQuerySet:
        return self.filter(state=SessionState.PUBLISHED)

    def coming(self) -> SessionQuerySet:
        return self.published().filter(ends_at__gt=clock.now()).order_by("starts_at")

    def past(self) -> SessionQuerySet:
        return self.published().filter(ends_at__lte=clock.now())


def _own(user: Any) -> Q:
    my_sets = SetMembership.objects.of_person(user).values("learning_set")
    led = LearningSet.objects.facilitated_by(user)
    places = Pioneer.objects.counted().filter(person=user)
    for_all = Q(learning_set__isnull=True) & (
        Q(cohort__in=places.values("cohort")) | Q(cohort__in=led.values("cohort"))
    )
    for_set = Q(learning_set__in=my_sets) | Q(learning_set__in=led)
    # Of another set's, the one meeting to which a Pioneer comes in place of one of their own.
    for_set |= Q(pk__in=Attendance.objects.guests().filter(pioneer__person=user).values("session"))
    return ~Q(state=SessionState.PROPOSED) & (for_all | for_set)


class Session(models.Model):
    """One meeting: a workshop or celebration for all, or a meeting of one learning set.

    A move keeps `uid` and raises `sequence` (RFC 5545), so that calendars update, not multiply.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=12, choices=SessionKind)
    learning_set = models.ForeignKey(
        LearningSet, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=SessionMode, default=SessionMode.IN_PERSON)
    place = models.CharField(max_length=200, blank=True)
    online_link = models.URLField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PROPOSED)
    note = models.CharField("why on this day", max_length=300, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    # When what people see of it was last changed: calendars ask.
    changed_at = models.DateTimeField(default=clock.now)
    register_taken_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["cohort", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message="The session must end after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(kind=SessionKind.LEARNING_SET, learning_set__isnull=False)
                | (~Q(kind=SessionKind.LEARNING_SET) & Q(learning_set__isnull=True)),
                name="only_set_meetings_have_a_set",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values), name="session_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def is_settled(self) -> bool:
        """Nothing is left to do for staff: the register is taken, or there is none to take."""
        return bool(self.register_taken_at) or self.state == SessionState.CANCELLED

    @property
    def where(self) -> str:
        return self.place or ("Online" if self.online_link else "Place to be confirmed")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: Any) -> AttendanceQuerySet:
        """One's own; a facilitator's own set's; staff's cohorts'."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pioneer__person=user)
            | Q(session__learning_set__in=LearningSet.objects.facilitated_by(user))
            | Q(session__cohort__in=Cohort.objects.visible_to(user))
        )

    def guests(self) -> AttendanceQuerySet:
        """Places at another set's meeting, of those who have not left the programme."""
        return self.filter(makes_up_for__isnull=False).exclude(
            pioneer__state=PioneerState.WITHDRAWN
        )


class Attendance(models.Model):
    """Whether a Pioneer came to a session, or said beforehand that they could not."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    pioneer = models.ForeignKey(Pioneer, on_delete=models.PROTECT, related_name="attendances")
    state = models.CharField(
        max_length=10, choices=AttendanceState, default=AttendanceState.EXPECTED
    )
    reason = models.CharField(max_length=14, choices=ApologyReason, blank=True)
    came_late = models.BooleanField(default=False)
    # When the person pressed "I am here" by the code of the day; empty where others noted it.
    signed_in_at = models.DateTimeField(null=True, blank=True)
    # Of a meeting of another set that makes up for one of their own: the one it makes up for.
    makes_up_for = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="made_up"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["pioneer__person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "pioneer"], name="one_attendance_per_session"
            ),
            models.UniqueConstraint(
                fields=["makes_up_for", "pioneer"],
                condition=Q(makes_up_for__isnull=False),
                name="made_up_for_once",
                violation_error_message="This session is made up for already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AttendanceState.values), name="attendance_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pioneer} at {self.session}: {self.get_state_display()}"
