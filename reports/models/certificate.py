from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cohorts.models import Cohort
from core import clock
from pioneers.models import Pioneer

# Without letters and digits that look alike on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new_code() -> str:
    """59 bits: nobody finds one by trying."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: Any) -> CertificateQuerySet:
        """One's own, and staff's cohorts'."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pioneer__person=user) | Q(pioneer__cohort__in=Cohort.objects.visible_to(user))
        )

    def of_code(self, typed: str) -> Certificate | None:
        """As it is typed from paper: in any case, with or without hyphens."""
        code = "".join(one for one in typed.upper() if one.isalnum())
        if len(code) != LENGTH:
            return None
        return self.filter(code=code).select_related("pioneer__person", "pioneer__cohort").first()


class Certificate(models.Model):
    """That a Pioneer completed the programme. What they completed is as it was on that day.

    `facts` has the numbers of workshops and set meetings, and the title of the project, if any.
    """

    pioneer = models.OneToOneField(Pioneer, on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=LENGTH, unique=True, default=new_code)
    facts = models.JSONField(default=dict)
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"Certificate of {self.pioneer}"

    @property
    def printed_code(self) -> str:
        return "-".join(self.code[start : start + 4] for start in range(0, LENGTH, 4))
