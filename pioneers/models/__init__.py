from pioneers.models.application import Application
from pioneers.models.care_home import CareHome, RegisterImport
from pioneers.models.entry import CallInterest, EligibilityRule, Invitation
from pioneers.models.mentoring import Mentor, MentorMeeting, Pairing, PairingProposal
from pioneers.models.pause import HomePause
from pioneers.models.pioneer import Pioneer
from pioneers.models.question import Answer, Question
from pioneers.models.register import (
    ChangeKind,
    HomeChange,
    RegisterUpload,
    Successor,
    SuccessorState,
    UploadState,
)
from pioneers.models.release import ReleaseAgreement
from pioneers.models.review import (
    Assignment,
    ConflictOfInterest,
    Criterion,
    Review,
    Reviewer,
    Score,
)
from pioneers.models.selection import SavedView, SelectionPlan

__all__ = [
    "Answer",
    "Application",
    "Assignment",
    "CallInterest",
    "CareHome",
    "ChangeKind",
    "ConflictOfInterest",
    "Criterion",
    "EligibilityRule",
    "HomeChange",
    "HomePause",
    "Invitation",
    "Mentor",
    "MentorMeeting",
    "Pairing",
    "PairingProposal",
    "Pioneer",
    "Question",
    "RegisterImport",
    "RegisterUpload",
    "ReleaseAgreement",
    "Review",
    "Reviewer",
    "SavedView",
    "Score",
    "SelectionPlan",
    "Successor",
    "SuccessorState",
    "UploadState",
]
