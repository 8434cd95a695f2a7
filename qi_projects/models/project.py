from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from cohorts.enums import CohortState
from cohorts.models import Cohort
from core import clock
from pioneers.models import CareHome, Pairing, Pioneer
from qi_projects.enums import TEAM_ROLES, AimVerb, MemberRole, Outcome, Theme


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Any) -> ProjectQuerySet:
        """The Pioneer's own, those one is a member of, the current mentor's, and staff's."""
        if not user.is_authenticated:
            return self.none()
        mentees = Pairing.objects.current().filter(mentor__user=user).values("pioneer")
        return self.filter(
            Q(pioneer__person=user)
            | Q(pk__in=self._joined(members__person=user))
            | Q(pioneer__in=mentees)
            | Q(pioneer__cohort__in=Cohort.objects.visible_to(user))
        )

    def own(self, user: Any) -> ProjectQuerySet:
        """Begun by this person, or handed to them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pioneer__person=user)
            | Q(pk__in=self._joined(members__person=user, members__role=MemberRole.CARRIES_ON))
        )

    def in_team_of(self, user: Any) -> ProjectQuerySet:
        """Those of others in whose team this person is."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=self._joined(members__person=user, members__role__in=TEAM_ROLES))

    def reporting(self) -> ProjectQuerySet:
        """Those of which word is due every month: they run, and somebody carries them on."""
        return self.filter(
            Q(pioneer__state__in=Pioneer.TAKES_PART)
            | Q(pk__in=self._joined(members__role=MemberRole.CARRIES_ON)),
            pioneer__cohort__state=CohortState.RUNNING,
            ended_on__isnull=True,
        )

    def _joined(self, **member: Any) -> models.QuerySet[Any, Any]:
        """Ids of projects with such a member, who has accepted and not ended."""
        joined = self.model.objects.filter(
            members__accepted_at__isnull=False, members__ended_at__isnull=True, **member
        )
        return joined.order_by().values("pk")


class Project(models.Model):
    """One Pioneer's quality improvement project at one home. The aim is kept in parts."""

    pioneer = models.OneToOneField(Pioneer, on_delete=models.PROTECT, related_name="project")
    home = models.ForeignKey(
        CareHome, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=20, choices=Theme)
    problem = models.TextField("what matters, and why now", blank=True)
    aim_verb = models.CharField("we will", max_length=8, choices=AimVerb, blank=True)
    aim_what = models.CharField("what", max_length=160, blank=True)
    aim_from = models.DecimalField("from", max_digits=9, decimal_places=2, null=True, blank=True)
    aim_to = models.DecimalField("to", max_digits=9, decimal_places=2, null=True, blank=True)
    aim_unit = models.CharField("counted in", max_length=60, blank=True)
    aim_among = models.CharField("among whom, where", max_length=160, blank=True)
    aim_by = models.DateField("by when", null=True, blank=True)
    team = models.CharField("who is in the team", max_length=300, blank=True)
    started_on = models.DateField(default=clock.today)
    outcome = models.CharField("how it ended", max_length=8, choices=Outcome, blank=True)
    outcome_words = models.TextField("what we know now", blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_on__isnull=True)
                | (~Q(outcome="") & Q(ended_on__isnull=False)),
                name="ended_project_says_how",
                violation_error_message="Please say both how the project ended and when.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def aim_sentence(self) -> str:
        """The printed aim, of the parts that are there."""
        if not (self.aim_verb and self.aim_what):
            return ""
        parts = [f"We will {self.aim_verb} {self.aim_what}"]
        gap = "" if self.aim_unit.startswith("%") else " "
        unit = f"{gap}{self.aim_unit}" if self.aim_unit else ""
        if self.aim_from is not None and self.aim_to is not None:
            parts.append(f"from {plain(self.aim_from)} to {plain(self.aim_to)}{unit}")
        elif self.aim_to is not None:
            parts.append(f"to {plain(self.aim_to)}{unit}")
        if self.aim_among:
            parts.append(f"among {self.aim_among}")
        if self.aim_by:
            parts.append(f"by {self.aim_by.day} {self.aim_by:%B %Y}")
        return " ".join(parts) + "."

    def aim_missing(self) -> list[str]:
        """Which parts of a good aim are not there yet, in words."""
        wanted = [
            (self.aim_what, "what will change"),
            (self.aim_from is not None, "where you start from"),
            (self.aim_to is not None, "where you want to get to"),
            (self.aim_among, "among whom"),
            (self.aim_by, "by when"),
        ]
        return [words for value, words in wanted if not value]


def plain(value: Any) -> str:
    """12 for 12.00, 12.5 for 12.50."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
