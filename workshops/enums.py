"""The words of sessions and attendance."""

from django.db import models


class SessionKind(models.TextChoices):
    WORKSHOP = "workshop", "Workshop"
    LEARNING_SET = "learning_set", "Learning set"
    CELEBRATION = "celebration", "Celebration"


class SessionState(models.TextChoices):
    PROPOSED = "proposed", "Proposed, not published"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled"


class AttendanceState(models.TextChoices):
    EXPECTED = "expected", "Expected"
    APOLOGIES = "apologies", "Sent apologies"
    PRESENT = "present", "Present"
    PART = "part", "Part of it"
    ABSENT = "absent", "Absent"
    EXCUSED = "excused", "Excused"


CAME = (AttendanceState.PRESENT, AttendanceState.PART)


class ApologyReason(models.TextChoices):
    SHORT_STAFFED = "short_staffed", "Short-staffed"
    OUTBREAK = "outbreak", "Outbreak in the home"
    INSPECTION = "inspection", "Inspection"
    LEAVE = "leave", "On leave"
    ILL = "ill", "Ill"
    OTHER = "other", "Something else"
