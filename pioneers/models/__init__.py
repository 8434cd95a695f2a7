from pioneers.models.application import Answer, Application, Question
from pioneers.models.care_home import CareHome, RegisterImport
from pioneers.models.pioneer import Mentor, MentorMeeting, Pairing, Pioneer
from pioneers.models.review import Criterion, Review, Score

__all__ = [
    "Answer",
    "Application",
    "CareHome",
    "Criterion",
    "Mentor",
    "MentorMeeting",
    "Pairing",
    "Pioneer",
    "Question",
    "RegisterImport",
    "Review",
    "Score",
]
