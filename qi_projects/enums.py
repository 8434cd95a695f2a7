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


class MeasurePurpose(models.TextChoices):
    """What a measure is for: whether it worked, whether it was done, whether it did harm."""

    OUTCOME = "outcome", "Outcome: is it better for people?"
    PROCESS = "process", "Process: are we doing what we said?"
    BALANCING = "balancing", "Balancing: has something else become worse?"


class ChartChoice(models.TextChoices):
    """The chart a Pioneer has chosen; the number of points decides whether it can be drawn yet."""

    AUTO = "auto", "The one that fits the number of points"
    RUN = "run", "Run chart"
    XMR = "xmr", "XmR chart"
    ATTRIBUTE = "attribute", "p, u or c chart"


class Direction(models.TextChoices):
    INCREASE = "increase", "Higher is better"
    DECREASE = "decrease", "Lower is better"


class Act(models.TextChoices):
    ADOPT = "adopt", "Adopt: keep it"
    ADAPT = "adapt", "Adapt: change it and try again"
    ABANDON = "abandon", "Abandon: stop it"


class Outcome(models.TextChoices):
    """How a project ended, in its team's own judgement."""

    WORKED = "worked", "It worked, and we keep it"
    PARTLY = "partly", "Some of it worked"
    DID_NOT = "did_not", "It did not work, and now we know"


class Stage(models.TextChoices):
    """How far a project has come, worked out from its record: see `qi_projects.standing`."""

    STARTED = "started", "Started"
    AIMED = "aimed", "Aim is whole"
    MEASURING = "measuring", "Measuring"
    TESTING = "testing", "Testing changes"
    LEARNING = "learning", "Learning from tests"
    IMPROVING = "improving", "Change seen"
    ENDED = "ended", "Finished"


class IdeaStanding(models.TextChoices):
    """What has become of a change idea, worked out from the PDSA cycles that test it."""

    NOT_TRIED = "not_tried", "Not tried yet"
    TRYING = "trying", "Being tried"
    ADOPTED = "adopted", "Adopted"
    ADAPTED = "adapted", "Adapted"
    ABANDONED = "abandoned", "Abandoned"


class ReachedGroup(models.TextChoices):
    """Who was reached beyond the team (the cascade)."""

    STAFF = "staff", "Staff"
    RESIDENTS = "residents", "Residents"
    RELATIVES = "relatives", "Relatives"


class ReportState(models.TextChoices):
    """How a monthly report stands; worked out, and kept nowhere."""

    ANSWERED = "answered", "Answered"
    SKIPPED = "skipped", "Skipped"
    LATE = "late", "Late"
    DUE = "due", "Due"
    COMING = "coming", "To come"


class PosterDesign(models.TextChoices):
    """One content, three looks; each is drawn in every size."""

    BAND = "band", "Band: a coloured band and two columns"
    CHART = "chart", "Chart: the chart large, words around it"
    STORY = "story", "Story: a photograph first, then the story"


class Focus(models.TextChoices):
    """The part of a photograph that stays when it is cropped."""

    CENTRE = "centre", "The middle"
    TOP = "top", "The top"
    BOTTOM = "bottom", "The bottom"
    LEFT = "left", "The left"
    RIGHT = "right", "The right"


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


class MemberRole(models.TextChoices):
    """What somebody may do who was invited to a project: each may also do what stands before."""

    LOOK = "look", "May look"
    COMMENT = "comment", "May look and comment"
    WRITE = "write", "May look, comment and write"
    CARRIES_ON = "carries_on", "Carries the project on"


# What the Pioneer can choose from; a project is handed on in another place.
TEAM_ROLES = (MemberRole.LOOK, MemberRole.COMMENT, MemberRole.WRITE)
MAY_COMMENT = frozenset({MemberRole.COMMENT, MemberRole.WRITE, MemberRole.CARRIES_ON})
MAY_WRITE = frozenset({MemberRole.WRITE, MemberRole.CARRIES_ON})
