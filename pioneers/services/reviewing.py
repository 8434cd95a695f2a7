"""Reading and scoring applications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core import audit, clock
from core.errors import Refused
from pioneers.enums import ApplicationState
from pioneers.models import Application, Criterion, Review, Score
from pioneers.models.review import HIGHEST, LOWEST


@transaction.atomic
def review(
    application: Application, *, by: Any, scores: Mapping[Criterion, int], note: str = ""
) -> Review:
    """One reader's scores; a second call replaces the reader's own first."""
    if application.state == ApplicationState.DRAFT:
        raise Refused("This application has not been sent yet, so it cannot be scored.")
    for criterion, value in scores.items():
        if not LOWEST <= value <= HIGHEST:
            raise Refused(f"“{criterion}” needs a score from {LOWEST} to {HIGHEST}.")
    made, _ = Review.objects.update_or_create(
        application=application,
        reviewer=by,
        defaults={"note": note.strip(), "reviewed_at": clock.now()},
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
    audit.record("reviewed application", application, by=by)
    return made
