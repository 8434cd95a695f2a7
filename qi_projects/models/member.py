from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core import clock
from qi_projects.enums import MAY_COMMENT, MAY_WRITE, MemberRole
from qi_projects.models.project import Project

NOW = Q(ended_at__isnull=True)


class MemberQuerySet(models.QuerySet["Member"]):
    def current(self) -> MemberQuerySet:
        """Invited or joined, and not ended."""
        return self.filter(NOW)

    def joined(self) -> MemberQuerySet:
        return self.current().filter(accepted_at__isnull=False)

    def successors(self) -> MemberQuerySet:
        return self.filter(role=MemberRole.CARRIES_ON)

    def of_team(self) -> MemberQuerySet:
        """Those beside whoever leads the project."""
        return self.exclude(role=MemberRole.CARRIES_ON)

    def carrying_on(self) -> MemberQuerySet:
        return self.successors().joined()


class Member(models.Model):
    """Somebody who was invited to a project beside its Pioneer, and what they may do there.

    The project's Pioneer remains its author. A successor carries it on when the Pioneer has left;
    the others help, and see this one project from acceptance until it ends.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=160)
    email = models.EmailField()
    role = models.CharField("what they may do", max_length=10, choices=MemberRole)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="project_memberships",
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Their own yes: without it the name is not offered for what is printed.
    may_be_named = models.BooleanField("may be named on the poster", default=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=NOW & Q(role=MemberRole.CARRIES_ON),
                name="one_successor_at_a_time",
                violation_error_message="Somebody has been invited to carry it on already.",
            ),
            models.UniqueConstraint(
                fields=["project", "person"],
                condition=NOW,
                name="one_place_in_a_project",
                violation_error_message="This person is in the project already.",
            ),
            models.UniqueConstraint(
                "project",
                Lower("email"),
                condition=NOW & ~Q(role=MemberRole.CARRIES_ON),
                name="one_invitation_an_address",
                violation_error_message="This address has been invited already.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(person__isnull=False),
                name="accepted_member_is_a_person",
            ),
            models.CheckConstraint(
                condition=Q(role__in=MemberRole.values), name="role_of_member_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """As they call themselves, once they are here."""
        return (self.person.name if self.person else "") or self.name

    @property
    def carries_on(self) -> bool:
        return self.role == MemberRole.CARRIES_ON

    @property
    def is_in(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None

    @property
    def is_carrying_on(self) -> bool:
        return self.carries_on and self.is_in

    @property
    def is_in_team(self) -> bool:
        return self.is_in and not self.carries_on

    @property
    def may_comment(self) -> bool:
        return self.is_in and self.role in MAY_COMMENT

    @property
    def may_write(self) -> bool:
        return self.is_in and self.role in MAY_WRITE
