from qi_projects.models.measure import Measure, Observation
from qi_projects.models.poster import Photo, Poster
from qi_projects.models.project import PdsaCycle, Project, Update

__all__ = ["Measure", "Observation", "PdsaCycle", "Photo", "Poster", "Project", "Update"]
