"""A cohort with reviewers, for the tests of reading."""

from __future__ import annotations

from django.urls import reverse

from pioneers.criteria import add_criteria
from pioneers.models import Reviewer, SelectionPlan
from tests import factories as make


def reading_cohort(**plan):
    cohort = make.cohort(state="selecting")
    add_criteria(cohort, None, None)
    SelectionPlan.objects.create(cohort=cohort, **plan)
    return cohort


def reviewer(cohort, user=None):
    """Somebody from outside, unless `user` is staff."""
    user = user or make.person()
    Reviewer.objects.create(cohort=cohort, user=user)
    return user


def scores(application, value):
    return dict.fromkeys(application.cohort.criteria.all(), value)


def posted(application, value, **more):
    fields = {f"score-{row.pk}": str(value) for row in application.cohort.criteria.all()}
    return {**fields, "note": "", **more}


def page(name, *args):
    return reverse(f"pioneers:{name}", args=args)
