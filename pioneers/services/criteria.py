"""What a cohort's applications are scored on."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cohorts.models import Cohort
from core import audit
from core.errors import Refused
from pioneers import permissions
from pioneers.models import Criterion, Review, Score
from pioneers.services.reviewing import sum_up, weighted

FIELDS = ("title", "guidance", "weight", "optional")


@transaction.atomic
def add(cohort: Cohort, *, by: Any, **fields: Any) -> Criterion:
    _lock(cohort, by)
    last = Criterion.objects.filter(cohort=cohort).order_by("order", "pk").last()
    made = Criterion.objects.create(cohort=cohort, order=last.order + 1 if last else 0, **fields)
    audit.record("added criterion", made, by=by, detail={"weight": made.weight})
    return made


@transaction.atomic
def change(criterion: Criterion, *, by: Any, **fields: Any) -> Criterion:
    """A new weight counts for the scores that are in already, too."""
    _lock(criterion.cohort, by)
    was = criterion.weight
    for name in FIELDS:
        setattr(criterion, name, fields[name])
    criterion.save()
    audit.record(
        "changed criterion", criterion, by=by, detail={"from": was, "to": criterion.weight}
    )
    if was != criterion.weight:
        recount(criterion.cohort)
    return criterion


@transaction.atomic
def move(criterion: Criterion, *, up: bool, by: Any) -> None:
    _lock(criterion.cohort, by)
    rows = list(Criterion.objects.filter(cohort=criterion.cohort_id))
    here = rows.index(criterion)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for place, row in enumerate(rows):
        row.order = place
    Criterion.objects.bulk_update(rows, ["order"])
    audit.record("moved criterion", criterion, by=by)


@transaction.atomic
def remove(criterion: Criterion, *, by: Any) -> None:
    """Only one that nobody has scored: scores that people gave are not thrown away."""
    _lock(criterion.cohort, by)
    if Score.objects.filter(criterion=criterion).exists():
        raise Refused(
            f"“{criterion}” has been scored, so it cannot be removed. "
            "Give it a weight of 0: then it no longer counts, and nobody’s scores are lost."
        )
    audit.record("removed criterion", criterion, by=by)
    criterion.delete()


def recount(cohort: Cohort) -> None:
    """Work out every total of the cohort anew. The applications are locked by their cohort."""
    reviews = list(
        Review.objects.filter(application__cohort=cohort).prefetch_related("scores__criterion")
    )
    for review in reviews:
        review.total = weighted({score.criterion: score.value for score in review.scores.all()})
    Review.objects.bulk_update(reviews, ["total"], batch_size=500)
    sum_up({review.application_id for review in reviews})


def _lock(cohort: Cohort, by: Any) -> None:
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if not permissions.prepares_reading(by, cohort):
        raise Refused("Only staff of the programme decide what applications are scored on.")
