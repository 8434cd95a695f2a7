from workshops.models.learning_set import LearningSet, SetMembership
from workshops.models.session import Attendance, Session

__all__ = ["Attendance", "LearningSet", "Session", "SetMembership"]
