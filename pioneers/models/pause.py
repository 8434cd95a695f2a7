from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cohorts.models import Cohort
from core import clock
from pioneers.enums import PauseReason
from pioneers.models.care_home import CareHome
from pioneers.models.pioneer import Pioneer


class HomePauseQuerySet(models.QuerySet["HomePause"]):
    def current(self) -> HomePauseQuerySet:
        """Those that hold today."""
        return self.filter(starts_on__lte=clock.today(), ends_on__gt=clock.today())

    def visible_to(self, user: Any) -> HomePauseQuerySet:
        """Of one's own home or place, and of the cohorts one works for."""
        if not user.is_authenticated:
            return self.none()
        places = Pioneer.objects.filter(
            Q(person=user) | Q(cohort__in=Cohort.objects.visible_to(user))
        )
        return self.filter(
            Q(pioneer__in=places) | Q(home__in=places.exclude(home=None).values("home"))
        )


class HomePause(models.Model):
    """Some weeks in which a home is left in peace: an outbreak, an inspection, too few staff.

    Nudges stop, due dates move, absences are excused. It ends by itself on `ends_on`, the first
    day on which all is as usual again. A Pioneer whose home is not in the register pauses alone.
    """

    home = models.ForeignKey(
        CareHome, null=True, blank=True, on_delete=models.PROTECT, related_name="pauses"
    )
    pioneer = models.ForeignKey(
        Pioneer, null=True, blank=True, on_delete=models.PROTECT, related_name="pauses"
    )
    reason = models.CharField(max_length=14, choices=PauseReason)
    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(default=clock.now)
    # Set once everybody has been told that it is over.
    end_told_at = models.DateTimeField(null=True, blank=True)

    objects = HomePauseQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(home__isnull=False, pioneer__isnull=True)
                | Q(home__isnull=True, pioneer__isnull=False),
                name="pause_is_of_a_home_or_a_pioneer",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="pause_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home or self.pioneer} paused until {self.ends_on}"
