"""Forms of projects, numbers, cycles, photographs and posters."""

from qi_projects.forms.afterwards import EndForm, ReachForm
from qi_projects.forms.charts import ChartForm, NewLineForm
from qi_projects.forms.measures import MeasureForm, NumberForm, ShareForm, number_form
from qi_projects.forms.pasting import PasteForm
from qi_projects.forms.poster import EditPhotoForm, PhotoForm
from qi_projects.forms.poster_writing import ChangesForm, PosterForm, SendForm
from qi_projects.forms.progress import (
    MoveReportForm,
    ProjectCommentForm,
    SkipReportForm,
    UpdateForm,
)
from qi_projects.forms.project import ProjectForm, StartForm
from qi_projects.forms.team import MemberForm, RoleForm, SuccessorForm
from qi_projects.forms.theory import CycleForm, DriverForm, IdeaForm, PlanForm
from qi_projects.forms.wall import WallForm

__all__ = [
    "ChangesForm",
    "ChartForm",
    "CycleForm",
    "DriverForm",
    "EditPhotoForm",
    "EndForm",
    "IdeaForm",
    "MeasureForm",
    "MemberForm",
    "MoveReportForm",
    "NewLineForm",
    "NumberForm",
    "PasteForm",
    "PhotoForm",
    "PlanForm",
    "PosterForm",
    "ProjectCommentForm",
    "ProjectForm",
    "ReachForm",
    "RoleForm",
    "SendForm",
    "ShareForm",
    "SkipReportForm",
    "StartForm",
    "SuccessorForm",
    "UpdateForm",
    "WallForm",
    "number_form",
]
