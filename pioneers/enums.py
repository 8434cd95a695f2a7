"""The words of applications and Pioneers."""

from django.db import models

from cohorts.enums import CohortState

# Cohorts to which somebody with a deadline of their own may still apply: before the call opens,
# and while the cohort is chosen.
TAKES_LATE_ENTRY = (CohortState.PLANNING, CohortState.OPEN, CohortState.SELECTING)


class ApplicationState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    OFFERED = "offered", "Offered a place"
    RESERVE = "reserve", "On the reserve list"
    DECLINED = "declined", "Not offered a place"
    CONFIRMED = "confirmed", "Place confirmed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Offer ran out"


# What may follow what. Who may make each move is in permissions and services.
APPLICATION_MOVES: dict[str, tuple[str, ...]] = {
    ApplicationState.DRAFT: (ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN),
    ApplicationState.SUBMITTED: (
        ApplicationState.OFFERED,
        ApplicationState.RESERVE,
        ApplicationState.DECLINED,
        ApplicationState.WITHDRAWN,
    ),
    ApplicationState.OFFERED: (
        ApplicationState.CONFIRMED,
        ApplicationState.WITHDRAWN,
        ApplicationState.LAPSED,
    ),
    ApplicationState.RESERVE: (
        ApplicationState.OFFERED,
        ApplicationState.DECLINED,
        ApplicationState.WITHDRAWN,
    ),
    ApplicationState.DECLINED: (),
    ApplicationState.CONFIRMED: (),
    ApplicationState.WITHDRAWN: (),
    # Somebody who was ill may be offered the place again, if it is still free.
    ApplicationState.LAPSED: (ApplicationState.OFFERED, ApplicationState.WITHDRAWN),
}

HOLDS_A_PLACE = (ApplicationState.OFFERED, ApplicationState.CONFIRMED)
# Its writer may still change something in these: see services.amending.
CAN_CHANGE = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.OFFERED,
    ApplicationState.RESERVE,
    ApplicationState.CONFIRMED,
)
OPEN_TO_DECISION = (ApplicationState.SUBMITTED, ApplicationState.RESERVE)
# States whose letter may wait in the outbox; the applicant learns of them by it, not before.
TOLD_BY_LETTER = (ApplicationState.OFFERED, ApplicationState.RESERVE, ApplicationState.DECLINED)


class Decision(models.TextChoices):
    """What staff mean to answer; the applicant sees nothing of it until all are applied."""

    OFFER = "offer", "Offer a place"
    RESERVE = "reserve", "Reserve list"
    DECLINE = "decline", "Do not offer a place"


DECIDED_STATE: dict[str, str] = {
    Decision.OFFER: ApplicationState.OFFERED,
    Decision.RESERVE: ApplicationState.RESERVE,
    Decision.DECLINE: ApplicationState.DECLINED,
}


class DeclineReason(models.TextChoices):
    PLACES = "places", "More good applications than places"
    NOT_ELIGIBLE = "not_eligible", "Role, setting or borough not open in this cohort"
    DATES = "dates", "Cannot come to the dates"
    SAME_HOME = "same_home", "Another person from the same home was chosen"
    TOO_THIN = "too_thin", "Too little said to judge"
    LATER = "later", "Better placed for a later cohort"
    NOT_NEEDED = "not_needed", "On the reserve list, and no place became free"


# As the letter says it: staff's own words are short, and read like a judgement.
REASON_TOLD: dict[str, str] = {
    DeclineReason.PLACES: "there were more good applications than places",
    DeclineReason.NOT_ELIGIBLE: "your role, the kind of place or the borough is not open this time",
    DeclineReason.DATES: "you could not come to the dates",
    DeclineReason.SAME_HOME: "another person from the same home was chosen",
    DeclineReason.TOO_THIN: "we could not learn enough from the answers to judge them fairly",
    DeclineReason.NOT_NEEDED: "no place became free",
    DeclineReason.LATER: "we think that a later cohort would suit you better",
}


class QuestionKind(models.TextChoices):
    SHORT = "short", "Short answer"
    LONG = "long", "Long answer"
    CHOICE = "choice", "One of several"
    SEVERAL = "several", "Any of several"
    NUMBER = "number", "A number"
    FILE = "file", "A file"


class ReleaseRound(models.TextChoices):
    APPLICATION = "application", "With the application"
    START = "start", "Before the first session"


class ReleaseState(models.TextChoices):
    ASKED = "asked", "Asked"
    AGREED = "agreed", "Promised"
    CONCERN = "concern", "Concern"


class ChangeReason(models.TextChoices):
    """Why a place was paused or left, as staff note it. Health and home life are not asked."""

    WORK = "work", "New job, or the home needs them"
    RELEASE = "release", "The home could not release them"
    DATES = "dates", "Cannot come to the dates"
    PERSONAL = "personal", "Personal"
    NOT_SAID = "not_said", "Not said"


class PioneerState(models.TextChoices):
    ACTIVE = "active", "Taking part"
    PAUSED = "paused", "Paused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    COMPLETED = "completed", "Completed"


class PauseReason(models.TextChoices):
    """Why a home asks to be left in peace for some weeks."""

    OUTBREAK = "outbreak", "Outbreak in the home"
    INSPECTION = "inspection", "Inspection"
    SHORT_STAFFED = "short_staffed", "Short-staffed"
    OTHER = "other", "Something else"


class MentorArea(models.TextChoices):
    """What a mentor can help with; a match is better where a Pioneer asks for it."""

    LEADING = "leading", "Leading a team"
    IMPROVING = "improving", "Quality improvement"
    INSPECTION = "inspection", "Inspections and regulation"
    CLINICAL = "clinical", "Clinical skills and deterioration"
    DEMENTIA = "dementia", "Dementia"
    END_OF_LIFE = "end_of_life", "End of life care"
    PARTNERS = "partners", "Working with the NHS and the council"
    WELLBEING = "wellbeing", "Staff wellbeing and burn-out"


class PairingEnd(models.TextChoices):
    CHANGE = "change", "Another mentor suits better"
    MENTOR_LEFT = "mentor_left", "The mentor stopped"
    PIONEER_LEFT = "pioneer_left", "The Pioneer left the programme"
    FINISHED = "finished", "The programme is over"
