from workshops.models.commitment import Commitment
from workshops.models.in_the_room import FeedbackGiven, FeedbackTally, Material, SignInCode
from workshops.models.learning_set import LearningSet, SetMembership
from workshops.models.planning import (
    CalendarFeed,
    CompletionRule,
    FacilitatorDays,
    KeepApart,
    SetDraft,
    TimetableWish,
)
from workshops.models.session import Attendance, Session

__all__ = [
    "Attendance",
    "CalendarFeed",
    "Commitment",
    "CompletionRule",
    "FacilitatorDays",
    "FeedbackGiven",
    "FeedbackTally",
    "KeepApart",
    "LearningSet",
    "Material",
    "Session",
    "SetDraft",
    "SetMembership",
    "SignInCode",
    "TimetableWish",
]
