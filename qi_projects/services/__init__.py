"""Changes to projects, their numbers and their posters, one function per change."""

from qi_projects.services.charts import choose_chart, draw_new_line, take_line_back
from qi_projects.services.measures import (
    add_measure,
    bring_back,
    change_measure,
    choose_measure,
    make_headline,
    retire_measure,
)
from qi_projects.services.numbers import record_numbers, remove_number
from qi_projects.services.photos import add_photo, remove_photo
from qi_projects.services.posters import (
    approve_poster,
    ask_for_changes,
    submit_poster,
    write_poster,
)
from qi_projects.services.progress import comment, write_update
from qi_projects.services.projects import begin, change_project, start_project
from qi_projects.services.record import vouch
from qi_projects.services.reports import move_report, plan_reports, skip_report
from qi_projects.services.showing import hide_poster, show_poster
from qi_projects.services.theory import add_cycle, change_cycle

__all__ = [
    "add_cycle",
    "add_measure",
    "add_photo",
    "approve_poster",
    "ask_for_changes",
    "begin",
    "bring_back",
    "change_cycle",
    "change_measure",
    "change_project",
    "choose_chart",
    "choose_measure",
    "comment",
    "draw_new_line",
    "hide_poster",
    "make_headline",
    "move_report",
    "plan_reports",
    "record_numbers",
    "remove_number",
    "remove_photo",
    "retire_measure",
    "show_poster",
    "skip_report",
    "start_project",
    "submit_poster",
    "take_line_back",
    "vouch",
    "write_poster",
    "write_update",
]
