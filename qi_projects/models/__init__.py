from qi_projects.models.measure import Measure, Observation, Rebase
from qi_projects.models.member import Member
from qi_projects.models.photo import Photo
from qi_projects.models.poster import Poster, PosterComment, PosterVersion
from qi_projects.models.progress import Comment, ProgressReport, Reach, Update
from qi_projects.models.project import Project
from qi_projects.models.theory import ChangeIdea, Driver, PdsaCycle

__all__ = [
    "ChangeIdea",
    "Comment",
    "Driver",
    "Measure",
    "Member",
    "Observation",
    "PdsaCycle",
    "Photo",
    "Poster",
    "PosterComment",
    "PosterVersion",
    "ProgressReport",
    "Project",
    "Reach",
    "Rebase",
    "Update",
]
