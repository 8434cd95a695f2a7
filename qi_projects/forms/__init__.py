"""Forms of projects, numbers, cycles, photographs and posters."""

from qi_projects.forms.charts import ChartForm, NewLineForm
from qi_projects.forms.measures import MeasureForm, NumberForm, ShareForm, number_form
from qi_projects.forms.pasting import PasteForm
from qi_projects.forms.poster import PhotoForm
from qi_projects.forms.poster_writing import ChangesForm, PosterForm, SendForm
from qi_projects.forms.progress import (
    MoveReportForm,
    ProjectCommentForm,
    SkipReportForm,
    UpdateForm,
)
from qi_projects.forms.project import ProjectForm, StartForm
from qi_projects.forms.theory import CycleForm

__all__ = [
    "ChangesForm",
    "ChartForm",
    "CycleForm",
    "MeasureForm",
    "MoveReportForm",
    "NewLineForm",
    "NumberForm",
    "PasteForm",
    "PhotoForm",
    "PosterForm",
    "ProjectCommentForm",
    "ProjectForm",
    "SendForm",
    "ShareForm",
    "SkipReportForm",
    "StartForm",
    "UpdateForm",
    "number_form",
]
