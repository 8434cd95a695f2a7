"""The words of sessions and attendance."""

from django.db import models


class SessionKind(models.TextChoices):
    WORKSHOP = "workshop", "Workshop"
    LEARNING_SET = "learning_set", "Learning set"
    CELEBRATION = "celebration", "Celebration"


class SessionMode(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    BOTH = "both", "In person, or join online"


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


class MaterialKind(models.TextChoices):
    FILE = "file", "A file"
    LINK = "link", "A link"


class Waiver(models.TextChoices):
    """Why staff complete somebody who is short of the rule. A short list: no words on people."""

    EXCUSED = "excused", "Too much was excused to make up"
    MADE_UP = "made_up", "Made up for it in another way"
    RECORD = "record", "The register is not right"
