"""Mails that would tell a member of staff what the pages of applications keep from them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from cohorts.models import Cohort
from pioneers.models import Application, ReleaseAgreement
from pioneers.selectors.staff import readable, reads_blind


def hidden_from(user: Any, cohort: Cohort) -> Q:
    """To the writers of applications that this person does not see, and to their managers.

    Those are their own, and where they have a conflict of interest. Whoever reads the cohort blind
    sees no mail to anybody who applies: names and numbers would stand side by side.
    """
    unseen = Application.objects.filter(cohort=cohort)
    if reads_blind(user, cohort):
        to_managers = Q(kind__startswith="release_") | Q(kind__startswith="invitation")
        return Q(person__in=unseen.values("applicant")) | to_managers
    unseen = unseen.exclude(pk__in=readable(user).filter(cohort=cohort).values("pk"))
    hidden = Q(person__in=unseen.values("applicant"))
    for pk in ReleaseAgreement.objects.filter(application__in=unseen).values_list("pk", flat=True):
        hidden |= Q(key__startswith=f"release:{pk}:")
    return hidden
