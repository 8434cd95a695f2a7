"""The words of quality improvement projects."""

from django.db import models


class Theme(models.TextChoices):
    """The themes that the programme's projects have had, and falls."""

    HYDRATION_NUTRITION = "hydration_nutrition", "Hydration and nutrition"
    DETERIORATION = "deterioration", "Managing deterioration"
    DEMENTIA = "dementia", "Living well with dementia"
    MOUTH_CARE = "mouth_care", "Mouth care"
    END_OF_LIFE = "end_of_life", "End of life care"
    STAFF_WELLBEING = "staff_wellbeing", "Staff wellbeing"
    COMMUNICATION = "communication", "Communication"
    FALLS = "falls", "Falls"


class AimVerb(models.TextChoices):
    INCREASE = "increase", "Increase"
    REDUCE = "reduce", "Reduce"


class MeasureKind(models.TextChoices):
    COUNT = "count", "A count"
    PERCENT = "percent", "A percentage"
    RATE = "rate", "A rate"
    SCALE = "scale", "A score on a scale"
    TIME_BETWEEN = "time_between", "Days between events"


class Direction(models.TextChoices):
    INCREASE = "increase", "Higher is better"
    DECREASE = "decrease", "Lower is better"


class Act(models.TextChoices):
    ADOPT = "adopt", "Adopt: keep it"
    ADAPT = "adapt", "Adapt: change it and try again"
    ABANDON = "abandon", "Abandon: stop it"


class PosterState(models.TextChoices):
    DRAFT = "draft", "Being written"
    SUBMITTED = "submitted", "With the programme team"
    CHANGES_ASKED = "changes_asked", "Changes asked for"
    APPROVED = "approved", "Approved"


POSTER_MOVES: dict[str, tuple[str, ...]] = {
    PosterState.DRAFT: (PosterState.SUBMITTED,),
    PosterState.SUBMITTED: (PosterState.CHANGES_ASKED, PosterState.APPROVED),
    PosterState.CHANGES_ASKED: (PosterState.SUBMITTED,),
    # An approved poster that is edited again goes back to its author and then to staff.
    PosterState.APPROVED: (PosterState.DRAFT,),
}
