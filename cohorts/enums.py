"""The words of cohorts."""

from django.db import models


class CareSetting(models.TextChoices):
    """The settings that the programme is open to, as its public page names them."""

    OLDER_RESIDENTIAL = "older_residential", "Older person’s residential home"
    OLDER_NURSING = "older_nursing", "Older person’s nursing home"
    LEARNING_DISABILITY = "learning_disability", "Learning disability care setting"
    MENTAL_HEALTH = "mental_health", "Mental health care setting"
    SUPPORTED_LIVING = "supported_living", "Supported living setting"


class JobRole(models.TextChoices):
    MANAGER = "manager", "Care home manager"
    DEPUTY = "deputy", "Deputy manager"
    SENIOR_NURSE = "senior_nurse", "Senior nurse"


class CohortState(models.TextChoices):
    PLANNING = "planning", "Being planned"
    OPEN = "open", "Open for applications"
    SELECTING = "selecting", "Choosing the cohort"
    RUNNING = "running", "Running"
    CELEBRATED = "celebrated", "Celebrated"
    CLOSED = "closed", "Closed"


# From each state, where a cohort may go next. Back one step is allowed until it runs.
COHORT_MOVES: dict[str, tuple[str, ...]] = {
    CohortState.PLANNING: (CohortState.OPEN,),
    CohortState.OPEN: (CohortState.SELECTING, CohortState.PLANNING),
    CohortState.SELECTING: (CohortState.RUNNING, CohortState.OPEN),
    CohortState.RUNNING: (CohortState.CELEBRATED,),
    CohortState.CELEBRATED: (CohortState.CLOSED,),
    CohortState.CLOSED: (),
}


class StaffLevel(models.TextChoices):
    STAFF = "staff", "Staff"
    ADMINISTRATOR = "administrator", "Administrator"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
