"""Reading and scoring applications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from pioneers import permissions
from pioneers.enums import ApplicationState
from pioneers.models import Application, ConflictOfInterest, Criterion, Review, Score
from pioneers.models.review import HIGHEST, LOWEST
from pioneers.selectors.staff import stands_by


@transaction.atomic
def review(
    application: Application, *, by: Any, scores: Mapping[Criterion, int], note: str = ""
) -> Review:
    """One reader's scores; a second call replaces the reader's own first."""
    # The row is locked: two who score at once must not overwrite each other's median.
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("cohort")
        .get(pk=application.pk)
    )
    if not permissions.reads_application(by, application):
        raise Refused("Only staff of the programme and the cohort’s reviewers can score it.")
    if stands_by(by, application.cohort):
        raise Refused("Others read for this cohort. To score as well, become one of its reviewers.")
    if application.state == ApplicationState.DRAFT:
        raise Refused("This application has not been sent yet, so it cannot be scored.")
    if ConflictOfInterest.objects.filter(application=application, user=by).exists():
        raise Refused("You said that you should not read this application.")
    for criterion, value in scores.items():
        if not LOWEST <= value <= HIGHEST:
            raise Refused(f"“{criterion}” needs a score from {LOWEST} to {HIGHEST}.")
    made, _ = Review.objects.update_or_create(
        application=application,
        reviewer=by,
        defaults={
            "note": note.strip(),
            "total": weighted(scores),
            "reviewed_at": clock.now(),
        },
    )
    made.scores.exclude(criterion__in=list(scores)).delete()
    Score.objects.bulk_create(
        [
            Score(review=made, criterion=criterion, value=value)
            for criterion, value in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["value"],
    )
    sum_up([application.pk])
    audit.record("reviewed application", application, by=by)
    return made


def weighted(scores: Mapping[Criterion, int]) -> float | None:
    """The mean of the scores by the criteria's weights, 1 to 5; None where nothing weighs."""
    weight = sum(criterion.weight for criterion in scores)
    if not weight:
        return None
    return sum(value * criterion.weight for criterion, value in scores.items()) / weight


def sum_up(applications: Iterable[int]) -> None:
    """Work out anew how often these were read, their median and spread: three queries.

    A review of somebody who has a conflict of interest is kept and does not count.
    """
    pks = list(applications)
    found: dict[int, list[float | None]] = {pk: [] for pk in pks}
    conflicts = set(
        ConflictOfInterest.objects.filter(application__in=pks).values_list(
            "application_id", "user_id"
        )
    )
    for pk, reader, total in Review.objects.filter(application__in=pks).values_list(
        "application_id", "reviewer_id", "total"
    ):
        if (pk, reader) not in conflicts:
            found[pk].append(total)
    rows = []
    for pk, totals in found.items():
        known = [total for total in totals if total is not None]
        rows.append(
            Application(
                pk=pk,
                review_count=len(totals),
                median=median(known) if known else None,
                spread=max(known) - min(known) if known else None,
            )
        )
    Application.objects.bulk_update(rows, ["review_count", "median", "spread"], batch_size=500)
